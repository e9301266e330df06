// Imports the modules whose names stand on standard input, one after the other, and answers each on file descriptor
// 3 with its error, if any.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

for await (const file of createInterface({ input: process.stdin })) {
  let error = null;
  try {
    await import(pathToFileURL(file));
  } catch (caught) {
    error = String(caught);
  }
  writeSync(3, `${JSON.stringify({ file, error })}\n`);
}
process.exit(); // clients keep their connections open for a while
