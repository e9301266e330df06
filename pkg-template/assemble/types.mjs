// Writes the TypeScript types of the operations from the models: one file per service with its shapes,
// and operations.d.ts, which says what each operation takes and answers.
import { bare, Model, trait } from "./shapes.mjs";

/**
 * @param {{ id: string, ast: object, docs: Record<string, string> }[]} services
 * @returns {Record<string, string>} text by file name
 */
export function typesOf(services) {
  const files = {};
  const lines = [
    "// Generated from the models of the services; see index.d.ts for the functions.",
    ...services.map(({ id }) => `import type * as ${moduleOf(id)} from "./types/${id}.js";`),
    "",
    ...services.flatMap(({ id, ast }) => [
      comment([`The shapes of ${titleOf(ast)}.`]),
      `export type * as ${moduleOf(id)} from "./types/${id}.js";`,
    ]),
    "",
    comment(["What each operation takes and what it answers."]),
    "export interface Operations {",
  ];
  for (const { id, ast, docs } of services) {
    const service = new ServiceTypes(new Model(ast, docs));
    files[`types/${id}.d.ts`] = service.text(id);
    for (const [name, operation] of service.model.operations()) {
      lines.push(...service.entry(`${id}:${name}`, name, operation, moduleOf(id)).map((line) => `  ${line}`));
    }
  }
  files["operations.d.ts"] = `${[...lines, "}"].join("\n")}\n`;
  return files;
}

/** The same declarations for `require`: each import leads to the CommonJS twin. */
export function commonJsTwin(text) {
  return text.replace(/(from "\.\/[^"]+)\.js"/g, '$1.cjs"');
}

