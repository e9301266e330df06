// `cloud-dryrun sample`
import { sample as written } from "../node.mjs";
import { oneOf, WrongUse } from "./arguments.mjs";
import { bringModels, MODEL, operationOf } from "./library.mjs";

export const sample = {
  usage: "OPERATION [options]",
  summary: "writes a sound request to start from",
  options: {
    size: {
      takes: "minimal|full",
      as: oneOf("minimal", "full"),
      about: "what has to be there (the default), or all that can stand together",
    },
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun sample ssm:PutInventory --size full > request.json", "a request with everything in it"],
    [
      "cloud-dryrun sample ssm:PutInventory | cloud-dryrun check ssm:PutInventory -",
      "and what is said of it",
    ],
  ],
  async run({ words, options, terminal }) {
    await bringModels(options.model);
    const { operation, files } = operationOf(words);
    if (files.length > 0) throw new WrongUse(`\`sample\` takes one operation, not \`${files[0]}\` too`);
    terminal.write(`${written(operation, options.size)}\n`);
  },
};
