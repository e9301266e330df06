// The page's side of the worker: one call at a time, a limit on each, a new worker when one is lost.
// It knows nothing of panes; what it has to say about itself goes to `onState`.

/** @typedef {import("./protocol.js").Failure} Failure */

/** A call that a newer one of the same kind made pointless. Callers drop it without a word. */
export class Superseded extends Error {}

/** A call that ended with its worker: it took too long, or the engine failed in it. */
export class EngineLost extends Error {
  /** @param {string} message @param {"slow" | "failed"} reason */
  constructor(message, reason) {
    super(message);
    this.name = "EngineLost";
    this.reason = reason;
  }
}

/** An error that the engine threw on purpose, with its own name and code. */
export class EngineError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = failure.name;
    this.code = failure.code;
  }
}

// Loading goes over a network that may be slow, so it has a limit of its own.
const LOADING_LIMIT_MS = 60_000;

export class Engine {
  /** @type {Worker | null} */
  #worker = null;
  #ready = false;
  #lastId = 0;
  /** The call that the worker has now. */
  #current = null;
  /** @type {object[]} */
  #queue = [];
  #limit;
  #onState;
  /** What the emulator was when it last answered: a new worker goes on from there.
   * @type {import("./protocol.js").EmulatorView | undefined} */
  #emulator;
  /** The models that were loaded, which a new worker gets again.
   * @type {Map<string, string>} */
  #models = new Map();

  /**
   * @param {{
   *   limit: number,
   *   onState: (state: "loading" | "ready" | "failed", detail?: any) => void,
   * }} options
   */
  constructor({ limit, onState }) {
    this.#limit = limit;
    this.#onState = onState;
  }

  get ready() {
    return this.#ready;
  }

  /** Starts the worker, or a new one in its place, with the emulator as the last reply left it. */
  start() {
    this.#worker?.terminate();
    this.#ready = false;
    this.#onState("loading");
    try {
      this.#worker = new Worker(new URL("worker.js", document.baseURI), { type: "module" });
    } catch (error) {
      this.#fail(error.message);
      return;
    }
    const worker = this.#worker;
    worker.addEventListener("message", (event) => worker === this.#worker && this.#receive(event.data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker !== this.#worker) return;
      if (this.#ready) this.#lose("The engine stopped without a word.", "failed");
      else this.#fail(event.message || "The file worker.js did not load.");
    });
    const job = {
      method: "start",
      args: [this.#emulator, [...this.#models.values()]],
      resolve: null,
      reject: null,
    };
    const started = new Promise((resolve, reject) => Object.assign(job, { resolve, reject }));
    this.#post(job, LOADING_LIMIT_MS);
    started.then(
      (detail) => {
        this.#ready = true;
        this.#onState("ready", detail);
        this.#next();
      },
      (error) => this.#fail(error.message),
    );
  }

  /**
   * Calls one method of the worker. A call waits for those before it. With a `slot`, a waiting call of the
   * same slot is dropped in favour of this one.
   * @param {string} method
   * @param {unknown[]} args
   * @param {string} [slot]
   * @returns {Promise<any>}
   */
  call(method, args, slot) {
    if (slot) {
      const waiting = this.#queue.findIndex((job) => job.slot === slot);
      if (waiting >= 0) this.#queue.splice(waiting, 1)[0].reject(new Superseded());
    }
    const answer = new Promise((resolve, reject) =>
      this.#queue.push({ method, args, slot, resolve, reject }),
    );
    this.#next();
    return answer;
  }

  #next() {
    if (!this.#ready || this.#current || this.#queue.length === 0) return;
    this.#post(this.#queue.shift(), this.#limit);
  }

  #post(job, limit) {
    job.id = ++this.#lastId;
    job.timer = setTimeout(() => this.#tooSlow(job), limit);
    this.#current = job;
    this.#worker.postMessage({ id: job.id, method: job.method, args: job.args });
  }

  #receive({ id, result, error }) {
    const job = this.#current;
    if (job?.id !== id) return;
    if (error?.fatal && this.#ready) {
      this.#lose(`The engine failed: ${error.message}.`, "failed");
      return;
    }
    clearTimeout(job.timer);
    this.#current = null;
    if (error) job.reject(new EngineError(error));
    else {
      if (result?.emulator) this.#emulator = result.emulator;
      if (job.method === "loadModel") this.#models.set(result.loaded.service, job.args[0]);
      job.resolve(result);
    }
    this.#next();
  }

  #tooSlow(job) {
    if (job !== this.#current) return;
    if (job.method === "start") this.#fail("It did not answer within a minute.");
    else this.#lose(`The call took longer than ${seconds(this.#limit)} and was ended.`, "slow");
  }

  #lose(message, reason) {
    const job = this.#current;
    this.#current = null;
    clearTimeout(job?.timer);
    this.start();
    job?.reject(new EngineLost(message, reason));
  }

  #fail(message) {
    clearTimeout(this.#current?.timer);
    this.#current = null;
    this.#ready = false;
    this.#worker?.terminate();
    this.#worker = null;
    this.#onState("failed", message);
  }
}

function seconds(ms) {
  return ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`;
}
