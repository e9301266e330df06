// The entry for Node. The module is there as soon as this file is imported, so that scripts need no await.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { load } from "./door.js";
import { misuse } from "./misuse.js";
import { encodeLongWith } from "./text.js";

export * from "./api.js";

// ASCII text, which requests mostly are, is the same in Latin-1, and Node copies that as it stands: a fifth of
// the time that TextEncoder takes, counting the look whether it is ASCII.
encodeLongWith((text, array) => {
  const buffer = Buffer.from(array.buffer, array.byteOffset, array.length);
  return buffer.write(text, Buffer.byteLength(text) === text.length ? "latin1" : "utf8");
});

let missing;
try {
  load(readFileSync(new URL("./dryrun_bg.wasm", import.meta.url)));
} catch (cause) {
  // A bundle that left the file behind may still hand its bytes to init().
  if (cause.code !== "ENOENT") throw cause;
  missing = cause;
}

/** Nothing is left to do in Node. A bundle without the wasm file beside it hands over the bytes here. */
export default async function init(source) {
  if (missing === undefined) return;
  if (source === undefined) {
    throw misuse(
      "load-failed",
      "dryrun_bg.wasm is not beside the script: copy it there, or hand its bytes to init",
      missing,
    );
  }
  load(await source);
  missing = undefined;
}
