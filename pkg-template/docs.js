// Explanations of shapes and members, put where the module gives names only: its bytes are for judging, and
// words for reading cost nobody who does not ask.
import explanations from "./explanations.js";

/** What is said of a member, else of the shape; `key` is `Shape$Member` or `Shape`. */
export function docOf(operation, key, shape) {
  const known = explanations[operation.slice(0, operation.indexOf(":"))];
  return known?.[key] ?? known?.[shape];
}

/** A described shape with explanations wherever the model has none of its own. */
export function withDocs(operation, shape, key) {
  shape.doc ??= docOf(operation, key ?? shape.name, shape.name);
  if (shape.doc === undefined) delete shape.doc;
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    withDocs(operation, member, `${shape.name}$${name}`);
  }
  for (const part of [shape.member, shape.key, shape.value]) {
    if (typeof part === "object" && part !== null) withDocs(operation, part);
  }
  return shape;
}
