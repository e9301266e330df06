// `cloud-dryrun serve`
import { readFileSync } from "node:fs";
import { didYouMean } from "../misuse.js";
import { OPTIONS } from "../options.js";
import { originOf } from "../server/access.mjs";
import { FORMATS } from "../server/log.mjs";
import { serve as start } from "../server.mjs";
import { isPlainObject } from "../text.js";
import { factor, oneOf, WrongUse, wholeNumber, wrong } from "./arguments.mjs";

const SECRETS = ["keys", "tokens"];

export const serve = {
  usage: "[--port 8787] [--state FILE] [--keys FILE] [--options FILE] [--seed N] [--now T] [--speed N]",
  summary: "serves the page and the emulator on this machine",
  options: {
    port: { takes: "N", as: wholeNumber(65_535), about: "the port; 0 takes any free one" },
    state: {
      takes: "FILE",
      as: (text) => (text === "" ? wrong("the name of a file") : text),
      about: "keeps every change in this file, and goes on from it at the next start",
    },
    keys: {
      takes: "FILE",
      as: secretsIn,
      about: "verifies signatures by this file, JSON with `keys`, `tokens` or both; it is kept nowhere else",
    },
    options: {
      takes: "FILE",
      as: contentOf,
      about: "what else the emulator can be told, JSON with `nodes`, `quotas` and the others of index.d.ts",
    },
    seed: {
      takes: "N",
      as: wholeNumber(),
      about: "what ids are derived from; drawn at random unless stated",
    },
    now: {
      takes: "T",
      as: (text) => (/^\d+$/.test(text) ? Number(text) : text),
      about: "what the emulator's clock shows first: ISO 8601 text or epoch milliseconds",
    },
    speed: { takes: "N", as: factor, about: "how fast that clock runs against real time; 0 stops it" },
    "allow-origin": {
      takes: "ORIGIN",
      as: (text) => originOf(text) ?? wrong("an origin such as https://app.example.com"),
      many: true,
      about: "lets pages from there call, such as https://app.example.com; may be given again",
    },
    log: {
      takes: "text|json|off",
      as: oneOf(...Object.keys(FORMATS), "off"),
      about: "how each request is told on standard error; text unless stated",
    },
  },
  examples: [
    ["cloud-dryrun serve", "on http://127.0.0.1:8787, until Ctrl+C; point a client's endpoint_url at it"],
    ["cloud-dryrun serve --state rehearsal.state", "goes on tomorrow where it stopped today"],
    [
      "cloud-dryrun serve --options world.json",
      'with {"nodes":["i-0123456789abcdef0"]} in it, a report of any other node is InvalidInstanceId',
    ],
    [
      "cloud-dryrun serve --port 0 --seed 7 --now 2026-03-12T06:00:00Z --speed 0",
      "the same answers each time",
    ],
  ],
  async run({ words: [word], options, terminal }) {
    if (word !== undefined) throw new WrongUse(`\`serve\` takes options only, not \`${word}\``);
    const {
      log = "text",
      "allow-origin": allowOrigins,
      keys: secrets,
      options: further = {},
      ...flags
    } = options;
    const lines = log === "off" ? {} : { log: (entry) => terminal.note(`${FORMATS[log](entry)}\n`) };
    const server = await start({
      ...checkedOptions(further),
      ...flags,
      ...secrets,
      ...lines,
      ...(allowOrigins && { allowOrigins }),
    });
    for (const signal of ["SIGINT", "SIGTERM"]) {
      // `once`: a second signal ends the process at once, as it would without us.
      process.once(signal, () => server.close());
    }
    terminal.write(`${server.url}\n`);
  },
};

/** What stands in a file of JSON. */
function contentOf(name) {
  try {
    return JSON.parse(readFileSync(name, "utf8"));
  } catch (error) {
    const why = error.code === undefined ? "is no JSON" : `cannot be read (${error.code})`;
    return wrong(`a file that can be used: it ${why}`);
  }
}

/** What stands in a file of secrets. Arguments can be seen by others, so the secrets are in none; and no error has any. */
function secretsIn(name) {
  const secrets = contentOf(name);
  const isKnown = isPlainObject(secrets) && Object.keys(secrets).every((key) => SECRETS.includes(key));
  return isKnown ? secrets : wrong("a file with an object of `keys`, `tokens` or both");
}

/** Those of the emulator, of which the secrets have a file of their own. */
function checkedOptions(options) {
  if (!isPlainObject(options)) throw new WrongUse("--options: the file must hold an object");
  const known = Object.keys(OPTIONS.Emulator).filter((name) => !SECRETS.includes(name));
  for (const name of Object.keys(options)) {
    if (SECRETS.includes(name)) throw new WrongUse(`--options: \`${name}\` stands in the file of --keys`);
    if (!known.includes(name)) {
      throw new WrongUse(`--options: there is no option \`${name}\`${didYouMean(name, known)}`);
    }
  }
  return options;
}
