// The entry for browsers, and for whatever else has fetch and no entry of its own.
import { isLoaded, loadAsync } from "./door.js";
import { inWords, misuse } from "./misuse.js";

export * from "./api.js";

let loading;

/**
 * Loads the wasm file that lies beside this one, or what is given: a URL or its text, a Request or
 * Response (or a promise of one), bytes, or a compiled module. A second call waits for the first.
 */
export default function init(source) {
  if (isLoaded()) return Promise.resolve();
  loading ??= start(source).finally(() => {
    loading = undefined; // so that a failed load can be tried again
  });
  return loading;
}

async function start(given) {
  const source = await (given ?? new URL("./dryrun_bg.wasm", import.meta.url));
  if (isModule(source) || isBuffer(source)) return loadAsync(source);
  const response = await responseOf(source);
  if (!response.ok) throw notLoaded(response.url, `it was answered with status ${response.status}`);
  try {
    await loadAsync(response);
  } catch (cause) {
    const type = response.headers.get("content-type");
    throw notLoaded(
      response.url,
      `its content, sent as ${type ?? "nothing in particular"}, is not this module`,
      cause,
    );
  }
}

async function responseOf(source) {
  if (typeof Response === "function" && source instanceof Response) return source;
  const isAddress = typeof source === "string" || source instanceof URL;
  if (!isAddress && !(typeof Request === "function" && source instanceof Request)) {
    throw misuse(
      "wrong-argument",
      `init takes a URL, a Request, a Response, bytes or a WebAssembly.Module, not ${inWords(source)}`,
    );
  }
  try {
    return await fetch(source);
  } catch (cause) {
    throw notLoaded(isAddress ? source : source.url, "fetch failed", cause);
  }
}

function isModule(source) {
  return source instanceof WebAssembly.Module;
}

function isBuffer(source) {
  return ArrayBuffer.isView(source) || Object.prototype.toString.call(source) === "[object ArrayBuffer]";
}

function notLoaded(address, why, cause) {
  const hint = "if a bundler moved it, hand its address or its bytes (`cloud-dryrun/wasm`) to init";
  return misuse("load-failed", `the wasm file ${address} could not be loaded: ${why}; ${hint}`, cause);
}
