// Builds the page: two bundles, one style sheet, the wasm beside them. Static files that work from any folder.
//   node www/build.mjs [PACKAGE_FOLDER [OUTPUT_FOLDER]]

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const pkg = resolve(process.argv[2] ?? join(root, "pkg"));
const out = resolve(process.argv[3] ?? join(root, "build", "page"));
const entry = join(pkg, "web.js");
const wasm = join(pkg, "dryrun_bg.wasm");

const missing = [entry, wasm].find((file) => !existsSync(file));
if (missing) {
  console.error(
    `The page needs ${relative(root, missing)}; run \`node pkg-template/assemble.mjs --core\` first.`,
  );
  process.exit(1);
}

/** The examples of all services as one list, so that the page names none of them. */
const examples = {
  name: "examples",
  setup(bundler) {
    bundler.onResolve({ filter: /^examples$/ }, () => ({ path: "examples", namespace: "examples" }));
    bundler.onLoad({ filter: /.*/, namespace: "examples" }, () => ({
      contents: JSON.stringify(examplesOf(join(root, "src", "services"))),
      loader: "json",
    }));
  },
};

function examplesOf(folder) {
  return readdirSync(folder)
    .sort()
    .map((service) => join(folder, service, "examples.json"))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, "utf8")));
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = { bundle: true, minify: true, legalComments: "none", target: "es2022", logLevel: "warning" };
await Promise.all([
  // A classic script also starts from a file, and can then say that the engine will not.
  build({
    ...common,
    entryPoints: [join(here, "main.js")],
    outfile: join(out, "main.js"),
    format: "iife",
    plugins: [examples],
  }),
  build({ ...common, entryPoints: [join(here, "theme.js")], outfile: join(out, "theme.js"), format: "iife" }),
  // A module, since the package finds its wasm by import.meta.url.
  build({
    ...common,
    entryPoints: [join(here, "worker.js")],
    outfile: join(out, "worker.js"),
    format: "esm",
    alias: { "cloud-dryrun": entry },
  }),
  // Without a target esbuild leaves light-dark() and color-mix() as they are.
  build({
    ...common,
    target: undefined,
    entryPoints: [join(here, "styles", "page.css")],
    outfile: join(out, "page.css"),
  }),
]);
copyFileSync(wasm, join(out, "dryrun_bg.wasm"));
copyFileSync(join(here, "index.html"), join(out, "index.html"));
copyFileSync(join(here, "icon.svg"), join(out, "icon.svg"));

for (const file of readdirSync(out).sort()) {
  const bytes = readFileSync(join(out, file));
  const packed = gzipSync(bytes, { level: 9 }).length;
  console.log(`${file.padEnd(16)} ${kilobytes(statSync(join(out, file)).size)}  gzip ${kilobytes(packed)}`);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(7)} KB`;
}
