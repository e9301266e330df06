// Where the emulator is: in this tab's worker, or in the server that the page came from. Both have the same handles;
// what is sent and shown is the same.

/** @typedef {import("./protocol.js").EmulatorView} EmulatorView */
/** @typedef {import("./protocol.js").WireResponse} WireResponse */

/**
 * @typedef {{
 *   name: string,
 *   send(operation: string, text: string, options: import("./protocol.js").BuildOptions,
 *     credentials: Record<string, string> | null):
 *     Promise<{ response: WireResponse, emulator: EmulatorView }>,
 *   advance(by: string): Promise<EmulatorView>,
 *   reset(): Promise<EmulatorView>,
 *   timeline(id: string): Promise<import("./protocol.js").Timeline>,
 *   watch(first: EmulatorView, onView: (view: EmulatorView) => void,
 *     onSilence: (problem: string | null) => void): void,
 * }} Place
 */

// Often enough to see what another client did, seldom enough to be no load.
const LOOK_EVERY_MS = 2_000;
/** A look at a large state takes long, and may take only this share of the time. */
const LOOK_SHARE = 1 / 10;

/** The server marks the page that it serves. */
export function isServed() {
  return document.documentElement.dataset.server !== undefined;
}

/** @param {import("./main.js").App["call"]} call @returns {Place} */
export function inTab(call) {
  const viewOf = async (method, args) => (await call(method, args)).emulator;
  return {
    name: "in this tab",
    send: (...args) => call("send", args),
    advance: (by) => viewOf("advance", [by]),
    reset: () => viewOf("reset", []),
    timeline: (id) => call("timeline", [id], "runs"),
    // Nobody else has it, so there is nothing to watch.
    watch: (first, onView) => onView(first),
  };
}

/** @param {import("./main.js").App["call"]} call @returns {Place} */
export function onServer(call) {
  /** How often this page changed something: a look from before the last time shows what is no more. */
  let changes = 0;

  /** @returns {Promise<EmulatorView>} */
  async function look() {
    const json = async (route) => (await control(route)).json();
    const [{ now }, log, waiting, timelines, snapshot] = await Promise.all([
      ...["clock", "log", "waiting", "timeline"].map(json),
      control("snapshot").then((answer) => answer.text()),
    ]);
    return { now, log, waiting, timelines, snapshot };
  }

  async function post(route, body) {
    await control(route, { method: "POST", body: JSON.stringify(body) });
    changes += 1;
    return look();
  }

  return {
    name: `of the server at ${location.origin}`,
    async send(operation, text, options, credentials) {
      // What is signed says where it goes.
      const there = credentials === null ? options : { ...options, endpoint: location.origin };
      const request = await call("request", [operation, text, there]);
      const response = await sent(
        credentials === null ? request : await call("sign", [request, credentials]),
      );
      changes += 1;
      return { response, emulator: await look() };
    },
    advance: (by) => post("clock", { advance: by }),
    reset: () => post("reset", {}),
    timeline: async (id) => (await control(`timeline?id=${encodeURIComponent(id)}`)).json(),
    watch(_, onView, onSilence) {
      const watching = async () => {
        const started = performance.now();
        const before = changes;
        if (!document.hidden) {
          await look().then(
            (view) => {
              onSilence(null);
              if (before === changes) onView(view);
            },
            (error) => onSilence(error.message),
          );
        }
        setTimeout(watching, Math.max(LOOK_EVERY_MS, (performance.now() - started) / LOOK_SHARE));
      };
      watching();
    },
  };
}

/** @param {import("./protocol.js").WireRequest} request @returns {Promise<WireResponse>} */
async function sent({ method, url, headers, body }) {
  const { pathname, search } = new URL(url);
  const hasBody = !["GET", "HEAD"].includes(method);
  const answer = await reached(pathname + search, { method, headers, ...(hasBody && { body }) });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await answer.text(),
  };
}

async function control(route, init) {
  const answer = await reached(`/_dryrun/${route}`, init);
  if (answer.ok) return answer;
  const { message } = await answer.json();
  throw new Error(message);
}

async function reached(path, init) {
  try {
    return await fetch(location.origin + path, init);
  } catch {
    throw new Error(`the server at ${location.origin} does not answer`);
  }
}
