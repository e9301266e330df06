// `cloud-dryrun snippet`
import { didYouMean, listed } from "../misuse.js";
import { operations, snippet as written } from "../node.mjs";
import { oneOf, WrongUse } from "./arguments.mjs";
import { BUILDING, buildingOf } from "./build.mjs";
import { bringModels, MODEL, made, operationOf } from "./library.mjs";
import { SOURCE_OPTIONS, sourcesOf } from "./sources.mjs";

const FORMATS = {
  text: (_, { code }, index) => `${index === 0 ? "" : "\n"}${code.replace(/\n?$/, "\n")}`,
  json: ({ file, line }, made) => `${JSON.stringify({ file, line, ...made })}\n`,
};

export const snippet = {
  usage: "OPERATION FILE… --for TARGET [options]",
  summary: "writes requests as code for another client",
  options: {
    for: {
      takes: "TARGET",
      about: "what the code is for: aws-cli, boto3, javascript, huawei-python, python, curl",
    },
    ...BUILDING,
    format: {
      takes: "text|json",
      as: oneOf(...Object.keys(FORMATS)),
      about: "the code alone (the default), or a line of JSON for each request",
    },
    ...SOURCE_OPTIONS,
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun snippet ssm:PutInventory request.json --for boto3", "a program in Python"],
    [
      "cloud-dryrun snippet ssm:PutComplianceItems request.json --for aws-cli | sh",
      "sends it with the AWS CLI",
    ],
  ],
  async run({ words, options, terminal }) {
    await bringModels(options.model);
    const { operation, files } = operationOf(words);
    const target = targetOf(operation, options.for);
    const write = FORMATS[options.format ?? "text"];
    let index = 0;
    for await (const source of sourcesOf(files, options, terminal)) {
      const code = made(source, terminal, () =>
        written(operation, source.bytes, target, buildingOf(options)),
      );
      if (code !== undefined) terminal.write(write(source, { target, code }, index++));
    }
  },
};

function targetOf(operation, target) {
  const { snippets } = operations().find(({ id }) => id === operation);
  if (target === undefined) throw new WrongUse(`say what it is for: --for ${listed(snippets)}`);
  if (snippets.includes(target)) return target;
  throw new WrongUse(`--for must be ${listed(snippets)}, not \`${target}\`${didYouMean(target, snippets)}`);
}
