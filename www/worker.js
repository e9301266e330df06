// The engine behind messages: one call in, one reply out, in order. It keeps the emulator and nothing else.

import init, {
  build,
  check,
  complete,
  contentHashes,
  convert,
  describe,
  Emulator,
  explain,
  loadModel,
  operations,
  sample,
  sign,
  snippet,
  version,
} from "cloud-dryrun";

/** @typedef {import("./protocol.js").EmulatorView} EmulatorView */

/** @type {Emulator} */
let emulator;

/** What was answered before this worker, which a snapshot does not keep.
 * @type {EmulatorView["log"]} */
let earlier = [];

/** @returns {EmulatorView} */
function view() {
  const from = earlier.at(-1)?.number ?? 0;
  const log = [...earlier, ...emulator.log().map((entry) => ({ ...entry, number: from + entry.number }))];
  return {
    now: new Date(emulator.now).toISOString(),
    log,
    waiting: emulator.waiting(),
    timelines: emulator.timelines(),
    snapshot: emulator.snapshot(),
  };
}

/** The request as the request pane shows it. Text that cannot be written as a request goes out as it
 *  stands in wire form, since the answer to a broken body is worth seeing too. */
function requestOf(operation, text, options) {
  try {
    return build(operation, text, options);
  } catch (error) {
    if (options.form !== "wire") throw error;
    return { ...build(operation, "{}", options), body: text };
  }
}

/** @type {import("./protocol.js").Methods} */
const methods = {
  async start(before, models) {
    await init();
    for (const model of models) loadModel(model);
    let lost;
    try {
      emulator =
        before === undefined ? new Emulator({ now: wholeSeconds() }) : Emulator.restore(before.snapshot);
      earlier = before?.log ?? [];
    } catch (error) {
      lost = error.message;
      emulator = new Emulator({ now: wholeSeconds() });
    }
    return { operations: operations(), version: version(), emulator: view(), lost };
  },
  check: (operation, text, form) => check(operation, text, form === "answer" ? { side: "output" } : { form }),
  complete: (operation, text, offset, form) => complete(operation, text, offset, { form }),
  describe: (operation, side) => describe(operation, side),
  sample: (operation, size) => sample(operation, size),
  explain: (text) => explain(text),
  convert: (from, to, documents, options) => convert(from, to, documents, options),
  loadModel(text) {
    const loaded = loadModel(text);
    return { loaded, operations: operations() };
  },
  build: (operation, text, options) => build(operation, text, options),
  request: requestOf,
  sign: (request, credentials) => sign(request, credentials),
  snippet: (operation, text, target, options) => snippet(operation, text, target, options),
  hashes: (operation, text, options) => contentHashes(operation, text, options),
  send(operation, text, options, credentials) {
    const built = requestOf(operation, text, options);
    const request = credentials === null ? built : sign(built, credentials);
    const response = emulator.send(request);
    return { request, response, emulator: view() };
  },
  timeline: (id) => emulator.timeline(id),
  advance(by) {
    emulator.advance(by);
    return { emulator: view() };
  },
  reset() {
    emulator.reset();
    earlier = [];
    return { emulator: view() };
  },
};

function wholeSeconds() {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** @returns {import("./protocol.js").Failure} */
function failureOf(error) {
  // After a trap the instance is not to be trusted; the page ends this worker and starts another.
  const fatal =
    (globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError) ||
    /call stack/.test(error?.message);
  return { name: error?.name ?? "Error", message: error?.message ?? String(error), code: error?.code, fatal };
}

self.addEventListener("message", async (event) => {
  const { id, method, args } = event.data;
  try {
    self.postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    self.postMessage({ id, error: failureOf(error) });
  }
});
