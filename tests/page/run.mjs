// Drives the built page in headless Chromium. One line for each test, then `N passed, N failed`.
//
// A browser among others on two cores loses a frame, a key or a second at times. So a test that fails is run once more,
// in a browser context of its own like the first time, and what went wrong is printed either way.
//   node tests/page/run.mjs [PAGE_FOLDER] [WORDS_IN_A_NAME]

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { openSite } from "./site.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../../..");
const folder = resolve(process.argv[2] ?? join(root, "build", "page"));
const only = process.argv[3] ?? "";
const LIMIT_MS = 240_000;

if (!existsSync(join(folder, "index.html"))) {
  console.error("There is no built page; run `node www/build.mjs` first.");
  console.log("0 passed, 1 failed");
  process.exit(1);
}

const files = [
  "loading",
  "findings",
  "knowledge",
  "results",
  "runs",
  "keyboard",
  "links",
  "look",
  "rules",
  "served",
  "load",
];
const tests = [];
for (const file of files) {
  const { default: list } = await import(`./${file}.mjs`);
  for (const [name, run] of Object.entries(list)) tests.push({ name, run });
}

let site = await openSite(folder);
let passed = 0;
let failed = 0;
for (const { name, run } of tests.filter((test) => test.name.includes(only))) {
  const problem = await tried(run);
  if (problem) console.log(`again ${name}\n${problem.stack}`);
  if (!site.isOpen()) {
    await site.close();
    site = await openSite(folder);
  }
  const lasting = problem && (await tried(run));
  if (lasting) {
    failed++;
    console.log(`FAIL  ${name}\n${lasting.stack}`);
  } else {
    passed++;
    console.log(`ok    ${name}`);
  }
}
await site.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** @returns {Promise<Error | null>} what went wrong */
async function tried(run) {
  const visitors = [];
  // Each visitor of a test is held to silence, unless the test takes its troubles away.
  const visit = async (options) => {
    const visitor = await site.visit(options);
    visitors.push(visitor);
    return visitor;
  };
  let timer;
  const tooLong = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  try {
    await Promise.race([run(visit, { root, folder, address: site.address }), tooLong]);
    const troubles = visitors.flatMap((visitor) => visitor.troubles);
    return troubles.length > 0 ? new Error(troubles.join("\n")) : null;
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
    for (const visitor of visitors) await visitor.leave();
  }
}
