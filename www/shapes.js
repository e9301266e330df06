// Reading the tree that the engine describes an operation with.

/** @typedef {import("./protocol.js").Shape} Shape */

const KINDS = {
  structure: "object",
  union: "object with one member",
  list: "list",
  map: "map",
  string: "text",
  enum: "one of",
  blob: "base64 text",
  integer: "whole number",
  intEnum: "one of",
  float: "number",
  boolean: "true or false",
  timestamp: "time",
  document: "any JSON",
};

/** What the bounds of a shape count. */
const UNITS = { string: "characters", list: "items", map: "entries", blob: "bytes" };

/**
 * The shape at a path: names of members and keys, null for an element.
 * @param {Shape} root
 * @param {(string | null)[]} path
 */
export function describedAt(root, path) {
  let shape = root;
  let known = root;
  let isKey = false;
  for (const step of path) {
    // What stands within itself is described where it stood first.
    if (shape.recursive) shape = within(root, shape.name) ?? shape;
    isKey = shape.kind === "map";
    known = step === null ? shape.member : (shape.members?.[step] ?? shape.value);
    if (!known) return null;
    shape = known;
  }
  return { shape, isKey, name: path.findLast((step) => step !== null) ?? shape.name };
}

function within(shape, name) {
  if (!shape || shape.recursive || shape.cut) return null;
  if (shape.name === name) return shape;
  const parts = [...Object.values(shape.members ?? {}), shape.member, shape.key, shape.value];
  for (const part of parts) {
    const found = within(part, name);
    if (found) return found;
  }
  return null;
}

/** What is to be known of a shape, each in a few words. @param {Shape} shape */
export function factsOf(shape) {
  const { kind, constraints = {}, values } = shape;
  const { min, max, pattern } = constraints;
  const unit = UNITS[kind] ? ` ${UNITS[kind]}` : "";
  const facts = [values ? `${KINDS[kind]} ${values.join(", ")}` : (KINDS[kind] ?? kind)];
  if (shape.required) facts.unshift("required");
  if (min !== undefined && max !== undefined) facts.push(`${min} to ${max}${unit}`);
  else if (min !== undefined) facts.push(`at least ${min}${unit}`);
  else if (max !== undefined) facts.push(`at most ${max}${unit}`);
  if (pattern !== undefined) facts.push(`matches ${pattern}`);
  return facts;
}
