// The help, written from the tables of the commands: what there is, and each by example.
import { version } from "../node.mjs";

const WIDTH = 100;

export function overview(commands) {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  return `cloud-dryrun ${version()}
Checks, builds and rehearses cloud governance requests, with nothing sent anywhere.

Commands:
${names.map((name) => `  ${name.padEnd(width)}  ${commands[name].summary}`).join("\n")}

For example:
${examples(names.map((name) => commands[name].examples[0]))}

\`cloud-dryrun COMMAND --help\` tells more about each. \`cloud-dryrun --version\` is the version.
Exit status: 0 sound, 1 findings, or something could not be done; 2 misuse, or a file that cannot be read.
`;
}

/** @param {import("./arguments.mjs").Command} command */
export function helpOf(name, { usage, summary, about, options = {}, examples: shown }) {
  const sections = [`cloud-dryrun ${name} ${usage}\n${sentence(summary)}`];
  if (about !== undefined) sections.push(about);
  const names = Object.entries(options).map(([option, { takes, about: line }]) => [
    `--${option}${takes === undefined ? "" : ` ${takes}`}`,
    line,
  ]);
  if (names.length > 0) sections.push(`Options:\n${table(names)}`);
  sections.push(`For example:\n${examples(shown)}`);
  return `${sections.join("\n\n")}\n`;
}

function examples(list) {
  return list.map(([line, what]) => `  ${line}\n      ${what}`).join("\n");
}

function table(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, words]) => `  ${name.padEnd(width)}  ${wrapped(words, WIDTH - width - 4, width + 4)}`)
    .join("\n");
}

function wrapped(words, width, indent) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const line = lines.at(-1);
    if (line !== "" && line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

function sentence(words) {
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}
