// The arguments that functions have in common: which operation, the request for it, and a request of the wire.
import { inWords, misuse } from "./misuse.js";
import { encoded, isBytes, isPlainObject, textOfObject } from "./text.js";

const CLIENT = Object.freeze({ form: "client" });

export function nameOf(operation) {
  if (typeof operation === "string") return operation;
  throw misuse(
    "unknown-operation",
    `an operation is a name such as \`ssm:PutInventory\`, not ${inWords(operation)}`,
  );
}

/** The bytes of a request, and the text they came from where we wrote it ourselves. */
export function requestOf(text) {
  if (typeof text === "string") return { bytes: encoded(text, "the text"), text: undefined };
  if (isBytes(text)) return { bytes: text, text: undefined };
  if (isPlainObject(text)) {
    const written = textOfObject(text, "the object");
    return { bytes: encoded(written, "the object"), text: written };
  }
  throw misuse(
    "wrong-argument",
    `a request is a string, a Uint8Array or a plain object, not ${inWords(text)}`,
  );
}

/** An object is what a program hands its client, so it is read in client form unless an option says otherwise. */
export function inFormOf(request, options) {
  if (request.text === undefined) return options;
  return options === undefined ? CLIENT : { ...CLIENT, ...options };
}

const NO_BYTES = new Uint8Array(0);

/**
 * A request of the wire as the door takes it: method, address, headers and body.
 *
 * @param {string} what the name of the function that was given it
 */
export function wireOf(request, what) {
  if (typeof request !== "object" || request === null) {
    throw misuse(
      "wrong-argument",
      `\`${what}\` takes { method, url, headers, body }, not ${inWords(request)}`,
    );
  }
  const method = textOf(request.method, "the method of a request");
  const url = textOf(request.url?.href ?? request.url, "the url of a request");
  return [method, url, headersOf(request.headers), bodyOf(request.body)];
}

export function textOf(value, what) {
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
