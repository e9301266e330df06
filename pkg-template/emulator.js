// The one class. It owns memory of the wasm module, so it can be freed and works with `using`;
// afterwards it says so in words, where the door would speak of a null pointer.
import { door } from "./door.js";
import { inWords, misuse } from "./misuse.js";
import { optionsOf } from "./options.js";
import { inFormOf, nameOf, requestOf } from "./request.js";
import { encoded, isBytes, isPlainObject } from "./text.js";

const NO_BYTES = new Uint8Array(0);

/** Carries an emulator of the door into the constructor; nobody outside can make one. */
class Restored {
  constructor(inner) {
    this.inner = inner;
  }
}

export class Emulator {
  #inner;

  constructor(options) {
    const { Emulator: Inner } = door();
    this.#inner = options instanceof Restored ? options.inner : new Inner(optionsOf("Emulator", options));
  }

  static restore(text) {
    const { Emulator: Inner } = door();
    return new Emulator(new Restored(Inner.restore(textOf(text, "a snapshot"))));
  }

  send(request) {
    if (typeof request !== "object" || request === null) {
      throw misuse(
        "wrong-argument",
        `\`send\` takes { method, url, headers, body }, not ${inWords(request)}`,
      );
    }
    const method = textOf(request.method, "the method of a request");
    const url = textOf(request.url?.href ?? request.url, "the url of a request");
    return this.#alive().send(method, url, headersOf(request.headers), bodyOf(request.body));
  }

  call(operation, input) {
    const inner = this.#alive();
    const request = requestOf(input);
    const { method, url, headers, body } = door().build(nameOf(operation), request.bytes, inFormOf(request));
    const response = inner.send(method, url, headers, encoded(body, "the body"));
    const output = outputOf(response);
    if (response.status >= 200 && response.status < 300) return output;
    throw new ServiceError(operation, response, output);
  }

  get now() {
    return this.#alive().now();
  }

  get speed() {
    return this.#alive().speed();
  }

  advance(duration) {
    if (typeof duration !== "string" && !(Number.isFinite(duration) && duration >= 0)) {
      throw misuse(
        "wrong-argument",
        `a duration is milliseconds from 0 or ISO 8601 text such as "PT1H", not ${inWords(duration)}`,
      );
    }
    this.#alive().advance(duration);
  }

  takeJournal() {
    return this.#alive().takeJournal();
  }

  log() {
    return this.#alive().log();
  }

  snapshot() {
    return this.#alive().snapshot();
  }

  reset() {
    this.#alive().reset();
  }

  free() {
    // Freeing twice is harmless, as `using` after an early free() shows.
    this.#inner?.free();
    this.#inner = undefined;
  }

  // The same fallback as the compilers' output for `using` in engines without it.
  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.free();
  }

  #alive() {
    if (this.#inner !== undefined) return this.#inner;
    throw misuse("freed", "this emulator was freed; make a new one, or restore a snapshot taken before");
  }
}

/** What the service answered instead of an output. Its name is the exception, as the official SDK has it. */
export class ServiceError extends Error {
  constructor(operation, response, body) {
    const { __type, message, Message, ...members } = isPlainObject(body) ? body : {};
    super(String(message ?? Message ?? `${operation} was answered with status ${response.status}`));
    this.name = exceptionOf(__type ?? headerOf(response.headers, "x-amzn-errortype") ?? members.code);
    this.status = response.status;
    this.operation = operation;
    this.members = members;
  }
}

/** The exception's name is sent as it is, or as `prefix#Name`, or as `Name:uri`. */
function exceptionOf(type) {
  return typeof type === "string" ? type.replace(/^.*#/, "").replace(/:.*$/s, "") : "UnknownError";
}

function headerOf(headers, name) {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function outputOf(response) {
  if (response.body === "") return {};
  try {
    return JSON.parse(response.body);
  } catch {
    return undefined;
  }
}

function textOf(value, what) {
  if (typeof value === "string") return value;
  throw misuse("wrong-argument", `${what} must be a string, not ${inWords(value)}`);
}

function bodyOf(body) {
  if (body === undefined || body === null) return NO_BYTES;
  if (typeof body === "string") return encoded(body, "the body");
  if (isBytes(body)) return body;
  throw misuse("wrong-argument", `the body of a request is a string or a Uint8Array, not ${inWords(body)}`);
}

/** Headers as one plain object of strings, from a plain object, a Headers or any list of pairs. */
function headersOf(headers) {
  if (headers === undefined || headers === null) return {};
  const pairs = pairsOf(headers);
  if (pairs === undefined) {
    throw misuse(
      "wrong-argument",
      `the headers of a request are an object, a Headers or a list of pairs, not ${inWords(headers)}`,
    );
  }
  const plain = new Map();
  for (const pair of pairs) {
    const [name, value] = Array.isArray(pair) ? pair : [];
    textOf(name, "the name of a header");
    if (value !== undefined) plain.set(name, headerValue(value, name));
  }
  return Object.fromEntries(plain);
}

function pairsOf(headers) {
  if (typeof headers !== "object") return undefined;
  if (typeof headers[Symbol.iterator] === "function") return headers;
  return Array.isArray(headers) || isPlainObject(headers) ? Object.entries(headers) : undefined;
}

// Node gives numbers to some headers and a list to repeated ones.
function headerValue(value, name) {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map((part) => textOf(part, `the header \`${name}\``)).join(", ");
  return textOf(value, `the header \`${name}\``);
}
