// An emulator behind the shape of `fetch`: for MSW, service workers, and whatever takes a fetch function.
import { answersOf } from "./answering.js";

const WITHOUT_BODY = [101, 204, 205, 304]; // a Response of these cannot be made with a body, not even an empty one

export function fetchHandler(emulator) {
  const answerTo = answersOf(emulator, "fetchHandler");
  return async (input, init) => {
    const request = isRequest(input) && init === undefined ? input : new Request(input, init);
    const { method, url, headers, signal } = request;
    signal?.throwIfAborted();
    const body = new Uint8Array(await request.arrayBuffer());
    const answer = await answerTo({ method, url, headers, body }, signal);
    const isEmpty = method === "HEAD" || WITHOUT_BODY.includes(answer.status);
    return new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers });
  };
}

/** Also one of another realm, or of a library that brings its own. */
function isRequest(input) {
  return typeof input === "object" && input !== null && typeof input.arrayBuffer === "function";
}
