// The package in Node: import, require, a bundle, and what the entries have in common.
import { strict as assert } from "node:assert";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const DONE = /^\d+ compared\n$/;
const NAMES = [
  "Emulator",
  "ServiceError",
  "build",
  "check",
  "checkDocument",
  "complete",
  "contentHashes",
  "convert",
  "default",
  "describe",
  "explain",
  "fromEvent",
  "loadModel",
  "operations",
  "sample",
  "sign",
  "snippet",
  "version",
];

export const nodeChecks = {
  async "node: import, without awaiting init"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import * as library from "cloud-dryrun";
        import { exercise } from "./exercise.mjs";
        console.log(exercise(library), "compared");`,
    });
    assert.match(await workshop.run(folder, "node", "main.mjs"), DONE);
  },

  async "node: import, init awaited twice"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import init, * as library from "cloud-dryrun";
        import { exercise } from "./exercise.mjs";
        await init();
        await init();
        console.log(exercise(library), "compared");`,
    });
    assert.match(await workshop.run(folder, "node", "main.mjs"), DONE);
  },

  async "node: require"(workshop) {
    const folder = workshop.project({
      "main.cjs": `const library = require("cloud-dryrun");
        const manifest = require("cloud-dryrun/package.json");
        if (manifest.version !== library.version()) throw new Error("two versions");
        if (!/node\\.cjs$/.test(require.resolve("cloud-dryrun"))) throw new Error("not the CommonJS build");
        import("./exercise.mjs").then(async ({ exercise }) => {
          await library.default();
          console.log(exercise(library), "compared");
        });`,
    });
    assert.match(await workshop.run(folder, "node", "main.cjs"), DONE);
  },

  async "node: all entries export the same names"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import { createRequire } from "node:module";
        const entry = (name) => new URL("node_modules/cloud-dryrun/" + name, import.meta.url).href;
        const names = (of) => Object.keys(of).filter((name) => name !== "__esModule").sort();
        console.log(JSON.stringify([
          names(await import(entry("node.mjs"))),
          names(await import(entry("web.js"))),
          names(createRequire(import.meta.url)("cloud-dryrun")),
        ]));`,
    });
    const [node, web, required] = JSON.parse(await workshop.run(folder, "node", "main.mjs"));
    assert.deepEqual(node, NAMES);
    assert.deepEqual(web, NAMES);
    assert.deepEqual(required, NAMES);
  },

  async "node: a bundle with the wasm file beside it, and one that hands over its bytes"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import init, * as library from "cloud-dryrun";
        import { readFileSync } from "node:fs";
        import { exercise } from "./exercise.mjs";
        const given = process.argv[2];
        await init(given === undefined ? undefined : readFileSync(given));
        console.log(exercise(library), "compared");`,
    });
    const outfile = join(folder, "out", "main.mjs");
    const entryPoints = [join(folder, "main.mjs")];
    await build({ entryPoints, outfile, bundle: true, format: "esm", platform: "node", logLevel: "silent" });
    const wasm = join(folder, "node_modules", "cloud-dryrun", "dryrun_bg.wasm");
    assert.match(await workshop.run(folder, "node", outfile, wasm), DONE);
    const without = await workshop.attempt(folder, "node", outfile);
    assert.equal(without.status, 1);
    assert.match(without.stderr, /dryrun_bg\.wasm is not beside the script/);
    copyFileSync(wasm, join(folder, "out", "dryrun_bg.wasm"));
    assert.match(await workshop.run(folder, "node", outfile), DONE);
  },

  async "node: the same emulator requests give the same bytes in two processes"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import { Emulator } from "cloud-dryrun";
        const emulator = new Emulator({ now: 1714557600000, seed: 7 });
        const Items = [{ Severity: "HIGH", Status: "COMPLIANT", Id: "1" }];
        emulator.call("ssm:PutComplianceItems", { ResourceId: "i-0123456789abcdef0", ResourceType: "ManagedInstance",
          ComplianceType: "Custom:Backup", ExecutionSummary: { ExecutionTime: 1714557600 }, Items });
        const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AmazonSSM.ListComplianceItems" };
        const answer = emulator.send({ method: "POST", url: "https://localhost/", headers, body: "{}" });
        console.log(JSON.stringify(answer), emulator.snapshot());`,
    });
    const first = await workshop.run(folder, "node", "main.mjs");
    assert.match(first, /Custom:Backup/);
    assert.equal(await workshop.run(folder, "node", "main.mjs"), first);
  },

  async "node: values from another realm are taken as what they are"(workshop) {
    const { check } = await import(pathToFileURL(join(workshop.unpacked, "node.mjs")).href);
    const { runInNewContext } = await import("node:vm");
    const text = '{"Items":[]}';
    const wanted = check("ssm:PutInventory", text).findings.map(({ rule }) => rule);
    const bytes = runInNewContext(`Uint8Array.from(${JSON.stringify([...Buffer.from(text)])})`);
    const object = runInNewContext(`(${text})`);
    for (const source of [
      bytes,
      object,
      Buffer.from(text),
      Object.assign(Object.create(null), { Items: [] }),
    ]) {
      const { findings } = check("ssm:PutInventory", source);
      assert.deepEqual(
        findings.map(({ rule }) => rule),
        wanted,
      );
    }
  },
};
