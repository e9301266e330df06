// Every scenario through one client:
// `node tests/clients/scenarios/run.mjs boto3|aws-cli|javascript|page|huawei-python [WORDS]`.
//
// A client opens an emulator of its own for each scenario and performs the steps; what came back is judged here, so that
// what an operation has to do is said once.
import { operations } from "../../../pkg/node.mjs";
import { SCENARIOS } from "./all.mjs";
import { judged } from "./judge.mjs";

const CLIENTS = {
  boto3: () => import("./boto3.mjs"),
  "aws-cli": () => import("./aws_cli.mjs"),
  javascript: () => import("./javascript.mjs"),
  page: () => import("./page.mjs"),
  "huawei-python": () => import("./huawei_python.mjs"),
  recording: () => import("./recording.mjs"),
};
// What no snippet is written for, the client does not know.
const SENT = new Map(operations().map(({ id, snippets }) => [id, snippets]));

const [name, words = ""] = process.argv.slice(2);
const target = { page: "javascript", recording: "huawei-python" }[name] ?? name;
const OWN = SCENARIOS.filter(({ steps }) =>
  steps.every(({ call }) => call === undefined || SENT.get(call).includes(target)),
);
const client = await (await CLIENTS[name]()).open();
const counts = { passed: 0, failed: 0 };
try {
  const waiting = OWN.filter((scenario) => scenario.name.includes(words));
  const worker = async () => {
    for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
      const chosen = scenario;
      await test(chosen.name, () => performed(chosen));
    }
  };
  await Promise.all(Array.from({ length: client.atOnce ?? 1 }, worker));
  if (words === "") await covered();
} finally {
  await client.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function performed(scenario) {
  const session = await client.start(scenario);
  try {
    const kept = {};
    for (const [index, given] of scenario.steps.entries()) {
      const step = filled(given, kept);
      if (step.call === undefined) {
        const output = await session.control(step);
        for (const [name, path] of Object.entries(step.keep ?? {})) kept[name] = at(output, path);
        continue;
      }
      const before = await session.requests();
      const found = { ...(await session.perform(step)), requests: (await session.requests()) - before };
      const problem = judged(step, found);
      if (problem !== undefined) throw new Error(`step ${index + 1}, ${step.call}: ${problem}`);
      for (const [name, path] of Object.entries(step.keep ?? {})) kept[name] = at(found.output, path);
    }
  } finally {
    await session.close();
  }
}

/** A step with what earlier answers had in the places that ask for it. */
function filled(value, kept) {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => filled(item, kept));
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === "kept") {
    if (kept[value.kept] === undefined) throw new Error(`no answer had ${value.kept}`);
    return kept[value.kept];
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, kept)]));
}

function at(output, path) {
  return path.split(".").reduce((value, name) => value?.[name], output);
}

/** An operation that is emulated and that no scenario sends would be one that nobody has tried. */
async function covered() {
  const steps = OWN.flatMap((scenario) => scenario.steps);
  const emulated = operations().filter(
    (operation) => operation.emulated && operation.snippets.includes(target),
  );
  for (const { id, name: operation } of emulated) {
    await test(`${id} has a scenario`, () => {
      const own = steps.filter(({ call, output }) => call === id && output !== undefined);
      if (own.length === 0)
        throw new Error(`no step of tests/clients/scenarios calls ${id} and gets an output`);
      if (!client.paginates(operation)) return;
      if (own.some(({ pageSize, requests }) => pageSize !== undefined && requests > 1)) return;
      throw new Error(`no step goes through several pages of ${id}, for which the client has a paginator`);
    });
  }
}

async function test(what, run) {
  try {
    await run();
    counts.passed += 1;
    console.log(`ok ${name}: ${what}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED ${name}: ${what}\n${String(error.stack ?? error).replace(/^/gm, "    ")}`);
  }
}
