// Which options each function takes and what they may be. An unknown name is an error with the
// nearest right one, because a swallowed option is a bug that nobody sees.
import { didYouMean, inWords, listed, misuse } from "./misuse.js";
import { isPlainObject } from "./text.js";

// Each kind is a test of a value and the words for what it must be.
const text = [(value) => typeof value === "string", "a string"];
const flag = [(value) => typeof value === "boolean", "true or false"];
const count = [(value) => Number.isSafeInteger(value) && value >= 0, "a whole number from 0"];
const factor = [(value) => Number.isFinite(value) && value >= 0, "a number from 0"];
const time = [
  (value) => typeof value === "string" || Number.isSafeInteger(value),
  "a time: ISO 8601 text or whole epoch milliseconds",
];
const oneOf = (...values) => [(value) => values.includes(value), listed(values)];
const mapOf = ([test, words]) => [
  (value) => isPlainObject(value) && Object.values(value).every(test),
  `an object whose values are each ${words}`,
];
const nodes = [
  (value) => value === "any" || (Array.isArray(value) && value.every((id) => typeof id === "string")),
  '"any" or an array of node ids',
];

const form = oneOf("wire", "client");
const building = { form, region: text, endpoint: text, fillHashes: flag };

export const OPTIONS = {
  check: { form, limit: count },
  build: building,
  snippet: building,
  contentHashes: {
    algorithm: oneOf("md5", "sha256"),
    encoding: oneOf("base64", "hex"),
    form: oneOf("agent", "json", "python"),
  },
  Emulator: { now: time, seed: count, speed: factor, nodes, principals: mapOf(text), quotas: mapOf(count) },
};

/**
 * The options that were given, without undefined ones; `undefined` when nothing is left, so that no
 * object crosses the door for nothing.
 *
 * @param {keyof typeof OPTIONS} what
 */
export function optionsOf(what, options) {
  if (options === undefined) return undefined;
  if (!isPlainObject(options)) {
    throw misuse(
      "wrong-argument",
      `the options of \`${what}\` must be a plain object, not ${inWords(options)}`,
    );
  }
  const known = OPTIONS[what];
  let given;
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known);
      throw misuse("unknown-option", `\`${what}\` has no option \`${name}\`${didYouMean(name, names)}`);
    }
    if (value === undefined) continue;
    const [test, words] = known[name];
    const checked = value instanceof Date ? value.getTime() : value;
    if (!test(checked)) {
      throw misuse("wrong-argument", `the option \`${name}\` must be ${words}, not ${inWords(value)}`);
    }
    given ??= {};
    given[name] = checked;
  }
  return given;
}
