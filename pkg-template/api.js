// The public surface. It looks at every argument before the door sees it: the door itself would answer
// null with nonsense and a number with "memory access out of bounds". All entries share this file.

import { docOf, withDocs } from "./docs.js";
import { door } from "./door.js";
import { inWords, listed, misuse } from "./misuse.js";
import { optionsOf } from "./options.js";
import { inFormOf, nameOf, requestOf, wireOf } from "./request.js";
import { encoded, isBytes, isPlainObject, latin1Of, textOfObject } from "./text.js";

export { Emulator, ServiceError } from "./emulator.js";

export function operations() {
  return door().operations();
}

export function version() {
  return door().version();
}

export function check(operation, text, options) {
  // A string without options is what a live check sends with every pause of a typing hand.
  if (options === undefined && typeof text === "string") {
    const latin1 = latin1Of(text);
    if (latin1 !== undefined) return door().checkLatin1(nameOf(operation), latin1, undefined);
    return door().check(nameOf(operation), encoded(text, "the text"), undefined);
  }
  const request = requestOf(text);
  const report = door().check(
    nameOf(operation),
    request.bytes,
    inFormOf(request, optionsOf("check", options)),
  );
  if (request.text !== undefined) report.text = request.text;
  return report;
}

export function checkDocument(text, format, options) {
  const given = { ...optionsOf("checkDocument", options) };
  if (format !== undefined) given.format = choiceOf("format", format, ["JSON", "YAML"]);
  const { bytes, text: written } = requestOf(text);
  const report = door().checkDocument(bytes, given);
  if (written !== undefined) report.text = written;
  return report;
}

export function build(operation, text, options) {
  const request = requestOf(text);
  return door().build(nameOf(operation), request.bytes, inFormOf(request, optionsOf("build", options)));
}

export function sign(request, credentials) {
  const [method, given, headers, body] = wireOf(request, "sign");
  const url = asFetched(given);
  const options = { time: Date.now(), ...optionsOf("sign", credentials) };
  return { method, url, headers: door().sign(method, url, headers, body, options), body: request.body ?? "" };
}

/** The address as `fetch` sends it, since that is what is verified. */
function asFetched(url) {
  try {
    return new URL(url).href;
  } catch (error) {
    throw misuse("wrong-argument", "the url of a request that is signed must be whole, with a host", error);
  }
}

export function snippet(operation, text, target, options) {
  if (typeof target !== "string") {
    throw misuse("wrong-argument", `the target of a snippet must be a string, not ${inWords(target)}`);
  }
  const request = requestOf(text);
  const given = inFormOf(request, optionsOf("snippet", options));
  return door().snippet(nameOf(operation), request.bytes, target, given);
}

export function contentHashes(operation, text, options) {
  const request = requestOf(text);
  return door().contentHashes(nameOf(operation), request.bytes, optionsOf("contentHashes", options));
}

export function describe(operation, side = "input") {
  const id = nameOf(operation);
  return withDocs(id, door().describe(id, choiceOf("side", side, ["input", "output"])));
}

export function sample(operation, size = "minimal") {
  return door().sample(nameOf(operation), choiceOf("size", size, ["minimal", "full"]));
}

export function complete(operation, text, offset, options) {
  const id = nameOf(operation);
  if (typeof text !== "string") {
    throw misuse("wrong-argument", `the text to complete must be a string, not ${inWords(text)}`);
  }
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > text.length) {
    throw misuse(
      "wrong-argument",
      `the offset must be a whole number from 0 to ${text.length}, not ${inWords(offset)}`,
    );
  }
  const given = optionsOf("complete", options);
  return door()
    .complete(id, encoded(text, "the text"), offset, given)
    .map(({ of, ...completion }) => {
      completion.doc ??= of === undefined ? undefined : docOf(id, of, of.split("$")[0]);
      if (completion.doc === undefined) delete completion.doc;
      return completion;
    });
}

export function explain(text) {
  return door().explain(bytesOf(text, "an error"));
}

export function loadModel(json) {
  const model = isPlainObject(json) ? JSON.stringify(json) : json;
  return door().loadModel(bytesOf(model, "a model"));
}

export function convert(from, to, documents, options) {
  const list = (Array.isArray(documents) ? documents : [documents]).map((each, i) =>
    documentOf(each, `document ${i}`),
  );
  const given = optionsOf("convert", options);
  const names = list.map(({ name }) => name ?? null);
  return door().convert(
    nameOf(from),
    nameOf(to),
    names,
    list.map(({ bytes }) => bytes),
    given,
  );
}

export function fromEvent(event, decided, options) {
  const written = isPlainObject(event) ? textOfObject(event, "the event") : event;
  // What is decided is written like any object, so that a date or a lone surrogate in it is seen here.
  if (!isPlainObject(decided)) {
    throw misuse("wrong-argument", `what is decided must be an object, not ${inWords(decided)}`);
  }
  const given = JSON.parse(textOfObject(decided, "what is decided"));
  return JSON.parse(door().fromEvent(bytesOf(written, "the event"), given, optionsOf("fromEvent", options)));
}

/** A document alone, or `{ name, text }` with the name that it has as a file. */
function documentOf(value, what) {
  const isNamed = isPlainObject(value) && "text" in value;
  const { name, text } = isNamed ? value : { text: value };
  if (name !== undefined && typeof name !== "string") {
    throw misuse("wrong-argument", `the name of ${what} must be a string, not ${inWords(name)}`);
  }
  const written = isPlainObject(text) ? textOfObject(text, what) : text;
  // Encoded texts share one array, and here several cross the door together.
  return { name, bytes: bytesOf(written, what).slice() };
}

function bytesOf(text, what) {
  if (typeof text === "string") return encoded(text, what);
  if (isBytes(text)) return text;
  throw misuse("wrong-argument", `${what} is a string or a Uint8Array, not ${inWords(text)}`);
}

function choiceOf(what, value, known) {
  if (known.includes(value)) return value;
  throw misuse("wrong-argument", `the ${what} must be ${listed(known)}, not ${inWords(value)}`);
}
