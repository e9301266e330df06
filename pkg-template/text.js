// What a caller hands over as a request, turned into the bytes that cross the door.
import { inWords, misuse } from "./misuse.js";

const encoder = new TextEncoder();
const SHORT = 4096; // UTF-16 units
const KEPT = 4 << 20; // UTF-16 units; a longer text gets an array of its own
let scratch = new Uint8Array(SHORT * 3); // a unit takes three bytes at most; it grows with the texts
// With the `u` flag a pair is one character, so this finds lone halves only.
const LONE_SURROGATE = /[\uD800-\uDFFF]/u;
const MAX_DEPTH = 1000; // deeper than any request, and well before the engine's own stack gives out

const isWellFormed =
  typeof String.prototype.isWellFormed === "function"
    ? (text) => text.isWellFormed()
    : (text) => !LONE_SURROGATE.test(text);

/** Writes a text in Latin-1, if it is one; only Node has a way that is worth it. */
let writeLatin1;

/** @param {(text: string, array: Uint8Array) => number | undefined} writer gives the number of bytes */
export function latin1With(writer) {
  writeLatin1 = writer;
}

/** The Latin-1 bytes of a long text, where that is much faster than UTF-8; otherwise undefined. */
export function latin1Of(text) {
  if (writeLatin1 === undefined || text.length <= SHORT || text.length > KEPT) return undefined;
  const written = writeLatin1(text, scratchFor(text));
  return written === undefined ? undefined : scratch.subarray(0, written);
}

function scratchFor(text) {
  if (text.length * 3 > scratch.length) scratch = new Uint8Array(text.length * 3);
  return scratch;
}

/**
 * The bytes of a string. TextEncoder would replace half a surrogate pair by U+FFFD, and everything
 * after that, a hash above all, would be about another text.
 *
 * INVARIANT: the bytes are read before the next call, because texts share one array. It saves a live
 * check more than half a microsecond, and half the time of encoding a megabyte, which goes into fresh pages.
 */
export function encoded(text, what) {
  if (isWellFormed(text)) {
    if (text.length > KEPT) return encoder.encode(text);
    const { written } = encoder.encodeInto(text, scratchFor(text));
    return scratch.subarray(0, written);
  }
  const at = text.search(LONE_SURROGATE);
  throw misuse(
    "wrong-argument",
    `${what} has half a surrogate pair at offset ${at}, which UTF-8 cannot carry; hand over the bytes if they are meant to be broken`,
  );
}

/** True for a Uint8Array of any realm, a Buffer included. */
export function isBytes(value) {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]";
}

/** True for an object literal of any realm, or one without a prototype. */
export function isPlainObject(value) {
  if (typeof value !== "object" || value === null) return false;
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The text of a plain object, refused where JSON would silently say something else: JSON.stringify
 * turns NaN into null, a Map into {} and drops a function without a word.
 */
export function textOfObject(value, what) {
  const flaw = flawIn(value, []);
  if (flaw === undefined) return JSON.stringify(value, null, 2);
  const path = flaw.path.length === 0 ? "" : ` at ${flaw.path.reverse().map(pointerPart).join("")}`;
  throw misuse("wrong-argument", `${what}${path} ${flaw.words}`);
}

function pointerPart(key) {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The first part that JSON cannot carry. Its path is put together only on the way out. */
function flawIn(value, ancestors) {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : flaw(`is ${value}, which JSON cannot carry`);
    case "object":
      return value === null ? undefined : flawInObject(value, ancestors);
    default:
      return flaw(`is ${inWords(value)}, which JSON cannot carry`);
  }
}

function flawInObject(value, ancestors) {
  if (ancestors.includes(value)) return flaw("refers back to an object that it is part of");
  if (ancestors.length >= MAX_DEPTH) return flaw(`is nested more than ${MAX_DEPTH} levels deep`);
  if (value instanceof Date || Object.prototype.toString.call(value) === "[object Date]") {
    return Number.isNaN(value.getTime()) ? flaw("is an invalid Date") : undefined;
  }
  ancestors.push(value);
  const found = flawInParts(value, ancestors);
  ancestors.pop();
  return found;
}

function flawInParts(value, ancestors) {
  if (typeof value.toJSON === "function") return flawIn(value.toJSON(), ancestors);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = flawIn(value[i], ancestors);
      if (found !== undefined) return below(found, i);
    }
    return undefined;
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") {
    return flaw(`is ${inWords(value)}, which JSON cannot carry`);
  }
  for (const key of Object.keys(value)) {
    // JSON leaves an undefined member out, which is what a caller means by it.
    const found = value[key] === undefined ? undefined : flawIn(value[key], ancestors);
    if (found !== undefined) return below(found, key);
  }
  return undefined;
}

function flaw(words) {
  return { path: [], words };
}

function below(found, key) {
  found.path.push(key);
  return found;
}
