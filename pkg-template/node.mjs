// The entry for Node. The module is there as soon as this file is imported, so that scripts need no await.
import { readFileSync } from "node:fs";
import { load } from "./door.js";
import { misuse } from "./misuse.js";

export * from "./api.js";

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
