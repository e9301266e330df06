// The loopback server: the page, and one emulator whose clock runs with real time. It is for this
// machine only; server/access.mjs says who is heard. Node itself leaves the body out of an answer to HEAD.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { misuse } from "./misuse.js";
import { corsHeaders, isLoopbackHost, isWelcomeOrigin, preflight } from "./server/access.mjs";
import { answer, answerTooLarge, BodyTooLarge, bodyOf, refusal } from "./server/answer.mjs";
import { CONTROL, controlled } from "./server/control.mjs";
import { entryOf } from "./server/log.mjs";
import { checked } from "./server/options.mjs";
import { pageIn } from "./server/page.mjs";
import { Stage } from "./server/stage.mjs";
import { NotKept } from "./server/state-file.mjs";

const PACKAGE = new URL("./", import.meta.url);
const MOST_CONNECTIONS = 1_000;
const LAST_CALL = 1_000; // milliseconds that open requests have when the server stops
const LONGEST_WAIT = 2 ** 31 - 1; // milliseconds that a timer can wait

export async function serve(options = {}) {
  const { own, engine } = checked(options);
  const { port = 8787, host = "127.0.0.1", page, state, allowOrigins = [], log, warn = complain } = own;
  const site = pageIn(page ?? new URL("./page/", PACKAGE), PACKAGE);
  const stop = new AbortController();
  const stage = await Stage.open(engine, state, warn);
  const room = { stage, site, allowOrigins, stopped: stop.signal };

  const server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
    const started = performance.now();
    const asked = {};
    // Clients set their clocks by it, and the emulator's time is not theirs.
    response.sendDate = false;
    response.on("error", () => {}); // a client that went away is no error of ours
    if (log !== undefined) {
      response.on("close", () => {
        if (!isPageLooking(request)) log(entryOf(request, asked, response, started));
      });
    }
    answerTo(request, response, room, asked)
      .then((what) => {
        // Whoever kept its connection would keep the server from stopping.
        if (stop.signal.aborted) response.shouldKeepAlive = false;
        answer(response, what);
      })
      .catch((error) => fail(response, error));
  });
  // A client that dawdles loses its connection; nothing here takes a person's time.
  Object.assign(server, {
    ...{ headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 5_000 },
    maxConnections: MOST_CONNECTIONS,
  });
  server.on("clientError", (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return socket.destroy();
    const status =
      error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  try {
    await listening(server, port, host);
  } catch (error) {
    await stage.close();
    throw error;
  }

  let closing;
  const close = () => {
    closing ??= closed(server, stop).then(() => stage.close());
    return closing;
  };
  const at = server.address();
  const shown = at.family === "IPv6" ? `[${at.address}]` : at.address;
  return { url: `http://${shown}:${at.port}`, close };
}

/**
 * What to answer. In this order: who asks, a control route, a file of the page, a protocol that knows the request.
 */
async function answerTo(request, response, room, asked) {
  const { origin, host } = request.headers;
  if (!isLoopbackHost(host)) {
    return refusal(403, "foreign-host", "this server answers to 127.0.0.1, localhost and [::1] only");
  }
  if (origin !== undefined && !isWelcomeOrigin(origin, room.allowOrigins)) {
    const who = "pages from this machine and from allowed origins";
    return refusal(403, "foreign-origin", `this server answers ${who} only`);
  }
  for (const [name, value] of Object.entries(corsHeaders(origin))) response.setHeader(name, value);

  const path = pathOf(request.url);
  if (path === undefined) return refusal(400, "bad-address", "the address is not a path");
  if (request.method === "OPTIONS") return preflight(request.headers);
  if (path.startsWith(CONTROL)) return controlled(request, path, room);
  if (request.method === "GET" || request.method === "HEAD") {
    const file = await room.site(path);
    if (file !== undefined) return file;
  }
  const body = await bodyOf(request);
  const { method, headers } = request;
  const url = `http://${host}${request.url}`;
  const { answer: answered, delay, ...about } = room.stage.send({ method, url, headers, body });
  // Whoever means no service does not speak of operations.
  const isMeant = about.operation !== undefined || about.service !== undefined;
  if (!isMeant && headers["x-amz-target"] === undefined) {
    return refusal(404, "unknown-route", `nothing here answers ${method} ${path}`);
  }
  Object.assign(asked, about);
  await waited(delay, room.stopped);
  return answered;
}

/** Stopping cuts the wait short: the answer is there already. */
async function waited(milliseconds, signal) {
  for (let left = milliseconds; left > 0 && !signal.aborted; left -= LONGEST_WAIT) {
    await wait(Math.min(left, LONGEST_WAIT), undefined, { signal }).catch(() => {});
  }
}

function fail(response, error) {
  if (error.code === "ECONNRESET" || response.headersSent || response.destroyed) return response.destroy();
  if (error instanceof BodyTooLarge) return answerTooLarge(response, error);
  if (error instanceof NotKept) return answer(response, refusal(500, "not-kept", error.message));
  answer(response, refusal(500, "internal", `this should not have happened: ${error.message}`));
}

/** The page asks again and again how things stand, which would bury the requests of everybody else. */
function isPageLooking({ method, url, headers }) {
  return method === "GET" && url.startsWith(CONTROL) && headers["sec-fetch-site"] === "same-origin";
}

function complain(sentence) {
  process.stderr.write(`cloud-dryrun: ${sentence}\n`);
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

/** Requests that are there are answered; those that are still coming have a moment. */
function closed(server, stop) {
  stop.abort();
  return new Promise((resolve) => {
    const last = setTimeout(() => server.closeAllConnections(), LAST_CALL);
    server.close(() => {
      clearTimeout(last);
      resolve();
    });
    server.closeIdleConnections();
  });
}
