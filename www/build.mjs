// Builds the page and the reference of the rules beside it. Static files that work from any folder.
//   node www/build.mjs [--rules] [PACKAGE_FOLDER [OUTPUT_FOLDER]]
// --rules builds the reference alone, for which no wasm has to be there.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { examplesOf } from "../tools/services.mjs";
import { rulesPage } from "./rules/html.mjs";

const CORE = "node pkg-template/assemble.mjs --core";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const words = process.argv.slice(2);
const isReferenceAlone = words[0] === "--rules";
const [from = join(root, "pkg"), to = join(root, "build", "page")] = words.slice(isReferenceAlone ? 1 : 0);
const pkg = resolve(from);
const out = resolve(to);
const entry = join(pkg, "web.js");
const wasm = join(pkg, "dryrun_bg.wasm");
const rules = join(root, "build", "rules.json");

const needed = isReferenceAlone
  ? { [rules]: "make docs" }
  : { [rules]: "make docs", [entry]: CORE, [wasm]: CORE };
const missing = Object.keys(needed).find((file) => !existsSync(file));
if (missing) {
  console.error(`The page needs ${relative(root, missing)}; run \`${needed[missing]}\` first.`);
  process.exit(1);
}

/** The examples of all services as one list, so that the page names none of them. */
const examples = {
  name: "examples",
  setup(bundler) {
    bundler.onResolve({ filter: /^examples$/ }, () => ({ path: "examples", namespace: "examples" }));
    bundler.onLoad({ filter: /.*/, namespace: "examples" }, () => ({
      contents: JSON.stringify(examplesOf(root)),
      loader: "json",
    }));
  },
};

const common = { bundle: true, minify: true, legalComments: "none", target: "es2022", logLevel: "warning" };

/** Without a target esbuild leaves light-dark() and color-mix() as they are. */
const styles = (name) =>
  build({
    ...common,
    target: undefined,
    entryPoints: [join(here, "styles", name)],
    outfile: join(out, name),
  });

/** A classic script also starts from a file, and can then say that the engine will not. */
const script = (path, plugins = []) =>
  build({
    ...common,
    entryPoints: [join(here, path)],
    outfile: join(out, basename(path)),
    format: "iife",
    plugins,
  });

async function buildReference() {
  await Promise.all([styles("rules.css"), script("theme.js"), script("rules/rules.js")]);
  writeFileSync(join(out, "rules.html"), rulesPage(JSON.parse(readFileSync(rules, "utf8"))));
  copyFileSync(join(here, "icon.svg"), join(out, "icon.svg"));
}

async function buildPage() {
  await Promise.all([
    styles("page.css"),
    script("main.js", [examples]),
    // A module, since the package finds its wasm by import.meta.url.
    build({
      ...common,
      entryPoints: [join(here, "worker.js")],
      outfile: join(out, "worker.js"),
      format: "esm",
      alias: { "cloud-dryrun": entry },
    }),
  ]);
  copyFileSync(wasm, join(out, "dryrun_bg.wasm"));
  copyFileSync(join(here, "index.html"), join(out, "index.html"));
}

if (!isReferenceAlone) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await buildReference();
if (!isReferenceAlone) await buildPage();

for (const file of readdirSync(out).sort()) {
  const bytes = readFileSync(join(out, file));
  const packed = gzipSync(bytes, { level: 9 }).length;
  console.log(`${file.padEnd(16)} ${kilobytes(statSync(join(out, file)).size)}  gzip ${kilobytes(packed)}`);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(7)} KB`;
}
