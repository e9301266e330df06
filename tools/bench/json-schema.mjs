// Turns one operation's input of a Smithy model into a JSON Schema, with what ajv can express: the rival of `check`
// in the benchmark. It is a second, independent reading of the model and shares nothing with the engine.

const SIMPLE = {
  string: { type: "string" },
  blob: { type: "string" },
  boolean: { type: "boolean" },
  byte: { type: "integer", minimum: -128, maximum: 127 },
  short: { type: "integer", minimum: -32768, maximum: 32767 },
  integer: { type: "integer", minimum: -2147483648, maximum: 2147483647 },
  long: { type: "integer" },
  bigInteger: { type: "integer" },
  float: { type: "number" },
  double: { type: "number" },
  bigDecimal: { type: "number" },
  // awsJson1_1 writes epoch seconds.
  timestamp: { type: "number" },
  document: {},
};

const LENGTH_WORDS = {
  string: ["minLength", "maxLength"],
  blob: ["minLength", "maxLength"],
  list: ["minItems", "maxItems"],
  map: ["minProperties", "maxProperties"],
};

/** The JSON Schema of the input of `operation`, such as "com.amazonaws.ssm#PutInventory". */
export function inputSchema(model, operation) {
  const definitions = {};
  const root = reference(model.shapes[operation].input.target, model.shapes, definitions);
  return { ...root, definitions };
}

function reference(id, shapes, definitions) {
  const name = id.split("#")[1];
  if (!Object.hasOwn(definitions, name)) {
    definitions[name] = {}; // stands in while the shape is read, because shapes may contain themselves
    definitions[name] = schemaOf(id, shapes, definitions);
  }
  return { $ref: `#/definitions/${name}` };
}

function schemaOf(id, shapes, definitions) {
  const shape = shapes[id] ?? { type: id.split("#")[1].toLowerCase() };
  const member = (target) => reference(target, shapes, definitions);
  const own = constraints(shape);
  switch (shape.type) {
    case "enum":
      return { enum: Object.values(shape.members).map((entry) => entry.traits["smithy.api#enumValue"]) };
    case "list":
    case "set":
      return { type: "array", items: member(shape.member.target), ...own };
    case "map":
      return {
        type: "object",
        propertyNames: member(shape.key.target),
        additionalProperties: member(shape.value.target),
        ...own,
      };
    case "structure":
    case "union":
      return objectSchema(shape, member);
    default:
      if (!Object.hasOwn(SIMPLE, shape.type)) throw new Error(`no JSON Schema for the type ${shape.type}`);
      return { ...SIMPLE[shape.type], ...own };
  }
}

function objectSchema(shape, member) {
  const members = Object.entries(shape.members ?? {});
  const required = members.filter(([, entry]) => entry.traits?.["smithy.api#required"]).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(members.map(([name, entry]) => [name, member(entry.target)])),
    required,
    additionalProperties: false,
    ...(shape.type === "union" && { minProperties: 1, maxProperties: 1 }),
  };
}

function constraints({ type, traits = {} }) {
  const words = {};
  const length = traits["smithy.api#length"];
  if (length && LENGTH_WORDS[type]) {
    const [least, most] = LENGTH_WORDS[type];
    if (length.min !== undefined) words[least] = length.min;
    if (length.max !== undefined) words[most] = length.max;
  }
  const range = traits["smithy.api#range"];
  if (range?.min !== undefined) words.minimum = range.min;
  if (range?.max !== undefined) words.maximum = range.max;
  const pattern = traits["smithy.api#pattern"];
  if (pattern !== undefined) words.pattern = `^(?:${pattern})$`;
  return words;
}
