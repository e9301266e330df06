#!/usr/bin/env node
// The command. Exit status: 0 sound, 1 could not, 2 misuse.
import { didYouMean } from "./misuse.js";
import { version } from "./node.mjs";
import { serve } from "./server.mjs";

const HELP = `cloud-dryrun ${version()}
Checks, builds and rehearses cloud governance requests, with nothing sent anywhere.

  cloud-dryrun serve [--port 8787] [--seed N] [--now T] [--speed N]
      serves the page and the emulator on this machine
      --port N    the port; 0 takes any free one
      --seed N    what ids are derived from; drawn at random unless stated
      --now T     what the emulator's clock shows first: ISO 8601 text or epoch milliseconds
      --speed N   how fast that clock runs against real time; 0 stops it
  cloud-dryrun --help
  cloud-dryrun --version
`;

const COMMANDS = {
  serve: {
    port: wholeNumber(65_535),
    seed: wholeNumber(Number.MAX_SAFE_INTEGER),
    now: (text) => (/^\d+$/.test(text) ? Number(text) : text),
    speed: (text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : wrong("a number from 0")),
  },
};

/** Wrong use of the command: one sentence and exit status 2. */
class Misuse extends Error {}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Misuse) && error.code === undefined) throw error;
  const isMisuse = error instanceof Misuse || error.code === "wrong-argument";
  process.stderr.write(`cloud-dryrun: ${error.message}\n`);
  process.exitCode = isMisuse ? 2 : 1;
}

async function run([command, ...rest]) {
  if (command === undefined)
    throw new Misuse("say what to do, such as `cloud-dryrun serve`; --help lists it all");
  if (command === "--version" || command === "-V") return process.stdout.write(`${version()}\n`);
  const asksForHelp = [command, ...rest].some((word) => word === "--help" || word === "-h");
  if (asksForHelp || command === "help") return process.stdout.write(HELP);
  if (!Object.hasOwn(COMMANDS, command)) {
    const known = [...Object.keys(COMMANDS), "--help", "--version"];
    const what = command.startsWith("-") ? "option" : "command";
    throw new Misuse(`there is no ${what} \`${command}\`${didYouMean(command, known)}`);
  }
  await serveUntilStopped(flagsOf(command, rest));
}

async function serveUntilStopped(flags) {
  const server = await serve({ ...flags, log: (line) => process.stderr.write(`${line}\n`) });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    // `once`: a second signal ends the process at once, as it would without us.
    process.once(signal, () => server.close());
  }
  process.stdout.write(`${server.url}\n`);
}

function flagsOf(command, words) {
  const known = COMMANDS[command];
  const flags = {};
  for (let i = 0; i < words.length; i++) {
    const [, name, joined] = /^--([^=]+)(?:=(.*))?$/s.exec(words[i]) ?? [];
    if (name === undefined) throw new Misuse(`\`${command}\` takes options only, not \`${words[i]}\``);
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).map((each) => `--${each}`);
      throw new Misuse(`\`${command}\` has no option \`--${name}\`${didYouMean(`--${name}`, names)}`);
    }
    const text = joined ?? words[++i];
    if (text === undefined || (joined === undefined && text.startsWith("--"))) {
      throw new Misuse(`--${name} needs a value`);
    }
    try {
      flags[name] = known[name](text);
    } catch (error) {
      throw new Misuse(`--${name} must be ${error.message}, not \`${text}\``);
    }
  }
  return flags;
}

function wholeNumber(most) {
  return (text) =>
    /^\d+$/.test(text) && Number(text) <= most ? Number(text) : wrong(`a whole number from 0 to ${most}`);
}

function wrong(words) {
  throw new Error(words);
}
