// Tries the assembled package as its users load it: `node pkg-template/check/run.mjs [word…]`.
//
// What npm would publish is packed and unpacked into a folder of its own, and each pretend user works in
// a fresh folder that has it as a dependency. With words, only checks whose names hold one of them run.
import { bundlerChecks } from "./bundlers.mjs";
import { cliChecks } from "./cli.mjs";
import { commandChecks } from "./commands.mjs";
import { contentChecks } from "./contents.mjs";
import { controlChecks } from "./control.mjs";
import { doorChecks } from "./doors.mjs";
import { killChecks } from "./kill.mjs";
import { misuseChecks } from "./misuse.mjs";
import { nodeChecks } from "./node.mjs";
import { pageChecks } from "./pages.mjs";
import { readmeChecks } from "./readme.mjs";
import { serverChecks } from "./server.mjs";
import { servingChecks } from "./serving.mjs";
import { stateChecks } from "./state.mjs";
import { typeChecks } from "./types.mjs";
import { Workshop } from "./workshop.mjs";

const LIMIT = 400_000; // milliseconds; the slowest, a hundred kills, takes a third of it on a busy machine
const words = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
const workshop = await Workshop.open();
try {
  const groups = [
    contentChecks,
    nodeChecks,
    readmeChecks,
    typeChecks,
    misuseChecks,
    bundlerChecks,
    pageChecks,
    doorChecks,
    serverChecks,
    controlChecks,
    stateChecks,
    servingChecks,
    killChecks,
    cliChecks,
    commandChecks,
  ];
  for (const group of groups) {
    for (const [name, run] of Object.entries(group)) {
      if (words.length === 0 || words.some((word) => name.includes(word))) await judge(name, run);
    }
  }
} finally {
  await workshop.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;

async function judge(name, run) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${LIMIT / 1000} seconds`)), LIMIT);
  });
  try {
    await Promise.race([run(workshop), late]);
    counts.passed++;
    console.log(`ok    ${name}`);
  } catch (error) {
    counts.failed++;
    console.log(`FAIL  ${name}\n${String(error.stack ?? error).replace(/^/gm, "      ")}`);
  } finally {
    clearTimeout(timer);
    await workshop.tidy();
  }
}
