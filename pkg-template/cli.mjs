#!/usr/bin/env node
// The command. Exit status: 0 sound, 1 findings or could not, 2 misuse; the highest counts.
import { run } from "./cli/run.mjs";
import { Terminal } from "./cli/terminal.mjs";

await run(process.argv.slice(2), new Terminal(process));
