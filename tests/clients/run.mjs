// Real clients, unmodified, against snippets and the emulator: one line for each test, then `N passed, N failed`.
//   node tests/clients/run.mjs [WORDS_IN_A_JOB]
//
// A job is a process; two run at a time. No job gets a network but loopback.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { environment, PYTHON, ROOT, WORK } from "./places.mjs";

const AT_ONCE = 2;
const LIMIT_MS = 8 * 60_000;

const here = (file) => join(ROOT, "tests", "clients", file);
const scenarios = (client) => ({
  name: `scenarios ${client}`,
  command: [process.execPath, here("scenarios/run.mjs"), client],
});
const JOBS = [
  // The slow ones come first, so that none of them is left alone at the end.
  { name: "aws-cli", command: [process.execPath, here("snippets.mjs"), "aws-cli"] },
  scenarios("aws-cli"),
  { name: "boto3", command: [process.execPath, here("snippets.mjs"), "boto3"] },
  { name: "botocore differential", command: [PYTHON, here("botocore_differential.py")] },
  { name: "curl", command: [process.execPath, here("snippets.mjs"), "curl"] },
  { name: "javascript", command: [process.execPath, here("snippets.mjs"), "javascript"] },
  ...["huawei-python", "python"].map((client) => ({
    name: client,
    command: [process.execPath, here("rest_snippets.mjs"), client],
  })),
  { name: "errors", command: [process.execPath, here("errors.mjs")] },
  { name: "signing", command: [process.execPath, here("signing.mjs")] },
  { name: "keys", command: [process.execPath, here("keys.mjs")] },
  { name: "emulator", command: [process.execPath, here("emulator.mjs")] },
  ...["boto3", "javascript", "page", "huawei-python"].map(scenarios),
];

for (const [what, path] of [
  ["pkg/; run `make package` first", join(ROOT, "pkg", "node.mjs")],
  ["the Python clients; run `tools/setup.sh python` first", PYTHON],
  ["curl; run `apt-get install -y curl` first", onPath("curl")],
]) {
  if (existsSync(path)) continue;
  console.log(`FAILED these are missing: ${what}`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}
rmSync(WORK, { recursive: true, force: true });
mkdirSync(join(WORK, "home"), { recursive: true });

const asked = JOBS.filter((job) => job.name.includes(process.argv[2] ?? ""));
const waiting = [...asked];
const sums = { passed: 0, failed: 0 };
await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log(`${sums.passed} passed, ${sums.failed} failed`);
process.exitCode = sums.failed > 0 || sums.passed === 0 ? 1 : 0;

async function worker() {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    const started = performance.now();
    const { output, trouble } = await run(job);
    const counts = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split("\n").at(-1));
    const lines = counts ? output.trimEnd().split("\n").slice(0, -1) : [output.trimEnd()];
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log([`${job.name} (${seconds} s)`, ...lines].join("\n"));
    sums.passed += Number(counts?.[1] ?? 0);
    sums.failed += Number(counts?.[2] ?? 0);
    // A job that broke off counts, whatever it said before.
    if (!counts || trouble) {
      sums.failed += 1;
      console.log(`FAILED ${job.name}: ${trouble ?? "it did not say how many tests passed"}`);
    }
  }
}

function onPath(program) {
  return (
    (process.env.PATH ?? "")
      .split(":")
      .map((folder) => join(folder, program))
      .find(existsSync) ?? program
  );
}

function run({ command: [program, ...args] }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ output, trouble: error.message }));
    child.on("close", (status, signal) => {
      const trouble = status === 0 || status === 1 ? undefined : `it ended with ${signal ?? status}`;
      resolve({ output, trouble });
    });
  });
}
