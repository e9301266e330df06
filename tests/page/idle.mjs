// When the page has done all that it was about to do. Tests wait for that, since no pause is long enough on every
// machine.

/**
 * Runs in the page, before its own scripts: counts its pauses, the calls to its worker, and what it asked of the browser.
 * A timer beyond half a second is a limit or a look now and then, and nobody waits for it.
 */
function countWork() {
  const LONGEST_PAUSE_MS = 500;
  let work = 0;
  const done = () => {
    work -= 1;
  };

  const { setTimeout: later, clearTimeout: never, fetch: asked, Worker: Plain } = window;
  const timers = new Set();
  window.setTimeout = (act, ms = 0, ...args) => {
    if (typeof act !== "function" || ms > LONGEST_PAUSE_MS) return later(act, ms, ...args);
    work += 1;
    const timer = later(() => {
      try {
        act(...args);
      } finally {
        // It may have been taken back while it ran.
        if (timers.delete(timer)) done();
      }
    }, ms);
    timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => {
    if (timers.delete(timer)) done();
    never(timer);
  };

  const counted = (call) => {
    work += 1;
    return call.finally(done);
  };
  window.fetch = (...args) => counted(asked(...args));
  const { clipboard } = navigator;
  const write = clipboard?.writeText.bind(clipboard);
  if (clipboard) clipboard.writeText = (text) => counted(write(text));

  window.Worker = class extends Plain {
    #calls = 0;

    constructor(...args) {
      super(...args);
      this.addEventListener("message", () => this.#answered(1));
      this.addEventListener("error", () => this.#answered(this.#calls));
    }

    postMessage(...args) {
      this.#calls += 1;
      work += 1;
      super.postMessage(...args);
    }

    terminate() {
      super.terminate();
      this.#answered(this.#calls);
    }

    #answered(calls) {
      this.#calls -= calls;
      work -= calls;
    }
  };

  window.becomesIdle = async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let quiet = 0; quiet < 3; quiet = work === 0 ? quiet + 1 : 0) await frame();
  };
}

export const beforeScripts = (page) => page.addInitScript(countWork);

/** Waits until the page waits for nothing but a person, for three frames in a row. */
export const idle = (page) => page.evaluate(() => window.becomesIdle());
