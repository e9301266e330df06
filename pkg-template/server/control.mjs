// The control routes: the emulator's own handles over HTTP, JSON both ways. They decide nothing themselves.
import { didYouMean, inWords, misuse } from "../misuse.js";
import { version } from "../node.mjs";
import { isPlainObject } from "../text.js";
import { bodyOf, refusal } from "./answer.mjs";

export const CONTROL = "/_dryrun/";

const MAX_SNAPSHOT = 256 * 1024 * 1024; // bytes
const LONGEST_WAIT = 60; // seconds
const GLANCE = 100; // milliseconds after which the clock is looked at again

const CLOCK = {
  advance: (emulator, duration) => emulator.advance(duration),
  set: (emulator, time) => emulator.advanceTo(time),
  settle(emulator, flag) {
    if (flag !== true) throw misuse("wrong-argument", `\`settle\` must be true, not ${inWords(flag)}`);
    emulator.settle();
  },
  speed(emulator, factor) {
    emulator.speed = factor;
  },
};

/** Each route by method: what is answered, from the stage and what was asked. */
const ROUTES = {
  health: { GET: () => ({ version: version() }) },
  clock: {
    GET: (stage) => stage.look(clockOf),
    POST: (stage, { body }) => {
      const [[name, value]] = oneOf(body, CLOCK);
      return stage.act((emulator) => {
        CLOCK[name](emulator, value);
        return clockOf(emulator);
      });
    },
  },
  fault: {
    GET: (stage) => stage.look((emulator) => emulator.faults()),
    POST: (stage, { body }) =>
      stage.act((emulator) => {
        emulator.fault(body);
        return emulator.faults();
      }),
    DELETE: (stage) =>
      stage.act((emulator) => {
        emulator.clearFaults();
        return emulator.faults();
      }),
  },
  script: {
    GET: (stage) => stage.look((emulator) => emulator.scripts()),
    POST: (stage, { body }) => stage.act((emulator) => emulator.script(body)),
    DELETE: (stage) =>
      stage.act((emulator) => {
        emulator.clearScript();
        return emulator.scripts();
      }),
  },
  waiting: { GET: (stage) => stage.look((emulator) => emulator.waiting()) },
  timeline: {
    GET: (stage, { id }) =>
      stage.look((emulator) => (id === undefined ? emulator.timelines() : emulator.timeline(id))),
  },
  change: {
    POST: (stage, { body }) =>
      stage.act((emulator) => {
        emulator.change(body);
        return clockOf(emulator);
      }),
  },
  events: {
    GET: eventsOf,
    DELETE: (stage) =>
      stage.act((emulator) => {
        emulator.clearEvents();
        return emulator.events();
      }),
  },
  log: {
    GET: (stage, { after }) => stage.look((emulator) => emulator.log({ after })),
    DELETE: (stage) =>
      stage.act((emulator) => {
        emulator.clearLog();
        return emulator.log();
      }),
  },
  snapshot: {
    GET: (stage) => stage.look((emulator) => emulator.snapshot()),
    POST: (stage, { text }) => {
      stage.replace(text);
      return stage.look(clockOf);
    },
  },
  reset: {
    POST: (stage) =>
      stage.act((emulator) => {
        emulator.reset();
        return clockOf(emulator);
      }),
  },
};

/** What an address may ask of a route: lists from some place on, one thing by its id. */
const QUERIES = { events: ["after", "wait"], log: ["after"], timeline: ["id"] };

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {string} path
 * @param {{ stage: import("./stage.mjs").Stage, stopped: AbortSignal }} room
 */
