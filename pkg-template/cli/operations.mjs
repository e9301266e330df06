// `cloud-dryrun operations`
import { operations as known } from "../node.mjs";
import { oneOf } from "./arguments.mjs";
import { bringModels, MODEL } from "./library.mjs";

const COLUMNS = {
  emulated: "answered by the emulator",
  hashed: "carries a content hash",
  readonly: "only reads",
};

export const operations = {
  usage: "[WORD…] [options]",
  summary: "lists the operations that there are",
  about: "With words, only those whose names hold each of them.",
  options: {
    emulated: { about: "only those that the emulator answers" },
    format: {
      takes: "text|json",
      as: oneOf("text", "json"),
      about: "text (the default), or a line of JSON for each",
    },
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun operations", "all of them, and what each can do"],
    ["cloud-dryrun operations inventory --emulated", "those on inventory that the emulator answers"],
  ],
  async run({ words, options, terminal }) {
    await bringModels(options.model);
    const wanted = known().filter(
      ({ id, emulated }) =>
        (emulated || !options.emulated) &&
        words.every((word) => id.toLowerCase().includes(word.toLowerCase())),
    );
    if (options.format === "json") {
      terminal.write(wanted.map((operation) => `${JSON.stringify(operation)}\n`).join(""));
    } else if (wanted.length > 0) terminal.write(table(wanted, terminal.paint));
    if (wanted.length > 0) return;
    terminal.note("no operation is called so\n");
    terminal.leaveWith(1);
  },
};

function table(list, paint) {
  const width = Math.max(...list.map(({ id }) => id.length));
  const lines = list.map((operation) => {
    const traits = Object.keys(COLUMNS).filter((name) => operation[name]);
    return `${operation.id.padEnd(width)}  ${paint.dim(traits.map((name) => COLUMNS[name]).join(", "))}`.trimEnd();
  });
  return `${lines.join("\n")}\n`;
}
