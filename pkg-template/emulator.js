// The one class. It owns memory of the wasm module, so it can be freed and works with `using`;
// afterwards it says so in words, where the door would speak of a null pointer.
import { door } from "./door.js";
import { inWords, misuse } from "./misuse.js";
import { DURATION, optionsOf, SPEED, TIME } from "./options.js";
import { inFormOf, nameOf, requestOf, textOf, wireOf } from "./request.js";
import { encoded, isPlainObject } from "./text.js";

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

  static restore(text, options) {
    const { Emulator: Inner } = door();
    const given = optionsOf("restore", options);
    return new Emulator(new Restored(Inner.restore(textOf(text, "a snapshot"), given)));
  }

  send(request) {
    return this.#alive().send(...wireOf(request, "send"));
  }

  call(operation, input) {
    const inner = this.#alive();
    const request = requestOf(input);
    const { method, url, headers, body } = door().build(nameOf(operation), request.bytes, inFormOf(request));
    const response = inner.call(method, url, headers, encoded(body, "the body"));
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

  set speed(speed) {
    this.#alive().setSpeed(checked(speed, "a speed", SPEED));
  }

  advance(duration) {
    this.#alive().advance(checked(duration, "a duration", DURATION));
  }

  advanceTo(time) {
    const millis = time instanceof Date ? time.getTime() : time;
    this.#alive().advanceTo(checked(millis, "a time", TIME));
  }

  settle() {
    return this.#alive().settle();
  }

  fault(faults) {
    if (!Array.isArray(faults)) {
      throw misuse("wrong-argument", `\`fault\` takes a list of faults, not ${inWords(faults)}`);
    }
    return this.#alive().fault(faults.map((fault) => optionsOf("fault", given(fault)) ?? {}));
  }

  faults() {
    return this.#alive().faults();
  }

  clearFaults() {
    this.#alive().clearFaults();
  }

  script(entries) {
    if (!Array.isArray(entries)) {
      throw misuse("wrong-argument", `\`script\` takes a list of entries, not ${inWords(entries)}`);
    }
    return this.#alive().script(entries.map((entry) => optionsOf("script", plain(entry)) ?? {}));
  }

  scripts() {
    return this.#alive().scripts();
  }

  clearScript() {
    this.#alive().clearScript();
  }

  change(changes) {
    if (!Array.isArray(changes)) {
      throw misuse("wrong-argument", `\`change\` takes a list of changes, not ${inWords(changes)}`);
    }
    this.#alive().change(changes.map((change) => optionsOf("change", changed(change)) ?? {}));
  }

  waiting() {
    return this.#alive().waiting();
  }

  timelines(options) {
    const { limit = 100 } = optionsOf("timelines", options) ?? {};
    return this.#alive().timelines(limit);
  }

  timeline(id) {
    return this.#alive().timeline(textOf(id, "the id of an execution"));
  }

  events(options) {
    const { after = 0 } = optionsOf("events", options) ?? {};
    return this.#alive().events(after);
  }

  clearEvents() {
    this.#alive().clearEvents();
  }

  takeJournal() {
    return this.#alive().takeJournal();
  }

  replay(record) {
    if (!isPlainObject(record)) {
      throw misuse("wrong-argument", `\`replay\` takes a record of a journal, not ${inWords(record)}`);
    }
    return this.#alive().replay(record);
  }

  log(options) {
    const { after = 0 } = optionsOf("log", options) ?? {};
    return this.#alive().log(after);
  }

  clearLog() {
    this.#alive().clearLog();
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
    const { __type, error_code, message, Message, error_msg, ...members } = isPlainObject(body) ? body : {};
    const said = message ?? Message ?? error_msg;
    super(String(said ?? `${operation} was answered with status ${response.status}`));
    const type = __type ?? headerOf(response.headers, "x-amzn-errortype");
    this.name = exceptionOf(type ?? error_code ?? members.code);
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

function checked(value, what, [test, words]) {
  if (test(value)) return value;
  throw misuse("wrong-argument", `${what} must be ${words}, not ${inWords(value)}`);
}

/** An entry that is left out says nothing. */
function plain(entry) {
  if (isPlainObject(entry)) return entry;
  throw misuse(
    "wrong-argument",
    `an entry of a script is an object such as { step, status }, not ${inWords(entry)}`,
  );
}

/** A change that is left out changes nothing. */
function changed(change) {
  if (isPlainObject(change)) return change;
  throw misuse("wrong-argument", `a change is an object such as { resource }, not ${inWords(change)}`);
}

/** A fault that is left out is no fault. */
function given(fault) {
  if (isPlainObject(fault)) return fault;
  throw misuse("wrong-argument", `a fault is an object such as { exception, times }, not ${inWords(fault)}`);
}
