// `cloud-dryrun describe`
import { describe as described } from "../node.mjs";
import { oneOf, WrongUse } from "./arguments.mjs";
import { bringModels, MODEL, operationOf } from "./library.mjs";

export const describe = {
  usage: "OPERATION [options]",
  summary: "tells what an operation takes, or answers",
  options: {
    side: {
      takes: "input|output",
      as: oneOf("input", "output"),
      about: "what it takes (the default), or what it answers",
    },
    format: { takes: "text|json", as: oneOf("text", "json"), about: "text (the default), or JSON" },
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun describe ssm:PutComplianceItems", "members, limits, and what each means"],
    ["cloud-dryrun describe ssm:GetInventory --side output", "what comes back"],
  ],
  async run({ words, options, terminal }) {
    await bringModels(options.model);
    const { operation, files } = operationOf(words);
    if (files.length > 0) throw new WrongUse(`\`describe\` takes one operation, not \`${files[0]}\` too`);
    const shape = described(operation, options.side);
    if (options.format === "json") return terminal.write(`${JSON.stringify(shape)}\n`);
    const lines = membersOf(shape, "", terminal.paint);
    terminal.write(lines.length === 0 ? "no members\n" : `${lines.join("\n")}\n`);
  },
};

function membersOf({ members = {} }, indent, paint) {
  return Object.entries(members).flatMap(([name, shape]) => linesOf(name, shape, indent, paint));
}

/** One shape: a line for it, one for what it means, and those of what it holds. */
function linesOf(name, shape, indent, paint) {
  const facts = [
    kindOf(shape),
    shape.required && "required",
    limitsOf(shape),
    shape.recursive && "see above",
  ];
  const doc = shape.doc === undefined ? [] : [`${indent}    ${paint.dim(shape.doc)}`];
  const inner = innermost(shape);
  return [
    `${indent}${paint.bold(name)}  ${facts.filter(Boolean).join(", ")}`,
    ...doc,
    ...membersOf(inner, `${indent}  `, paint),
  ];
}

function innermost(shape) {
  const held = shape.member ?? shape.value;
  return held === undefined ? shape : innermost(held);
}

function kindOf({ kind, member, key, value, values }) {
  if (kind === "list") return `list of ${kindOf(member)}`;
  if (kind === "map") return `map of ${kindOf(key)} to ${kindOf(value)}`;
  return values === undefined ? kind : `one of ${values.join(" ")}`;
}

function limitsOf({ kind, constraints: { min, max, pattern } = {} }) {
  const unit = { string: " characters", list: " elements", map: " entries" }[kind] ?? "";
  const range = [min !== undefined && `from ${min}`, max !== undefined && `at most ${max}`].filter(Boolean);
  const limits = range.length === 0 ? [] : [`${range.join(", ")}${unit}`];
  return [...limits, ...(pattern === undefined ? [] : [`matches ${pattern}`])].join(", ");
}
