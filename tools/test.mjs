// Runs the test suites one after the other and adds up what they say: `node tools/test.mjs [--record] [suite…]`.
//
// No suite is believed on its exit status alone. It must name its numbers and reach those that
// tests/expected.json has for it, because wasm-pack leaves with 0 when it skips everything.
// --record writes the numbers of this run to tests/expected.json, if all went well.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { cargoCounts, lastLineCounts } from "./test/counts.mjs";
import { failuresOf, runLogged, tailOf } from "./test/process.mjs";

const LOGS = "build/test-logs";
const EXPECTED = "tests/expected.json";
const MINUTES = 60_000;

const environment = {
  ...process.env,
  CARGO_TERM_COLOR: "never",
  NO_COLOR: "1",
  WASM_BINDGEN_USE_BROWSER: "1",
  WASM_BINDGEN_TEST_TIMEOUT: "180",
};

// `packaged` suites look at pkg/, which is assembled first, once.
const SUITES = {
  native: {
    command: () => ["cargo", "test", "--all-targets", "--no-fail-fast"],
    counts: cargoCounts,
    limit: 20 * MINUTES,
  },
  browser: {
    // The driver and the mode are named because wasm-pack would otherwise download what it does not see.
    command: () => [
      ...["wasm-pack", "test", "--mode", "no-install", "--headless", "--chrome"],
      ...["--chromedriver", onPath("chromedriver"), ".", "--test", "door"],
    ],
    counts: cargoCounts,
    limit: 15 * MINUTES,
  },
  package: { command: () => ["node", "pkg-template/check/run.mjs"], packaged: true, limit: 20 * MINUTES },
  page: { command: () => ["node", "tests/page/run.mjs"], packaged: true, limit: 20 * MINUTES },
  clients: { command: () => ["node", "tests/clients/run.mjs"], packaged: true, limit: 20 * MINUTES },
};
const PACKAGING = { command: ["make", "package"], limit: 20 * MINUTES };

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
mkdirSync(LOGS, { recursive: true });
await main(process.argv.slice(2));

async function main(args) {
  const record = args.includes("--record");
  const asked = args.filter((arg) => arg !== "--record");
  const unknown = asked.filter((name) => !Object.hasOwn(SUITES, name));
  if (unknown.length > 0) {
    console.error(`no suite is called ${unknown.join(", ")}; there are ${Object.keys(SUITES).join(", ")}`);
    process.exitCode = 2;
    return;
  }

  const expected = JSON.parse(readFileSync(EXPECTED, "utf8"));
  const names = Object.keys(SUITES).filter((name) => asked.length === 0 || asked.includes(name));
  const results = {};
  let packaged;
  for (const name of names) {
    if (SUITES[name].packaged) packaged ??= await assemble();
    results[name] =
      SUITES[name].packaged && !packaged
        ? { passed: 0, failed: 1, seconds: 0, problems: ["the package could not be assembled"] }
        : await runSuite(name, expected[name]);
    report(name, results[name]);
  }

  // Once more at the end, since of a long output often the end alone is kept.
  for (const [name, { failed, log }] of Object.entries(results))
    if (failed > 0 && log) console.log(`failed in ${name}:\n${failuresOf(log)}`);
  const total = (key) => Object.values(results).reduce((sum, result) => sum + result[key], 0);
  if (record && total("failed") === 0) recordNumbers(expected, results);
  console.log(`${total("passed")} passed, ${total("failed")} failed`);
  process.exitCode = total("failed") === 0 ? 0 : 1;
}

async function assemble() {
  const log = `${LOGS}/assemble.log`;
  const { status, trouble, seconds } = await runLogged(PACKAGING.command, {
    log,
    limit: PACKAGING.limit,
    env: environment,
  });
  if (status === 0) return true;
  console.log(`make package failed after ${seconds.toFixed(1)} s: ${trouble ?? `exit status ${status}`}`);
  console.log(`${tailOf(log)}\n  (${log})`);
  return false;
}

/** Whatever is wrong with a suite makes at least one failure, so that no sum can hide it. */
async function runSuite(name, atLeast) {
  const { command, counts = lastLineCounts, limit } = SUITES[name];
  const log = `${LOGS}/${name}.log`;
  const { status, trouble, seconds } = await runLogged(command(), { log, limit, env: environment });
  const found = counts(readFileSync(log, "utf8"));
  const { passed, failed } = found ?? { passed: 0, failed: 0 };

  const problems = [];
  if (trouble) problems.push(trouble);
  if (!found) problems.push("it did not say how many tests passed");
  if (atLeast === undefined) problems.push(`${EXPECTED} has no number for it`);
  else if (passed < Math.max(1, atLeast))
    problems.push(`${passed} passed, at least ${Math.max(1, atLeast)} are expected`);
  if (status !== 0 && failed === 0 && !trouble) problems.push(`exit status ${status}`);
  return {
    passed,
    failed: problems.length > 0 ? Math.max(1, failed) : failed,
    seconds,
    problems,
    log,
  };
}

function report(name, { passed, failed, seconds, problems, log }) {
  const numbers = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
  console.log(`${name.padEnd(8)} ${numbers} ${seconds.toFixed(1).padStart(7)} s`);
  for (const problem of problems) console.log(`  ${problem}`);
  if (failed > 0 && log) console.log(`${tailOf(log)}\n  (${log})`);
}

function recordNumbers(expected, results) {
  for (const [name, { passed }] of Object.entries(results)) expected[name] = passed;
  writeFileSync(EXPECTED, `${JSON.stringify(expected, null, 2)}\n`);
}

/** The full path of a program; its bare name when there is none, so that the failure names it. */
function onPath(program) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => `${folder}/${program}`).find(existsSync) ?? program;
}
