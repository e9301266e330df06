// The public surface. It looks at every argument before the door sees it: the door itself would answer
// null with nonsense and a number with "memory access out of bounds". All entries share this file.
import { door } from "./door.js";
import { inWords, misuse } from "./misuse.js";
import { optionsOf } from "./options.js";
import { inFormOf, nameOf, requestOf } from "./request.js";
import { encoded, latin1Of } from "./text.js";

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

export function build(operation, text, options) {
  const request = requestOf(text);
  return door().build(nameOf(operation), request.bytes, inFormOf(request, optionsOf("build", options)));
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
