// An emulator as the request handler of the official SDK for JavaScript, version 3. The SDK serialises, signs, retries
// and makes the errors; this hands its request to `send` and the answer back. It needs nothing of the SDK.
import { answersOf, bodyOf } from "../answering.js";
import { optionsOf } from "../options.js";

/**
 * @param {(text: string) => unknown} streamOf makes the body of an answer what the SDK's own handler gives in this
 *   environment, for middleware that reads it
 */
export function handlerWith(streamOf) {
  return function requestHandler(emulator, options) {
    const answerTo = answersOf(emulator, "requestHandler");
    let config = optionsOf("requestHandler", options) ?? {};
    return {
      metadata: { handlerProtocol: "http/1.1" },

      async handle(request, { abortSignal, requestTimeout = config.requestTimeout } = {}) {
        const { signal, release } = limited(abortSignal, requestTimeout);
        try {
          const { method, headers } = request;
          const body = await bodyOf(request.body, signal);
          const answer = await answerTo({ method, url: urlOf(request), headers, body }, signal);
          return { response: responseOf(answer, streamOf) };
        } finally {
          release();
        }
      },

      updateHttpClientConfig(key, value) {
        config = { ...config, [key]: value };
      },

      httpHandlerConfigs() {
        return config;
      },

      /** The emulator belongs to whoever made it and outlives the client. */
      destroy() {},
    };
  };
}

/** The SDK knows the two ends by the names of the errors: it retries a timeout, and no abort. */
function limited(abortSignal, requestTimeout) {
  const controller = new AbortController();
  const abort = () => controller.abort(named("AbortError", "Request aborted", abortSignal.reason));
  // Signals from before the platform had any know `onabort` alone.
  if (abortSignal?.aborted) abort();
  else if (typeof abortSignal?.addEventListener === "function") abortSignal.addEventListener("abort", abort);
  else if (abortSignal) abortSignal.onabort = abort;
  const late = () =>
    controller.abort(named("TimeoutError", `the answer took more than ${requestTimeout} ms`, undefined));
  const timer = requestTimeout > 0 ? setTimeout(late, requestTimeout) : undefined;
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer);
      abortSignal?.removeEventListener?.("abort", abort);
    },
  };
}

function named(name, message, cause) {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { name });
}

function urlOf({ protocol = "https:", hostname, port, path = "/", query = {}, fragment }) {
  const pairs = Object.keys(query)
    .sort()
    .flatMap((key) => [query[key]].flat().map((value) => pairOf(key, value)));
  const asked = pairs.length === 0 ? "" : `${path.includes("?") ? "&" : "?"}${pairs.join("&")}`;
  return `${protocol}//${hostname}${port ? `:${port}` : ""}${path}${asked}${fragment ? `#${fragment}` : ""}`;
}

function pairOf(key, value) {
  return value === null || value === undefined ? escaped(key) : `${escaped(key)}=${escaped(value)}`;
}

/** RFC 3986 reserves five more than encodeURIComponent knows. */
function escaped(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function responseOf({ status, headers, body }, streamOf) {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { statusCode: status, reason: "", headers: Object.fromEntries(lower), body: streamOf(body) };
}
