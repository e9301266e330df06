// Reads a Smithy model for the types: which shapes an operation reaches, and each constraint in words.
// It writes no TypeScript.

const TRAIT = "smithy.api#";

/** The name of a shape without its namespace. */
export function bare(id) {
  return id.slice(id.indexOf("#") + 1);
}

export function trait(holder, name) {
  return holder.traits?.[TRAIT + name];
}

/** A simple shape of the prelude, for models that target it directly. */
function prelude(id) {
  return {
    type: bare(id)
      .replace(/^Primitive/, "")
      .toLowerCase(),
  };
}

export class Model {
  /**
   * @param {{ shapes: Record<string, object> }} ast
   * @param {Record<string, string>} docs a sentence by shape, or by `Shape$member`
   */
  constructor(ast, docs) {
    this.shapes = ast.shapes;
    this.docs = docs;
  }

  shape(id) {
    return this.shapes[id] ?? prelude(id);
  }

  doc(id, member) {
    return this.docs[member === undefined ? bare(id) : `${bare(id)}$${member}`];
  }

  service() {
    return Object.entries(this.shapes).find(([, shape]) => shape.type === "service");
  }

  /** The operations of the service by name, in the order of their names. */
  operations() {
    const [, service] = this.service();
    const found = service.operations.map(({ target }) => [bare(target), this.shape(target)]);
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The ids of all structures, unions and enumerations that a shape reaches, itself included. */
  reach(id, seen = new Set()) {
    if (seen.has(id)) return seen;
    seen.add(id);
    for (const target of targetsOf(this.shape(id))) this.reach(target, seen);
    return seen;
  }

  /** Whether a value lies anywhere below that is taken in more forms than it is answered in. */
  isTakenOtherwise(id) {
    const shapes = [...this.reach(id)].map((reached) => this.shape(reached));
    return shapes.some(({ type, traits }) => type === "timestamp" || traits?.["cloud.dryrun#orText"]);
  }

  /** What the values of a shape must be, in words; an empty list where anything goes. */
  limits(id) {
    const shape = this.shape(id);
    const words = [];
    const length = between(trait(shape, "length"), UNITS[shape.type] ?? "characters");
    const range = between(trait(shape, "range"), "");
    if (length !== undefined) words.push(length);
    if (range !== undefined) words.push(range);
    const pattern = trait(shape, "pattern");
    if (pattern !== undefined) words.push(`pattern \`${pattern}\``);
    const unique = trait(shape, "uniqueItems");
    if (unique !== undefined) words.push("no item twice");
    if (shape.type === "list") words.push(...this.limitsOf("each item", shape.member.target));
    if (shape.type === "map") {
      words.push(
        ...this.limitsOf("each key", shape.key.target),
        ...this.limitsOf("each value", shape.value.target),
      );
    }
    return words;
  }

  limitsOf(whose, id) {
    const words = this.limits(id);
    return words.length === 0 ? [] : [`${whose}: ${words.join(", ")}`];
  }
}

const UNITS = { list: "items", map: "entries", blob: "bytes" };

/** `1 to 30 items`, `at most 256 characters`, `exactly 36 characters` */
function between(limit, unit) {
  if (limit === undefined) return undefined;
  const { min, max } = limit;
  const counted = (words, last) =>
    `${words} ${last === 1 ? unit.replace(/ies$/, "y").replace(/s$/, "") : unit}`.trim();
  const figure = (number) => number.toLocaleString("en-GB");
  if (min !== undefined && min === max) return counted(`exactly ${figure(min)}`, min);
  if (min !== undefined && min !== 0 && max !== undefined)
    return counted(`${figure(min)} to ${figure(max)}`, max);
  if (max !== undefined) return counted(`at most ${figure(max)}`, max);
  return min === 0 || min === undefined ? undefined : counted(`at least ${figure(min)}`, min);
}

function targetsOf(shape) {
  switch (shape.type) {
    case "structure":
    case "union":
      return Object.values(shape.members ?? {}).map((member) => member.target);
    case "list":
      return [shape.member.target];
    case "map":
      return [shape.key.target, shape.value.target];
    default:
      return [];
  }
}
