// The options of `serve`: its own are looked at here, the emulator looks at the others.

import { didYouMean, inWords, misuse } from "../misuse.js";
import { OPTIONS as ENGINE } from "../options.js";
import { isPlainObject } from "../text.js";
import { originOf } from "./access.mjs";

const HOSTS = ["127.0.0.1", "::1", "localhost"];

/** A test of a value, and the words for what it must be. */
const OWN = {
  port: [
    (value) => Number.isInteger(value) && value >= 0 && value <= 65_535,
    "a whole number from 0 to 65535",
  ],
  host: [(value) => HOSTS.includes(value), "a loopback host: 127.0.0.1, ::1 or localhost"],
  page: [(value) => value === false || typeof value === "string", "a folder or false"],
  state: [(value) => typeof value === "string" && value !== "", "the name of a file"],
  allowOrigins: [
    (value) => Array.isArray(value) && value.every((each) => typeof each === "string"),
    "an array of origins",
  ],
  log: [(value) => typeof value === "function", "a function"],
  warn: [(value) => typeof value === "function", "a function"],
};

/** @returns {{ own: object, engine: object }} those that were given */
export function checked(options) {
  if (!isPlainObject(options)) {
    throw misuse(
      "wrong-argument",
      `the options of \`serve\` must be a plain object, not ${inWords(options)}`,
    );
  }
  const own = {};
  const engine = {};
  for (const [name, value] of Object.entries(options)) {
    if (Object.hasOwn(ENGINE.Emulator, name)) engine[name] = value;
    else if (Object.hasOwn(OWN, name)) {
      const [test, words] = OWN[name];
      if (value === undefined) continue;
      if (!test(value)) {
        throw misuse("wrong-argument", `the option \`${name}\` must be ${words}, not ${inWords(value)}`);
      }
      own[name] = value;
    } else {
      const near = didYouMean(name, [...Object.keys(OWN), ...Object.keys(ENGINE.Emulator)]);
      throw misuse("unknown-option", `\`serve\` has no option \`${name}\`${near}`);
    }
  }
  if (own.allowOrigins !== undefined) own.allowOrigins = own.allowOrigins.map(checkedOrigin);
  return { own, engine };
}

function checkedOrigin(text) {
  const origin = originOf(text);
  if (origin !== undefined) return origin;
  throw misuse(
    "wrong-argument",
    `an allowed origin is scheme, host and port, such as https://app.example.com, not ${inWords(text)}`,
  );
}
