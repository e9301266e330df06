// `make bench`: how fast and how small, against what one would use instead, in one run. The numbers are for people:
// nothing here decides a test. Results are compared before they are timed, since a wrong answer has no speed.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { createMD5, createSHA256 } from "hash-wasm";
import { inputSchema } from "./bench/json-schema.mjs";
import { median, race } from "./bench/measure.mjs";
import { servers } from "./bench/servers.mjs";
import { sizes } from "./bench/sizes.mjs";
import {
  agentText,
  complianceText,
  complianceTextOf,
  EXECUTION_TIME,
  inventoryText,
} from "./bench/texts.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const { default: init, build, check, contentHashes, Emulator, operations } = await import("../pkg/node.mjs");
await init();

const rows = [];
const inMs = (value) => (value < 0.1 ? `${(value * 1000).toFixed(1)} µs` : `${value.toFixed(2)} ms`);
const inKB = (value) => `${(value / 1000).toFixed(1)} KB`;

/** `most` is the highest ratio that the design allows, or the highest value where there is no rival. */
function row(what, ours, { rival, most, format }) {
  const [measured, inUnit] =
    rival === undefined ? [ours, format] : [ours / rival, (value) => value.toFixed(2)];
  rows.push([
    what,
    format(ours),
    rival === undefined ? "" : format(rival),
    rival === undefined ? "" : inUnit(measured),
    most === undefined ? "" : `≤ ${inUnit(most)}`,
    most === undefined ? "" : measured <= most ? "met" : "MISSED",
  ]);
}

benchCheck();
await benchHashes();
benchEmulator();
await benchServers();
benchFirstCheck();
await benchSizes();
print();

function benchCheck() {
  const model = JSON.parse(readFileSync("src/services/ssm/model.json", "utf8"));
  const validate = new Ajv().compile(inputSchema(model, "com.amazonaws.ssm#PutComplianceItems"));
  const cases = [
    ["check, PutComplianceItems", complianceTextOf(1_400_000), 0.5],
    ["check, PutComplianceItems", complianceTextOf(1_000), 1],
  ];
  for (const [name, text, most] of cases) {
    assert.equal(validate(JSON.parse(text)), true, "ajv takes the generated text");
    // Service rules, named family/…, may have something to say about so large a report; the model may not.
    const report = check("ssm:PutComplianceItems", text);
    assert.deepEqual(
      report.findings.filter((finding) => !finding.rule.includes("/")),
      [],
    );
    const { ours, rival } = race({
      ours: () => check("ssm:PutComplianceItems", text),
      rival: () => validate(JSON.parse(text)),
    });
    row(`${name}, ${inKB(Buffer.byteLength(text))} | JSON.parse + ajv`, ours, { rival, most, format: inMs });
  }
}

async function benchHashes() {
  const text = inventoryText(3_000);
  const size = inKB(Buffer.byteLength(text));
  const digests = { md5: await createMD5(), sha256: await createSHA256() };
  for (const [algorithm, hasher] of Object.entries(digests)) {
    const options = { algorithm, encoding: "hex" };
    const byHand = () => hasher.init().update(agentText(text)).digest("hex");
    assert.equal(contentHashes("ssm:PutInventory", text, options)[0].digest, byHand());
    const { ours, rival } = race({
      ours: () => contentHashes("ssm:PutInventory", text, options),
      rival: byHand,
    });
    row(`contentHashes, ${algorithm}, ${size} | by hand + hash-wasm`, ours, { rival, most: 1, format: inMs });
  }
}

function benchEmulator() {
  const emulator = new Emulator({ now: (EXECUTION_TIME + 86_400) * 1000, seed: 1 });
  // Later than the one before each time, because an older report would be passed over.
  const requests = Array.from({ length: 60 }, (_, index) =>
    build("ssm:PutComplianceItems", complianceText(1_000, EXECUTION_TIME + index)),
  );
  const samples = requests.map((request) => {
    const start = performance.now();
    const response = emulator.send(request);
    const took = performance.now() - start;
    assert.equal(response.status, 200, response.body);
    emulator.takeJournal();
    return took;
  });
  emulator.free();
  row("emulator.send, PutComplianceItems, 1,000 items", median(samples.slice(20)), {
    most: 1.5,
    format: inMs,
  });
}

async function benchServers() {
  const emulated = new Set(operations().flatMap((each) => (each.emulated ? [each.name] : [])));
  const { what, single, many } = await servers((name) => emulated.has(name));
  row(`over HTTP, one connection, ${what}`, single.ours, { rival: single.rival, format: inMs });
  row("the same over 8 connections, for each request", many.ours, { rival: many.rival, format: inMs });
}

function benchFirstCheck() {
  const text = complianceText(3);
  const script = fileURLToPath(new URL("bench/first-check.mjs", import.meta.url));
  const samples = Array.from({ length: 9 }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], {
      input: text,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return Number(stdout);
  });
  row("import and first check, fresh process", median(samples), { most: 50, format: inMs });
}

async function benchSizes() {
  const { wasm, glue, client } = await sizes();
  const total = wasm.gzipped + glue.gzipped;
  row("wasm", wasm.raw, { format: inKB });
  row("wasm, gzipped", wasm.gzipped, { format: inKB });
  row("glue", glue.raw, { format: inKB });
  row("glue, gzipped", glue.gzipped, { format: inKB });
  row("wasm and glue, gzipped", total, { most: 120_000, format: inKB });
  row("wasm and glue, gzipped | client-ssm, bundled and gzipped", total, {
    rival: client.gzipped,
    format: inKB,
  });
}

function print() {
  const table = [["what | rival", "ours", "rival", "ratio", "target", ""], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((cells) => cells[column].length)));
  for (const cells of table) {
    const [first, ...others] = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log([first, ...others].join("  ").trimEnd());
  }
  console.log(`\nNode ${process.versions.node}, ${cpus()[0].model}. Medians of alternating runs.`);
}
