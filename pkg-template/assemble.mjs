// Puts the npm package together in pkg/: `node pkg-template/assemble.mjs [--core]`.
//
// --core leaves the page out, because the page is itself built from the package. The pretend users in
// check/ try the result; this script only makes sure that it is whole and small.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { dataOf, servicesOf } from "../tools/services.mjs";
import { commonJsTwin, typesOf } from "./assemble/types.mjs";

const MAX_GZIPPED = 1_300_000; // bytes of wasm and glue, what a page has to load before the first finding

const TEMPLATE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(TEMPLATE);
const PKG = join(ROOT, "pkg");

const COPIED = [
  ...[
    "package.json",
    "api.js",
    "clock.js",
    "door.js",
    "emulator.js",
    "docs.js",
    "misuse.js",
    "options.js",
    "request.js",
    "text.js",
  ],
  ...["web.js", "node.mjs", "workerd.js", "index.d.ts", "wasm.d.ts"],
  ...["answering.js", "fetch.js", "fetch.d.ts"],
  ...["aws-sdk.d.ts", "aws-sdk/handler.js", "aws-sdk/node.mjs", "aws-sdk/web.js"],
  ...["server.mjs", "server.d.mts"],
  ...filesIn(join(TEMPLATE, "server")).map((file) => `server/${file}`),
  ...["cli.mjs", ...filesIn(join(TEMPLATE, "cli")).map((file) => `cli/${file}`)],
  ...filesIn(join(TEMPLATE, "examples")).map((file) => `examples/${file}`),
];

/** What can be loaded with `require` in Node, and what it is made from. */
const REQUIRED = { "node.mjs": "node.cjs", "aws-sdk/node.mjs": "aws-sdk/node.cjs", "fetch.js": "fetch.cjs" };
const DECLARED = ["index.d.ts", "aws-sdk.d.ts", "fetch.d.ts"]; // by hand, for both module systems

/** Something that must not be published. */
class Unfit extends Error {}

try {
  await assemble(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Unfit)) throw error;
  console.error(`assemble: ${error.message}`);
  process.exitCode = 1;
}

async function assemble(words) {
  const unknown = words.find((word) => word !== "--core");
  if (unknown !== undefined) throw new Unfit(`there is no option ${unknown}; there is --core`);
  compareVersions();
  rmSync(PKG, { recursive: true, force: true });
  mkdirSync(PKG);

  const files = [...COPIED, ...copyModule(), ...writeTypes(), ...copyTexts()];
  for (const file of COPIED) cpSync(join(TEMPLATE, file), join(PKG, file));
  for (const [from, to] of Object.entries(REQUIRED)) files.push(await bundleForRequire(from, to));
  if (!words.includes("--core")) files.push(...copyPage());

  compareFiles(files);
  measure();
}

function compareVersions() {
  const ours = JSON.parse(read(TEMPLATE, "package.json")).version;
  const theirs = /^\[package\][^[]*?^version = "([^"]+)"/ms.exec(read(ROOT, "Cargo.toml"))?.[1];
  if (ours !== theirs) throw new Unfit(`package.json says version ${ours}, Cargo.toml says ${theirs}`);
}

function copyModule() {
  const from = join(ROOT, "build", "wasm");
  for (const name of ["dryrun.js", "dryrun_bg.wasm"]) {
    if (!existsSync(join(from, name)))
      throw new Unfit(`build/wasm/${name} is missing; run tools/wasm.sh first`);
  }
  cpSync(join(from, "dryrun_bg.wasm"), join(PKG, "dryrun_bg.wasm"));
  // The entries say where the wasm file is. The glue's own guess would make bundlers look for it twice.
  const glue = read(from, "dryrun.js").replace(
    /if \(module_or_path === undefined\) \{\s*module_or_path = new URL\([^)]*, import\.meta\.url\);\s*\}/,
    "",
  );
  if (glue.includes("import.meta")) throw new Unfit("the glue still looks for the wasm file by itself");
  write("dryrun.js", glue);
  return ["dryrun.js", "dryrun_bg.wasm"];
}

/** Each declaration file twice, for `import` and for `require`. */
function writeTypes() {
  const services = servicesOf(ROOT)
    .map((name) => ({
      id: name.replaceAll("_", "-"),
      ast: Object.assign({}, ...dataOf(ROOT, name, "model.json")),
      docs: Object.assign({}, ...dataOf(ROOT, name, "docs.json")),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  writeExplanations(services);
  const generated = typesOf(services);
  const byHand = Object.fromEntries(DECLARED.map((file) => [file, read(TEMPLATE, file)]));
  for (const [file, text] of Object.entries(generated)) write(file, text);
  for (const [file, text] of Object.entries({ ...byHand, ...generated }))
    write(twinOf(file), commonJsTwin(text));
  return [
    "explanations.js",
    ...Object.keys(generated),
    ...Object.keys({ ...byHand, ...generated }).map(twinOf),
  ];
}

/** What is said of shapes and members, for those functions that say it on. */
function writeExplanations(services) {
  const all = Object.fromEntries(services.map(({ id, docs }) => [id, docs]));
  write("explanations.js", `export default ${JSON.stringify(all)};\n`);
}

function twinOf(file) {
  return file.replace(/\.d\.ts$/, ".d.cts");
}

async function bundleForRequire(from, to) {
  await build({
    entryPoints: [join(PKG, from)],
    outfile: join(PKG, to),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    define: { "import.meta.url": "moduleUrl" },
    banner: {
      js: `// Made from ${from}.\nconst moduleUrl = require("node:url").pathToFileURL(__filename).href;`,
    },
    logLevel: "warning",
  });
  return to;
}

function copyTexts() {
  const there = ["README.md", "LICENSE"].filter((name) => existsSync(join(ROOT, name)));
  for (const name of there) cpSync(join(ROOT, name), join(PKG, name));
  return there;
}

/** The page without its wasm file: the server hands out the one that the package has. */
function copyPage() {
  const from = join(ROOT, "build", "page");
  if (!existsSync(join(from, "index.html")))
    throw new Unfit("build/page/ is missing; run node www/build.mjs first");
  const files = filesIn(from).filter((file) => file !== "dryrun_bg.wasm");
  for (const file of files) cpSync(join(from, file), join(PKG, "page", file));
  return files.map((file) => `page/${file}`);
}

function compareFiles(wanted) {
  const found = filesIn(PKG);
  const missing = wanted.filter((file) => !found.includes(file));
  const extra = found.filter((file) => !wanted.includes(file));
  if (missing.length > 0) throw new Unfit(`missing from pkg/: ${missing.join(", ")}`);
  if (extra.length > 0) throw new Unfit(`not expected in pkg/: ${extra.join(", ")}`);
  const modules = found.filter((file) => file.endsWith(".wasm"));
  if (modules.length !== 1) throw new Unfit(`one wasm file is wanted, not ${modules.join(", ")}`);
}

function measure() {
  const size = (file) => gzipSync(readFileSync(join(PKG, file)), { level: 9 }).length;
  const [module, glue] = [size("dryrun_bg.wasm"), size("dryrun.js")];
  const figures = `wasm ${module} + glue ${glue} = ${module + glue} bytes gzipped, at most ${MAX_GZIPPED}`;
  if (module + glue > MAX_GZIPPED) throw new Unfit(`too large: ${figures}`);
  console.log(`pkg/ has ${filesIn(PKG).length} files; ${figures}`);
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}

function read(...path) {
  return readFileSync(join(...path), "utf8");
}

function write(file, text) {
  mkdirSync(dirname(join(PKG, file)), { recursive: true });
  writeFileSync(join(PKG, file), text);
}