export async function controlled(request, path, { stage, stopped }) {
  const name = path.slice(CONTROL.length);
  if (!Object.hasOwn(ROUTES, name)) {
    const near = didYouMean(name, Object.keys(ROUTES));
    return refusal(404, "unknown-route", `there is no control route ${path}${near}`);
  }
  const acts = ROUTES[name];
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (!Object.hasOwn(acts, method)) {
    const allow = Object.keys(acts).join(", ");
    return { ...refusal(405, "wrong-method", `${path} answers ${allow}`), headers: { allow } };
  }
  try {
    const asked = await askedOf(request, name, method);
    const body = await acts[method](stage, { ...asked, socket: request.socket, stopped });
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    return { status: 200, headers, body };
  } catch (error) {
    if (error.name !== "UsageError") throw error;
    return refusal(400, error.code, error.message);
  }
}

async function askedOf(request, name, method) {
  const query = queryOf(request.url, (method === "GET" && QUERIES[name]) || []);
  if (method !== "POST") return query;
  const bytes = await bodyOf(request, name === "snapshot" ? MAX_SNAPSHOT : undefined);
  const text = bytes.toString("utf8");
  if (name === "snapshot") return { text };
  if (name === "reset" && text.trim() === "") return {};
  try {
    return { body: JSON.parse(text) };
  } catch (error) {
    throw misuse("wrong-argument", `the body is no JSON: ${error.message}`, error);
  }
}

/**
 * The events behind one; where there are none, whoever asks may wait for the next. The wait ends early when the server
 * stops, or nobody listens any more.
 */
async function eventsOf(stage, { after, wait = 0, socket, stopped }) {
  const look = () => stage.look((emulator) => emulator.events({ after }));
  let list = look();
  if (list.length > 0 || wait === 0) return list;
  const end = new AbortController();
  const abort = () => end.abort();
  stopped.addEventListener("abort", abort);
  socket.once("close", abort);
  if (stopped.aborted) abort();
  try {
    const until = performance.now() + wait * 1_000;
    for (let left; list.length === 0 && !end.signal.aborted; list = look()) {
      left = until - performance.now();
      if (left <= 0) break;
      await stage.changed(Math.min(left, GLANCE), end.signal);
    }
    return list;
  } finally {
    stopped.removeEventListener("abort", abort);
    socket.off("close", abort);
  }
}

/** What an address asks for. */
function queryOf(url, known) {
  const { searchParams } = new URL(url, "http://localhost");
  for (const name of searchParams.keys()) {
    if (!known.includes(name)) {
      throw misuse("unknown-option", `\`${name}\` cannot be asked for here${didYouMean(name, known)}`);
    }
  }
  const [after, wait, id] = ["after", "wait", "id"].map((name) => searchParams.get(name));
  if (after !== null && !/^\d{1,15}$/.test(after)) {
    throw misuse("wrong-argument", `\`after\` must be a whole number, not ${inWords(after)}`);
  }
  if (wait !== null && !(/^\d{1,2}(\.\d{1,3})?$/.test(wait) && Number(wait) <= LONGEST_WAIT)) {
    const wanted = `a number of seconds, ${LONGEST_WAIT} at most`;
    throw misuse("wrong-argument", `\`wait\` must be ${wanted}, not ${inWords(wait)}`);
  }
  return { after: numberOf(after), wait: numberOf(wait), id: id ?? undefined };
}

function numberOf(text) {
  return text === null ? undefined : Number(text);
}

function oneOf(body, known) {
  const names = Object.keys(known).map((name) => `\`${name}\``);
  const words = `one of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  if (!isPlainObject(body)) throw misuse("wrong-argument", `the body must be an object with ${words}`);
  const given = Object.entries(body);
  for (const [name] of given) {
    if (!Object.hasOwn(known, name)) {
      const near = didYouMean(name, Object.keys(known));
      throw misuse("unknown-option", `there is no \`${name}\`: the body has ${words}${near}`);
    }
  }
  if (given.length !== 1) throw misuse("wrong-argument", `the body must have ${words}, not ${given.length}`);
  return given;
}

function clockOf(emulator) {
  return { now: new Date(emulator.now).toISOString(), speed: emulator.speed };
}
