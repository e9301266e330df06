// The entry for Node. The module is there as soon as this file is imported, so that scripts need no await.
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { load } from "./door.js";
import { misuse } from "./misuse.js";
import { latin1With } from "./text.js";

export * from "./api.js";

// V8 keeps a text without characters beyond U+00FF in one byte each, knows so without looking at it, and copies it
// as it stands: the module makes UTF-8 of that faster than TextEncoder.
const BEYOND_LATIN1 = /[\u0100-\uffff]/;
latin1With((text, array) => {
  if (BEYOND_LATIN1.test(text)) return undefined;
  return Buffer.from(array.buffer, array.byteOffset, array.length).write(text, "latin1");
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
