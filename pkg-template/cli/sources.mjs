// The requests that a command is given: files, standard input, and the lines of either.
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { WrongUse } from "./arguments.mjs";

const MOST = 1 << 30; // bytes of one request that are held; sixty times what is checked
const LINE_FEED = 10;

/** Options of every command that reads requests. */
export const SOURCE_OPTIONS = {
  lines: { about: "every file has one request on each line; .jsonl and .ndjson files have so anyway" },
};

const REASONS = {
  ENOENT: "does not exist",
  EACCES: "may not be read",
  EPERM: "may not be read",
  EISDIR: "is a folder",
  ENOTDIR: "is below something that is no folder",
  ELOOP: "is a link that leads back to itself",
};

/**
 * One request of a file. `line` is its line there, from 1, where a line is a request.
 *
 * @typedef {{ name: string, file?: string, line?: number, bytes: Buffer }} Source
 */

/**
 * Reads one after the other and shows how far it is. A file that cannot be read is told, and the others are read on.
 *
 * @param {string[]} files
 * @param {{ lines?: boolean }} options
 * @param {import("./terminal.mjs").Terminal} terminal
 * @returns {AsyncGenerator<Source>}
 */
export async function* sourcesOf(files, { lines }, terminal) {
  if (files.length === 0) throw new WrongUse("name a file to read, or - for standard input");
  if (files.filter((file) => file === "-").length > 1) throw new WrongUse("standard input can be read once");
  const isLong = files.length > 1;
  for (const [index, file] of files.entries()) {
    const name = file === "-" ? "standard input" : file;
    if (isLong) terminal.progress(index / files.length, `${index} of ${files.length} files`);
    try {
      if (lines || /\.(jsonl|ndjson)$/i.test(file)) yield* linesOf(file, name, terminal);
      else yield { name, ...(file === "-" ? {} : { file }), bytes: await wholeOf(file, terminal) };
    } catch (error) {
      if (error.code === undefined) throw error;
      terminal.complain(`${name} ${REASONS[error.code] ?? `cannot be read: ${error.message}`}`);
      terminal.leaveWith(2);
    }
  }
  terminal.done();
}

async function wholeOf(file, terminal) {
  const chunks = [];
  let size = 0;
  for await (const chunk of chunksOf(file, terminal)) {
    size += chunk.length;
    if (size > MOST) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function* linesOf(file, name, terminal) {
  const total = await sizeOf(file);
  const source = (number, bytes) => ({
    ...{ name: `${name}:${number}`, line: number, bytes },
    ...(file === "-" ? {} : { file }),
  });
  let [number, seen, kept, parts] = [0, 0, 0, []];
  for await (const chunk of chunksOf(file, terminal)) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      number += 1;
      const line = Buffer.concat([...parts, chunk.subarray(from, end)]);
      [parts, kept, from] = [[], 0, end + 1];
      if (!isBlank(line)) yield source(number, line);
      terminal.progress(total && (seen + from) / total, `${number} lines of ${name}`);
    }
    seen += chunk.length;
    kept += chunk.length - from;
    if (kept > MOST) throw tooLarge();
    parts.push(chunk.subarray(from));
  }
  const last = Buffer.concat(parts);
  if (!isBlank(last)) yield source(number + 1, last);
}

function chunksOf(file, terminal) {
  if (file !== "-") return createReadStream(file, { highWaterMark: 1 << 18 });
  if (terminal.isTypedInto) terminal.note("reading from the keyboard; Ctrl+D ends it\n");
  return process.stdin;
}

/** What is known of a file's size beforehand; nothing of a pipe's. */
async function sizeOf(file) {
  if (file === "-") return undefined;
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    return size > 0 ? size : undefined;
  } finally {
    await handle.close();
  }
}

function isBlank(line) {
  return line.every((byte) => byte === 32 || byte === 9 || byte === 13);
}

function tooLarge() {
  return Object.assign(new Error(`more than ${MOST >> 20} MiB stand in one request`), { code: "too-large" });
}