function moduleOf(id) {
  return id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

function titleOf(ast) {
  const [id, service] = new Model(ast, {}).service();
  return service.traits?.["smithy.api#title"] ?? service.traits?.["aws.api#service"]?.sdkId ?? bare(id);
}

const NOTHING = "smithy.api#Unit";
const NAMED = new Set(["structure", "union", "enum", "intEnum"]);
const SIMPLE = {
  boolean: "boolean",
  string: "string",
  blob: "string",
  byte: "number",
  short: "number",
  integer: "number",
  long: "number",
  float: "number",
  double: "number",
  biginteger: "number",
  bigdecimal: "number",
  document: "unknown",
};

class ServiceTypes {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.inputs = new Set();
    this.outputs = new Set();
    for (const [, { input, output }] of model.operations()) {
      if (input !== undefined) model.reach(input.target, this.inputs);
      if (output !== undefined) model.reach(output.target, this.outputs);
    }
  }

  text(id) {
    const ids = [...new Set([...this.inputs, ...this.outputs])].sort();
    const blocks = [`// Generated from the model of the service \`${id}\`.`];
    for (const shape of ids.filter((each) => NAMED.has(this.model.shape(each).type))) {
      if (this.inputs.has(shape)) blocks.push(this.declaration(shape, "input"));
      if (this.outputs.has(shape) && this.nameOf(shape, "output") !== this.nameOf(shape, "input")) {
        blocks.push(this.declaration(shape, "output"));
      } else if (!this.inputs.has(shape)) {
        blocks.push(this.declaration(shape, "output"));
      }
    }
    return `${blocks.join("\n\n")}\n`;
  }

  /**
   * An input takes a time as a number, text or a Date, and some values with or without quotes; an output always gives
   * one form. A structure that stands on both sides and holds such a value is therefore two types.
   */
  nameOf(id, side) {
    const isTwo = side === "output" && this.inputs.has(id) && this.model.isTakenOtherwise(id);
    return isTwo ? `${bare(id)}Output` : bare(id);
  }

  declaration(id, side) {
    const shape = this.model.shape(id);
    const name = this.nameOf(id, side);
    const said = this.model.doc(id) ?? this.introduction(id, shape, side);
    if (shape.type === "enum" || shape.type === "intEnum") return this.enumeration(id, shape, name, said);
    const isUnion = shape.type === "union";
    const members = Object.entries(shape.members ?? {}).map(([member, target]) =>
      this.member(id, member, target, side, isUnion),
    );
    if (isUnion)
      return `${comment([said])}\nexport type ${name} =\n${members.map((each) => `  | ${each}`).join("\n")};`;
    if (members.length === 0) return `${comment([said])}\nexport type ${name} = { [member: string]: never };`;
    return `${comment([said])}\nexport interface ${name} {\n${members.join("\n")}\n}`;
  }

  introduction(id, shape, side) {
    for (const [name, operation] of this.model.operations()) {
      if (operation.input?.target === id) return `What ${name} takes.`;
      if (operation.output?.target === id) return `What ${name} answers.`;
    }
    if (shape.type === "enum" || shape.type === "intEnum") return `One of the values of ${bare(id)}.`;
    return side === "output" ? `${bare(id)}, as it is answered.` : `${bare(id)}, as it is sent.`;
  }

  enumeration(id, shape, name, said) {
    const lines = Object.entries(shape.members).flatMap(([member, definition]) => {
      const value = JSON.stringify(trait(definition, "enumValue") ?? member);
      const words = this.model.doc(id, member) ?? `Sent as \`${JSON.parse(value)}\`.`;
      return [`  ${comment([words])}`, `  | ${value}`];
    });
    return `${comment([said])}\nexport type ${name} =\n${lines.join("\n")};`;
  }

  member(id, member, definition, side, alone) {
    const isRequired = alone || trait(definition, "required") !== undefined;
    const orNull = definition.traits?.["cloud.dryrun#orNull"] === undefined ? "" : " | null";
    const type = this.typeOf(definition.target, side) + orNull;
    const target = this.model.shape(definition.target);
    const limits = side === "input" ? this.model.limits(definition.target) : [];
    const parts = [
      this.model.doc(id, member) ?? this.model.doc(definition.target),
      limits.length === 0 ? undefined : sentence(limits.join("; ")),
      target.type === "timestamp" ? TIME[side] : undefined,
    ].filter((part) => part !== undefined);
    const said = comment(parts.length === 0 ? [plainWords(target, bare(definition.target))] : parts);
    const key = /^[A-Za-z_$][\w$]*$/.test(member) ? member : JSON.stringify(member);
    if (alone) return `{ ${said} ${key}: ${type} }`;
    const mark = isRequired ? "" : "?";
    const open = !isRequired && side === "input" ? " | undefined" : "";
    return `${indented(said)}\n  ${key}${mark}: ${type}${open};`;
  }

  typeOf(id, side) {
    const shape = this.model.shape(id);
    if (NAMED.has(shape.type)) return id === NOTHING ? "{ [member: string]: never }" : this.nameOf(id, side);
    if (shape.type === "timestamp") return side === "input" ? "number | string | Date" : "number";
    if (shape.type === "list" || shape.type === "set") {
      const item = this.typeOf(shape.member.target, side);
      if (shape.traits?.["cloud.dryrun#orOne"] !== undefined) return `${item} | ${item}[]`;
      return /[| ]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
    }
    if (shape.type === "map") {
      const value = this.typeOf(shape.value.target, side);
      const key = this.typeOf(shape.key.target, side);
      return key === "string" ? `{ [key: string]: ${value} }` : `{ [key in ${key}]?: ${value} }`;
    }
    const simple = SIMPLE[shape.type];
    // What may stand in quotes is answered without.
    if (simple !== undefined && side === "input" && shape.traits?.["cloud.dryrun#orText"] !== undefined)
      return `${simple} | string`;
    if (simple === undefined)
      throw new Error(`the shape ${id} is of a type without a translation: ${shape.type}`);
    return simple;
  }

  entry(key, name, operation, module) {
    const errors = (operation.errors ?? []).map(({ target }) => bare(target));
    const said = [
      this.model.docs[name] ?? `The operation ${name}.`,
      errors.length === 0 ? undefined : `It may answer with: ${errors.join(", ")}.`,
    ].filter((part) => part !== undefined);
    const typeOf = (side) => {
      const target = operation[side]?.target;
      return target === undefined || target === NOTHING
        ? "{ [member: string]: never }"
        : `${module}.${this.nameOf(target, side)}`;
    };
    return [
      ...comment(said).split("\n"),
      `"${key}": {`,
      `  ${comment(["What it takes."])}`,
      `  input: ${typeOf("input")};`,
      `  ${comment(["What it answers."])}`,
      `  output: ${typeOf("output")};`,
      ...this.bodyOf(operation, typeOf("input")),
      "};",
    ];
  }

  /** What goes over the wire as JSON, where a part of the input goes elsewhere. */
  bodyOf(operation, input) {
    const members = Object.entries(this.model.shape(operation.input?.target ?? NOTHING).members ?? {});
    const outside = members.filter(([, member]) =>
      ELSEWHERE.some((name) => trait(member, name) !== undefined),
    );
    if (trait(operation, "http") === undefined || outside.length === 0) return [];
    const names = outside.map(([name]) => JSON.stringify(name)).join(" | ");
    const said = "What goes into the body of a request; the rest stands in its address and headers.";
    return [`  ${comment([said])}`, `  body: Omit<${input}, ${names}>;`];
  }
}

/** The traits of members that are not sent in a body. */
const ELSEWHERE = ["httpLabel", "httpQuery", "httpHeader", "httpQueryParams", "httpPrefixHeaders"];

const TIME = {
  input: "A time: a Date, ISO 8601 text, or epoch seconds.",
  output: "A time in epoch seconds.",
};

/** What a member is when neither the model nor docs.json says more. */
function plainWords(shape, name) {
  switch (shape.type) {
    case "structure":
    case "union":
      return `A \`${name}\`.`;
    case "enum":
    case "intEnum":
      return `One of the values of \`${name}\`.`;
    case "boolean":
      return "True or false.";
    case "list":
    case "set":
      return `A list of any length: \`${name}\`.`;
    case "map":
      return `A map of any size: \`${name}\`.`;
    default:
      return SIMPLE[shape.type] === "number" ? "A whole number." : "Any text.";
  }
}

function sentence(words) {
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

// A pattern may well hold the two characters that end a comment.
function comment(parts) {
  const lines = parts.map((part) => part.replaceAll("*/", "*\\/"));
  return lines.length === 1
    ? `/** ${lines[0]} */`
    : `/**\n${lines.map((line) => ` * ${line}`).join("\n")}\n */`;
}

function indented(text) {
  return text.replace(/^/gm, "  ");
}
