// The package through bundlers, each result run where it belongs.
import { strict as assert } from "node:assert";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as esbuild } from "esbuild";
import { build as viteBuild, createServer as viteServer } from "vite";

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>user</title>
<script type="module" src="./main.js"></script></html>`;

/** A page that loads the library from `source`, does the exercise and leaves the outcome for the visitor. */
export function program(imports, source = "") {
  return `${imports}
    const done = (outcome) => { globalThis.outcome = outcome; };
    init(${source}).then(() => exercise(library)).then(
      (compared) => done({ compared }),
      (error) => done({ error: String(error.stack) }),
    );`;
}

export const EXERCISED = `import init, * as library from "cloud-dryrun";
  import { exercise } from "./exercise.mjs";`;

/** Fails unless the page did the whole exercise, and in silence. */
export function assertExercised({ outcome, complaints }) {
  if (outcome.error !== undefined) throw new Error(`in the page: ${outcome.error}`);
  assert(outcome.compared > 30);
  assert.deepEqual(complaints, []);
}

export const bundlerChecks = {
  async "vite: a build"(workshop) {
    const folder = workshop.project({ "index.html": HTML, "main.js": program(EXERCISED) });
    await viteBuild({ root: folder, configFile: false, logLevel: "error" });
    assertExercised(await workshop.visit(await workshop.serve(join(folder, "dist"))));
  },

  async "vite: a build for a folder of its own"(workshop) {
    const folder = workshop.project({ "index.html": HTML, "main.js": program(EXERCISED) });
    await viteBuild({
      root: folder,
      configFile: false,
      logLevel: "error",
      base: "./",
      build: { outDir: "out/deep" },
    });
    assertExercised(await workshop.visit(`${await workshop.serve(join(folder, "out"))}/deep/`));
  },

  async "vite: the development server"(workshop) {
    const folder = workshop.project({ "index.html": HTML, "main.js": program(EXERCISED) });
    const server = await viteServer({
      ...{ root: folder, configFile: false, logLevel: "error" },
      server: { host: "127.0.0.1", port: 0, hmr: false },
    });
    workshop.afterwards(() => server.close());
    await server.listen();
    assertExercised(await workshop.visit(server.resolvedUrls.local[0]));
  },

  "esbuild: with the file loader": (workshop) => throughEsbuild(workshop, { loader: { ".wasm": "file" } }),
  "esbuild: with the binary loader": (workshop) =>
    throughEsbuild(workshop, { loader: { ".wasm": "binary" } }),
  "esbuild: minified, as one classic script": (workshop) =>
    throughEsbuild(workshop, {
      loader: { ".wasm": "binary" },
      minify: true,
      format: "iife",
      logLevel: "error",
    }),

  async "esbuild: with the wasm file copied beside the bundle"(workshop) {
    const folder = workshop.project({ "index.html": HTML, "src/main.js": program(fromParent(EXERCISED)) });
    await bundled(folder, { entryPoints: [join(folder, "src", "main.js")] });
    const site = join(folder, "site");
    copyFileSync(
      join(folder, "node_modules", "cloud-dryrun", "dryrun_bg.wasm"),
      join(site, "dryrun_bg.wasm"),
    );
    assertExercised(await workshop.visit(await workshop.serve(site)));
  },

  async "workerd: bundled with its conditions, without init"(workshop) {
    const folder = workshop.project({
      "main.js": `import * as library from "cloud-dryrun";
        import { exercise } from "./exercise.mjs";
        export default () => exercise(library);`,
    });
    const outfile = join(folder, "worker.mjs");
    const { metafile } = await esbuild({
      ...{
        entryPoints: [join(folder, "main.js")],
        outfile,
        bundle: true,
        format: "esm",
        platform: "neutral",
      },
      ...{ conditions: ["workerd", "worker"], plugins: [compiledModule], metafile: true, logLevel: "error" },
    });
    const used = Object.keys(metafile.inputs).filter((path) => path.includes("cloud-dryrun"));
    assert(used.some((path) => path.endsWith("workerd.js")));
    assert(!used.some((path) => path.endsWith("web.js") || path.endsWith("node.mjs")));
    const { default: run } = await import(pathToFileURL(outfile).href);
    assert(run() > 30);
  },
};

/** workerd gives an imported wasm file as a compiled module; here a bundler does the same. */
const compiledModule = {
  name: "compiled-module",
  setup(build) {
    build.onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const bytes = JSON.stringify(readFileSync(path).toString("base64"));
      return { contents: `export default new WebAssembly.Module(Buffer.from(${bytes}, "base64"));` };
    });
  },
};

async function throughEsbuild(workshop, options) {
  const imports = `${fromParent(EXERCISED)}\nimport wasm from "cloud-dryrun/wasm";`;
  const folder = workshop.project({ "index.html": HTML, "src/main.js": program(imports, "wasm") });
  await bundled(folder, { entryPoints: [join(folder, "src", "main.js")], ...options });
  assertExercised(await workshop.visit(await workshop.serve(join(folder, "site"))));
}

async function bundled(folder, options) {
  await esbuild({
    outdir: join(folder, "site"),
    bundle: true,
    format: "esm",
    logLevel: "warning",
    ...options,
  });
  copyFileSync(join(folder, "index.html"), join(folder, "site", "index.html"));
}

function fromParent(imports) {
  return imports.replace("./exercise", "../exercise");
}
