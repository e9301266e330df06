// `cloud-dryrun hash`
import { check, contentHashes, operations } from "../node.mjs";
import { fileAnnotation } from "./annotations.mjs";
import { oneOf, WrongUse } from "./arguments.mjs";
import { plain } from "./findings.mjs";
import { bringModels, MODEL, made, operationOf } from "./library.mjs";
import { SOURCE_OPTIONS, sourcesOf } from "./sources.mjs";

const FORMATS = {
  text: ({ name }, hashes, { isAlone, paint }) =>
    hashes.map((hash) => line(isAlone ? "" : name, hash, paint)),
  json: ({ file, line: number }, hashes) => [`${JSON.stringify({ file, line: number, hashes })}\n`],
  github: (source, hashes) =>
    hashes
      .filter(({ matches }) => matches === false)
      .map(({ path, given, digest }) =>
        fileAnnotation(source, "error", "content-hash", `${path}: the hash is ${digest}, not ${given}`),
      ),
};

export const hash = {
  usage: "OPERATION FILE… [options]",
  summary: "works out the content hashes that belong to requests",
  about: "A hash that stands in a request and is not the one worked out makes the exit status 1.",
  options: {
    algorithm: { takes: "md5|sha256", as: oneOf("md5", "sha256"), about: "the digest; md5 unless stated" },
    encoding: {
      takes: "base64|hex",
      as: oneOf("base64", "hex"),
      about: "how it is written; base64 unless stated",
    },
    form: {
      takes: "agent|json|python",
      as: oneOf("agent", "json", "python"),
      about:
        "whose text of the content is hashed: the agent's (the default), compact JSON, or Python's json.dumps",
    },
    format: {
      takes: "text|json|github",
      as: oneOf(...Object.keys(FORMATS)),
      about: "text (the default), a line of JSON for each request, or annotations for wrong hashes",
    },
    ...SOURCE_OPTIONS,
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun hash ssm:PutInventory request.json", "the hash of each item's content"],
    [
      "cloud-dryrun hash ssm:PutInventory request.json --format json",
      "with the exact text that was hashed, to compare with one's own",
    ],
    [
      "cloud-dryrun hash ssm:PutInventory - --algorithm sha256 --encoding hex --form python",
      "the scheme of AWS's Linux patch scripts",
    ],
  ],
  async run({ words, options, terminal }) {
    const { format = "text", model, lines, ...hashOptions } = options;
    await bringModels(model);
    const { operation, files } = operationOf(words);
    if (!operations().find(({ id }) => id === operation).hashed) {
      throw new WrongUse(`requests of ${operation} carry no content hash`);
    }
    const style = { isAlone: files.length === 1 && !lines, paint: terminal.paint };
    for await (const source of sourcesOf(files, { lines }, terminal)) {
      const hashes = made(source, terminal, () => contentHashes(operation, source.bytes, hashOptions));
      if (hashes === undefined) continue;
      if (hashes.length === 0) tellOfNothing(operation, source, terminal);
      if (hashes.some(({ matches }) => matches === false)) terminal.leaveWith(1);
      const written = FORMATS[format](source, hashes, style).join("");
      if (written !== "") terminal.write(written);
    }
  },
};

/** An item may come without its content; a text that is broken is another matter. */
function tellOfNothing(operation, { name, bytes }, terminal) {
  const broken = check(operation, bytes).findings.find(({ rule }) => rule.startsWith("json-"));
  if (broken === undefined) return terminal.note(`${plain(name)}: no content to hash\n`);
  terminal.complain(`${plain(name)}: ${plain(broken.message)}`);
  terminal.leaveWith(1);
}

function line(name, { path, digest, given, matches }, paint) {
  const place = `${name === "" ? "" : `${plain(name)} `}${plain(path)}`;
  const judged = { true: paint.dim("as given"), false: paint.red(`the request has ${plain(given ?? "")}`) }[
    matches
  ];
  return `${[digest, place, judged].filter(Boolean).join("  ")}\n`;
}
