// The two arguments that nearly every function takes: which operation, and the request for it.
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
