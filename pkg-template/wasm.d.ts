import type { WasmSource } from "./index.js";

/** The wasm file, as the bundler's loader gives it: an address, bytes or a compiled module. `init` takes any of them. */
declare const source: WasmSource;
export default source;
