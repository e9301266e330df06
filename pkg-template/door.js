// The wasm module once it is loaded. Everything that calls the door asks `door()` for it, so that a
// call before init() is answered in words and not by the glue.
import * as glue from "./dryrun.js";
import { misuse } from "./misuse.js";

let ready = false;

/** The door, or the sentence that says what is missing. */
export function door() {
  if (ready) return glue;
  throw misuse("not-initialised", "the WebAssembly module is not loaded yet: call `await init()` first");
}

export function isLoaded() {
  return ready;
}

/** @param {WebAssembly.Module | BufferSource} source */
export function load(source) {
  if (ready) return;
  glue.initSync({ module: source });
  ready = true;
}

/** @param {Response | WebAssembly.Module | BufferSource} source */
export async function loadAsync(source) {
  if (ready) return;
  await glue.default({ module_or_path: source });
  ready = true;
}
