// The loopback server: the page, and one emulator whose clock runs with real time. It is for this
// machine only; server/access.mjs says who is heard. Node itself leaves the body out of an answer to HEAD.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { inWords, misuse } from "./misuse.js";
import { Emulator, version } from "./node.mjs";
import { corsHeaders, isLoopbackHost, isWelcomeOrigin, preflight } from "./server/access.mjs";
import { answer, answerTooLarge, BodyTooLarge, bodyOf, refusal } from "./server/answer.mjs";
import { runningClock } from "./server/clock.mjs";
import { pageIn } from "./server/page.mjs";
import { isPlainObject } from "./text.js";

const PACKAGE = new URL("./", import.meta.url);
const HOSTS = ["127.0.0.1", "::1", "localhost"];
const OPTIONS = ["port", "host", "now", "seed", "speed", "page", "log"];
const CONTROL = "/_dryrun/";

export async function serve(options = {}) {
  const { port = 8787, host = "127.0.0.1", page, log = () => {}, ...clock } = checked(options);
  const emulator = new Emulator({ now: Date.now(), speed: 1, ...clock });
  const site = pageIn(page ?? new URL("./page/", PACKAGE), PACKAGE);
  const stop = new AbortController();
  const catchUp = runningClock(emulator);
  const room = { emulator, site, catchUp, stopped: stop.signal };

  const server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
    const started = performance.now();
    response.on("error", () => {}); // a client that went away is no error of ours
    response.on("close", () => log(lineFor(request, response, started)));
    handle(request, response, room).catch((error) => fail(response, error));
  });
  // A client that dawdles loses its connection; nothing here takes a person's time.
  Object.assign(server, { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 5_000 });
  server.on("clientError", (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
    const status =
      error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  try {
    await listening(server, port, host);
  } catch (error) {
    emulator.free();
    throw error;
  }

  let closing;
  const close = () => {
    closing ??= closed(server, stop).then(() => emulator.free());
    return closing;
  };
  const at = server.address();
  const shown = at.family === "IPv6" ? `[${at.address}]` : at.address;
  return { url: `http://${shown}:${at.port}`, close };
}

/** In this order: who asks, a control route, a file of the page, a protocol that knows the request. */
async function handle(request, response, { emulator, site, catchUp, stopped }) {
  const { origin, host } = request.headers;
  if (!isLoopbackHost(host)) {
    return answer(
      response,
      refusal(403, "foreign-host", "this server answers to 127.0.0.1, localhost and [::1] only"),
    );
  }
  if (origin !== undefined && !isWelcomeOrigin(origin)) {
    return answer(
      response,
      refusal(403, "foreign-origin", "this server answers pages from this machine only"),
    );
  }
  for (const [name, value] of Object.entries(corsHeaders(origin))) response.setHeader(name, value);

  const path = pathOf(request.url);
  if (path === undefined) return answer(response, refusal(400, "bad-address", "the address is not a path"));
  if (request.method === "OPTIONS") return answer(response, preflight(request.headers));
  if (path.startsWith(CONTROL)) return answer(response, controlled(request.method, path));
  if (request.method === "GET" || request.method === "HEAD") {
    const file = await site(path);
    if (file !== undefined) return answer(response, file);
  }
  if (request.method !== "POST" || path !== "/" || request.headers["x-amz-target"] === undefined) {
    const what = `${request.method} ${path}`;
    return answer(response, refusal(404, "unknown-route", `nothing here answers ${what}`));
  }
  const body = await bodyOf(request);
  if (stopped.aborted) throw new Error("the server is stopping");
  catchUp();
  const url = `http://${host}${request.url}`;
  const { delay, ...answered } = emulator.send({
    method: request.method,
    url,
    headers: request.headers,
    body,
  });
  if (delay > 0) await wait(delay, undefined, { signal: stopped }).catch(() => {}); // stopping cuts it short
  answer(response, answered);
}

function controlled(method, path) {
  const route = path.slice(CONTROL.length);
  if (route !== "health") return refusal(404, "unknown-route", `there is no control route ${path}`);
  if (method === "GET" || method === "HEAD") return { status: 200, body: { version: version() } };
  return { ...refusal(405, "wrong-method", `${path} answers GET`), headers: { allow: "GET" } };
}

function fail(response, error) {
  if (error.code === "ECONNRESET" || response.headersSent || response.destroyed) return response.destroy();
  if (error instanceof BodyTooLarge) return answerTooLarge(response, error);
  answer(response, refusal(500, "internal", `this should not have happened: ${error.message}`));
}

/** The path of an address in origin form; undefined for anything else, such as that of a proxy request. */
function pathOf(url) {
  if (!url.startsWith("/")) return undefined;
  try {
    return decodeURIComponent(url.replace(/[?#].*$/s, ""));
  } catch {
    return undefined;
  }
}

function lineFor(request, response, started) {
  const target = request.headers["x-amz-target"];
  const status = response.writableFinished ? response.statusCode : "gone";
  const took = `${Math.round(performance.now() - started)} ms`;
  const line = [request.method, request.url, target, status, took]
    .filter((part) => part !== undefined)
    .join(" ");
  return line.replace(/[^\x20-\x7e]/g, "?").slice(0, 500);
}

function listening(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const why = error.code === "EADDRINUSE" ? "another program is using it" : error.message;
      const code = error.code === "EADDRINUSE" ? "address-in-use" : "cannot-listen";
      reject(misuse(code, `cannot listen on port ${port} of ${host}: ${why}; choose another port`, error));
    });
    server.listen({ port, host, exclusive: true }, resolve);
  });
}

function closed(server, stop) {
  stop.abort();
  return new Promise((resolve) => {
    const last = setTimeout(() => server.closeAllConnections(), 1_000);
    server.close(() => {
      clearTimeout(last);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function checked(options) {
  if (!isPlainObject(options)) {
    throw misuse(
      "wrong-argument",
      `the options of \`serve\` must be a plain object, not ${inWords(options)}`,
    );
  }
  const { port, host, page, log } = options;
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw misuse("unknown-option", `\`serve\` has no option \`${name}\``);
  }
  const wrong = (name, words) =>
    misuse("wrong-argument", `the option \`${name}\` must be ${words}, not ${inWords(options[name])}`);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw wrong("port", "a whole number from 0 to 65535");
  }
  if (host !== undefined && !HOSTS.includes(host))
    throw wrong("host", "a loopback host: 127.0.0.1, ::1 or localhost");
  if (page !== undefined && page !== false && typeof page !== "string")
    throw wrong("page", "a folder or false");
  if (log !== undefined && typeof log !== "function") throw wrong("log", "a function");
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
