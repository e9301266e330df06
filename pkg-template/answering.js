// What the doors of an emulator share: the body of a request as bytes, the clock, and the wait before an answer.
// They know nothing of services; everything that is decided is decided by `send`.
import { runningClock } from "./clock.js";
import { inWords, misuse } from "./misuse.js";
import { isBytes } from "./text.js";

const LONGEST = 2 ** 31 - 1; // milliseconds that a timer can wait

/**
 * The emulator as one function: its answer to a request, after the delay that it asks for. A signal cuts the wait
 * short, and the promise is then refused with the signal's reason. What the request changed stays changed, as with a
 * service that was too slow.
 *
 * @param {string} door the name of the function that was given the emulator
 */
export function answersOf(emulator, door) {
  if (typeof emulator?.send !== "function" || typeof emulator.advance !== "function") {
    throw misuse("wrong-argument", `\`${door}\` takes an emulator, not ${inWords(emulator)}`);
  }
  const catchUp = runningClock(emulator);
  return async (request, signal) => {
    signal?.throwIfAborted();
    catchUp();
    const { delay = 0, ...answer } = emulator.send(request);
    for (let left = delay; left > 0; left -= LONGEST) await waited(Math.min(left, LONGEST), signal);
    return answer;
  };
}

async function waited(milliseconds, signal) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await unlessAborted(late, signal).finally(() => clearTimeout(timer));
}

/** What the promise gives, or the signal's reason where that comes first. */
function unlessAborted(promise, signal) {
  if (signal === undefined || signal === null) return promise;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * The body of a request as `send` takes it: text and bytes as they are, whatever else a client may send read to its
 * end. A stream that never ends is left to the signal.
 */
export async function bodyOf(body, signal) {
  if (body === undefined || body === null || typeof body === "string" || isBytes(body)) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  const kind = Object.prototype.toString.call(body).slice(8, -1);
  if (kind === "ArrayBuffer" || kind === "SharedArrayBuffer") return new Uint8Array(body);
  if (typeof body.arrayBuffer === "function") return new Uint8Array(await body.arrayBuffer());
  const chunks = chunksOf(body);
  if (chunks === undefined) {
    throw misuse("wrong-argument", `the body of a request is text, bytes or a stream, not ${inWords(body)}`);
  }
  return collected(chunks, signal);
}

function chunksOf(body) {
  if (typeof body.getReader === "function") return readBy(body.getReader());
  return body[Symbol.asyncIterator]?.();
}

/** Not every browser lets a stream be iterated. */
function readBy(reader) {
  return { next: () => reader.read(), return: () => reader.cancel() };
}

async function collected(chunks, signal) {
  const parts = [];
  try {
    for (;;) {
      const { done, value } = await unlessAborted(chunks.next(), signal);
      if (done) return joined(parts);
      parts.push(bytesOf(value));
    }
  } catch (error) {
    Promise.resolve(chunks.return?.()).catch(() => {}); // the stream is told; what it says to that is of no interest
    throw error;
  }
}

function bytesOf(chunk) {
  if (isBytes(chunk)) return chunk;
  if (typeof chunk === "string") return new TextEncoder().encode(chunk);
  throw misuse("wrong-argument", `a stream of a body gives text or bytes, not ${inWords(chunk)}`);
}

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
