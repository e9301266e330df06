// The package in a page without a bundler: under a strict policy, in a worker, from each kind of source,
// and when something is wrong.
import { strict as assert } from "node:assert";
import { assertExercised, program } from "./bundlers.mjs";

const POLICY = { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" };
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>user</title>
<script type="module" src="./main.mjs"></script></html>`;
const LIBRARY = "./node_modules/cloud-dryrun";
const IMPORTS = `import init, * as library from "${LIBRARY}/web.js";
  import { exercise } from "./exercise.mjs";`;

// Everything that init takes, as a page would write it.
const SOURCES = {
  "the address as text": `"${LIBRARY}/dryrun_bg.wasm"`,
  "the address": `new URL("${LIBRARY}/dryrun_bg.wasm", import.meta.url)`,
  "a Request": `new Request("${LIBRARY}/dryrun_bg.wasm")`,
  "a Response to come": `fetch("${LIBRARY}/dryrun_bg.wasm")`,
  "its bytes": `fetch("${LIBRARY}/dryrun_bg.wasm").then((response) => response.arrayBuffer())`,
  "a compiled module": `WebAssembly.compileStreaming(fetch("${LIBRARY}/dryrun_bg.wasm"))`,
};

export const pageChecks = {
  "page: under a policy of 'self' and 'wasm-unsafe-eval'": async (workshop) =>
    assertExercised(await visited(workshop, { "main.mjs": program(IMPORTS) })),

  "page: in a module worker under the same policy": async (workshop) =>
    assertExercised(
      await visited(workshop, {
        "main.mjs": `const worker = new Worker("./worker.mjs", { type: "module" });
          worker.onmessage = ({ data }) => { globalThis.outcome = data; };
          worker.onerror = ({ message }) => { globalThis.outcome = { error: message }; };`,
        "worker.mjs": program(IMPORTS).replace("globalThis.outcome = outcome", "postMessage(outcome)"),
      }),
    ),

  ...Object.fromEntries(
    Object.entries(SOURCES).map(([what, source]) => [
      `page: init from ${what}`,
      async (workshop) => assertExercised(await visited(workshop, { "main.mjs": program(IMPORTS, source) })),
    ]),
  ),

  async "page: init twice at once, and again later"(workshop) {
    const main = `${IMPORTS}
      await Promise.all([init(), init()]);
      await init();
      const loads = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".wasm")).length;
      globalThis.outcome = { loads, compared: exercise(library) };`;
    const visit = await visited(workshop, { "main.mjs": main });
    assertExercised(visit);
    assert.equal(visit.outcome.loads, 1);
  },

  async "page: a call before init says what to do"(workshop) {
    const main = `${IMPORTS}
      const { check, operations, version, Emulator } = library;
      const acts = [() => check("ssm:PutInventory", "{}"), operations, version, () => new Emulator(), () => Emulator.restore("{}")];
      globalThis.outcome = acts.map((act) => {
        try { act(); } catch (error) { return [error instanceof Error, error.code, error.message.includes("await init()")]; }
      });`;
    const { outcome } = await visited(workshop, { "main.mjs": main });
    assert.deepEqual(outcome, Array(5).fill([true, "not-initialised", true]));
  },

  async "page: a load that fails says why, and can be tried again"(workshop) {
    const main = `${IMPORTS}
      const codes = [];
      for (const source of ["./nowhere.wasm", "./main.mjs", 5, { a: 1 }]) {
        await init(source).catch((error) => codes.push([error.code, /[^ ] [^ ]/.test(error.message)]));
      }
      await init();
      globalThis.outcome = { codes, compared: exercise(library) };`;
    const { outcome } = await visited(workshop, { "main.mjs": main });
    assert.deepEqual(outcome.codes, [
      ["load-failed", true],
      ["load-failed", true],
      ["wrong-argument", true],
      ["wrong-argument", true],
    ]);
    assert(outcome.compared > 30);
  },
};

async function visited(workshop, files) {
  const folder = workshop.project({ "index.html": HTML, "favicon.ico": "", ...files });
  return workshop.visit(await workshop.serve(folder, POLICY));
}
