// `cloud-dryrun convert`
import { basename } from "node:path";
import { convert as converted, describe, operations } from "../node.mjs";
import { oneOf, pair, WrongUse } from "./arguments.mjs";
import { plain } from "./findings.mjs";
import { operationOf } from "./library.mjs";
import { SOURCE_OPTIONS, sourcesOf } from "./sources.mjs";

const FORMATS = {
  text: ({ documents }) => documents.map(({ text }) => `${text}\n`).join(""),
  json: (conversion) => `${JSON.stringify(conversion)}\n`,
};

export const convert = {
  usage: "OPERATION FILE… [options]",
  summary: "makes other documents of files, events and requests",
  about: "What does not come over is told, and makes the exit status 1.",
  options: {
    to: {
      takes: "OPERATION",
      about: "what to make of them; there is mostly one thing, which need not be said",
    },
    decide: {
      takes: "NAME=VALUE",
      as: pair,
      many: true,
      about: "of an event, what whoever got it decides; may be given again",
    },
    "instance-id": { takes: "ID", about: "the node that the result is about" },
    "capture-time": { takes: "T", about: "when the content was gathered, such as 2026-03-12T06:00:00Z" },
    "numbers-as-text": { about: "numbers that may also stand in quotes are written so" },
    format: {
      takes: "text|json",
      as: oneOf(...Object.keys(FORMATS)),
      about: "the documents alone (the default), or one line of JSON with what is lost too",
    },
    ...SOURCE_OPTIONS,
  },
  examples: [
    [
      "cloud-dryrun convert huawei-function:ConfigEvent event.json --decide compliance_state=NonCompliant",
      "the body of the request that answers an event",
    ],
    [
      "cloud-dryrun convert huawei-function:ConfigEvent event.json --decide compliance_state=Compliant | cloud-dryrun check huawei-config:UpdatePolicyState -",
      "and what is said of it",
    ],
    [
      "cloud-dryrun convert ssm-agent:CustomInventoryFile rack.json --instance-id i-0123456789abcdef0 --capture-time 2026-03-12T06:00:00Z",
      "the request that the agent sends for its files",
    ],
  ],
  async run({ words, options, terminal }) {
    const { to, decide = [], lines, format = "text" } = options;
    const { operation, files } = operationOf(words, "huawei-function:ConfigEvent");
    const { convertsTo, decides } = operations().find(({ id }) => id === operation);
    const result = resultOf(operation, to, convertsTo);
    const given = decisionsOf(decide);
    const missing = decides.find((name) => given[name] === undefined);
    if (missing !== undefined) throw new WrongUse(notDecided(missing, result));
    const sources = [];
    for await (const source of sourcesOf(files, { lines }, terminal)) sources.push(source);
    if (sources.length === 0) return; // why, is told
    const conversion = converted(operation, result, sources.map(documentOf), {
      instanceId: options["instance-id"],
      captureTime: options["capture-time"],
      numbersAsText: options["numbers-as-text"],
      given: decide.length === 0 ? undefined : given,
    });
    terminal.write(FORMATS[format](conversion));
    if (conversion.lost.length > 0) terminal.leaveWith(1);
    if (format === "text") for (const lost of conversion.lost) terminal.complain(sentenceOf(lost, sources));
  },
};

function resultOf(operation, to, known) {
  const choices = known.join(" or ");
  if (known.length === 0) {
    const all = operations().filter(({ convertsTo }) => convertsTo.length > 0);
    throw new WrongUse(`nothing is made of ${operation}; there is ${all.map(({ id }) => id).join(", ")}`);
  }
  if (to === undefined && known.length > 1) throw new WrongUse(`say what to make of them: --to ${choices}`);
  if (to !== undefined && !known.includes(to)) {
    throw new WrongUse(`--to must be ${choices}, not \`${to}\`: nothing else is made of ${operation}`);
  }
  return to ?? known[0];
}

function decisionsOf(pairs) {
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new WrongUse(`\`${twice}\` is decided twice`);
  return Object.fromEntries(pairs);
}

/** A decision that no event says: which, and what it can be. */
function notDecided(name, result) {
  const { values } = describe(result).members[name];
  const forms = (values ?? ["VALUE"]).map((value) => `--decide ${name}=${value}`);
  return `no event says \`${name}\`; give ${forms.join(" or ")}`;
}

/** Files are known by their names, and requests on lines by nothing. */
function documentOf({ file, line, bytes }) {
  return file === undefined || line !== undefined ? bytes : { name: basename(file), text: bytes };
}

function sentenceOf({ document, path, range, message, help }, sources) {
  const { name, file, line: first = 1 } = sources[document];
  const place =
    range === undefined
      ? name
      : `${file ?? name.replace(/:\d+$/, "")}:${first + range.start.line}:${range.start.character + 1}`;
  const where = path === "" ? place : `${place} ${path}`;
  return `${plain(where)}: ${plain(help === "" ? message : `${message}; ${help}`)}`;
}
