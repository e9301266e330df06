// The words after a command, read by the command's table of options. Nothing unknown is passed over.
import { parseArgs } from "node:util";
import { didYouMean, listed } from "../misuse.js";

/** Wrong use of the command: one sentence and exit status 2. */
export class WrongUse extends Error {}

/**
 * @typedef {object} Option
 * @property {string} [takes] what stands for its value in the help; without it the option is a flag
 * @property {(text: string) => unknown} [as] reads the value, and throws what it must be
 * @property {boolean} [many] it may be given more than once, and is then a list
 * @property {string} about one line for the help
 *
 * @typedef {object} Command
 * @property {string} usage the words after the command's name
 * @property {string} summary one line for the list of commands
 * @property {string} [about] more about it
 * @property {Record<string, Option>} [options]
 * @property {[string, string][]} examples a command line and what it does
 * @property {(given: { words: string[], options: object, terminal: import("./terminal.mjs").Terminal }) => unknown} run
 */

/**
 * @param {string} name
 * @param {Command} command
 * @param {string[]} args
 */
export function parsed(name, { options: known = {} }, args) {
  const types = Object.entries(known).map(([option, { takes }]) => [
    option,
    { type: takes === undefined ? "boolean" : "string" },
  ]);
  const { tokens } = parseArgs({
    args,
    options: { ...Object.fromEntries(types), help: { type: "boolean", short: "h" } },
    ...{ strict: false, allowPositionals: true, tokens: true },
  });
  const words = tokens.filter(({ kind }) => kind === "positional").map(({ value }) => value);
  const options = {};
  for (const token of tokens.filter(({ kind }) => kind === "option")) {
    if (token.name === "help") return { help: true };
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) throw noOption(name, token.rawName, known);
    const value = valueGiven(token, option);
    if (option.many) options[token.name] = [...(options[token.name] ?? []), value];
    else if (Object.hasOwn(options, token.name)) throw new WrongUse(`${token.rawName} is given twice`);
    else options[token.name] = value;
  }
  return { help: false, options, words };
}

function noOption(name, given, known) {
  const names = Object.keys(known).map((each) => `--${each}`);
  return new WrongUse(`\`${name}\` has no option \`${given}\`${didYouMean(given, names)}`);
}

function valueGiven({ rawName, value, inlineValue }, { takes, as = String }) {
  if (takes === undefined) {
    if (value === undefined) return true;
    throw new WrongUse(`${rawName} takes no value, not \`${value}\` either`);
  }
  const isMissing = value === undefined || (!inlineValue && value.startsWith("--"));
  if (isMissing) throw new WrongUse(`${rawName} needs a value`);
  try {
    return as(value);
  } catch (error) {
    throw new WrongUse(`${rawName} must be ${error.message}, not \`${value}\``);
  }
}

export function wholeNumber(most = Number.MAX_SAFE_INTEGER) {
  const words = most === Number.MAX_SAFE_INTEGER ? "from 0" : `from 0 to ${most}`;
  return (text) =>
    /^\d+$/.test(text) && Number(text) <= most ? Number(text) : wrong(`a whole number ${words}`);
}

export function factor(text) {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : wrong("a number from 0");
}

export function oneOf(...values) {
  return (text) => (values.includes(text) ? text : wrong(listed(values)));
}

/** `NAME=VALUE` */
export function pair(text) {
  const at = text.indexOf("=");
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : wrong("of the form NAME=VALUE");
}

/** Says what a value must be. */
export function wrong(words) {
  throw new Error(words);
}
