// `cloud-dryrun build`
import { build as built } from "../node.mjs";
import { oneOf, pair } from "./arguments.mjs";
import { bringModels, FORM, MODEL, made, operationOf } from "./library.mjs";
import { SOURCE_OPTIONS, sourcesOf } from "./sources.mjs";

/** Parts of the address, for every command that looks at whole requests. */
export const LABEL = {
  takes: "NAME=VALUE",
  as: pair,
  many: true,
  about: "a part of the address that the request does not carry; may be given again",
};

export function labelsOf(label) {
  return label === undefined ? undefined : Object.fromEntries(label);
}

/** What `build` and `snippet` share. */
export const BUILDING = {
  form: FORM,
  region: { takes: "NAME", about: "the region in the address, such as eu-central-1" },
  endpoint: { takes: "URL", about: "the address to send to, instead of the service's own" },
  "fill-hashes": { about: "writes the content hashes into the request" },
  label: LABEL,
};

export function buildingOf({ form, region, endpoint, "fill-hashes": fillHashes, label }) {
  return { form, region, endpoint, fillHashes, labels: labelsOf(label) };
}

const FORMATS = {
  text: (_, request, index) => `${index === 0 ? "" : "\n###\n\n"}${asHttp(request)}`,
  json: ({ file, line }, request) => `${JSON.stringify({ file, line, ...request })}\n`,
};

export const build = {
  usage: "OPERATION FILE… [options]",
  summary: "writes requests as they go over the wire, not signed",
  options: {
    ...BUILDING,
    format: {
      takes: "text|json",
      as: oneOf(...Object.keys(FORMATS)),
      about: "text as in a .http file (the default), or a line of JSON for each request",
    },
    ...SOURCE_OPTIONS,
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun build ssm:PutInventory request.json --fill-hashes", "with the content hashes filled in"],
    [
      "cloud-dryrun build ssm:PutComplianceItems request.json --endpoint http://127.0.0.1:8787 > request.http",
      "for the emulator that `cloud-dryrun serve` runs",
    ],
  ],
  async run({ words, options, terminal }) {
    await bringModels(options.model);
    const { operation, files } = operationOf(words);
    const write = FORMATS[options.format ?? "text"];
    let index = 0;
    for await (const source of sourcesOf(files, options, terminal)) {
      const request = made(source, terminal, () => built(operation, source.bytes, buildingOf(options)));
      if (request !== undefined) terminal.write(write(source, request, index++));
    }
  },
};

function asHttp({ method, url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${url}`, ...lines, "", body].join("\n")}\n`;
}
