// The entry for workerd, where a wasm file is imported as a compiled module.

import { load } from "./door.js";
import module from "./dryrun_bg.wasm";

export * from "./api.js";

load(module);

/** Nothing is left to do here; the module is loaded with the worker. */
export default async function init() {}
