// Which options each function takes and what they may be. An unknown name is an error with the
// nearest right one, because a swallowed option is a bug that nobody sees.
import { didYouMean, inWords, listed, misuse } from "./misuse.js";
import { isPlainObject } from "./text.js";

// Each kind is a test of a value and the words for what it must be; of a secret one nothing is repeated.
const text = [(value) => typeof value === "string", "a string"];
const flag = [(value) => typeof value === "boolean", "true or false"];
const count = [(value) => Number.isSafeInteger(value) && value >= 0, "a whole number from 0"];
const factor = [(value) => Number.isFinite(value) && value >= 0, "a number from 0"];
const time = [
  (value) => typeof value === "string" || Number.isSafeInteger(value),
  "a time: ISO 8601 text or whole epoch milliseconds",
];
const oneOf = (...values) => [(value) => values.includes(value), listed(values)];
const duration = [
  (value) => typeof value === "string" || (Number.isFinite(value) && value >= 0),
  'a duration: milliseconds from 0 or ISO 8601 text such as "PT1H"',
];
const share = [(value) => Number.isFinite(value) && value >= 0 && value <= 1, "a number from 0 to 1"];
const mapOf = ([test, words]) => [
  (value) => isPlainObject(value) && Object.values(value).every(test),
  `an object whose values are each ${words}`,
];
const nodes = [
  (value) =>
    value === "any" ||
    (Array.isArray(value) && value.every((node) => typeof node === "string" || isPlainObject(node))),
  '"any" or an array of node ids and of objects with an `id`',
];

const record = [isPlainObject, "an object"];
const records = [(value) => Array.isArray(value) && value.every(isPlainObject), "an array of objects"];

const texts = [
  (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
  "an array of strings",
];

const secret = [(value) => typeof value === "string", "a string", true];
const secretKey = (value) =>
  typeof value === "string" ||
  (isPlainObject(value) && Object.values(value).every((one) => typeof one === "string"));
const keys = [
  (value) => isPlainObject(value) && Object.values(value).every(secretKey),
  "an object whose values are each a secret key or { secretKey, securityToken }",
  true,
];
const tokens = [...mapOf(text), true];
const object = [isPlainObject, "an object"];

const form = oneOf("wire", "client");
const format = oneOf("JSON", "YAML");
const labels = mapOf(text);
const building = { form, region: text, endpoint: text, fillHashes: flag, labels };

export const OPTIONS = {
  check: { form, side: oneOf("input", "output"), limit: count, format, labels },
  checkDocument: { type: text, limit: count },
  complete: { form },
  convert: { instanceId: text, captureTime: text, given: object, numbersAsText: flag },
  fromEvent: { numbersAsText: flag },
  build: { ...building, accessKey: text },
  snippet: building,
  sign: {
    token: secret,
    accessKey: secret,
    secretKey: secret,
    securityToken: secret,
    scheme: text,
    region: text,
    service: text,
    domainId: text,
    time,
  },
  contentHashes: {
    algorithm: oneOf("md5", "sha256"),
    encoding: oneOf("base64", "hex"),
    form: oneOf("agent", "json", "python"),
  },
  requestHandler: { requestTimeout: factor },
  events: { after: count },
  timelines: { limit: count },
  log: { after: count },
  fault: {
    operation: text,
    exception: text,
    status: count,
    message: text,
    members: mapOf(text),
    times: count,
    probability: share,
    latency: duration,
    id: count,
    used: count,
  },
  script: {
    document: text,
    step: text,
    attempt: count,
    status: text,
    outputs: mapOf(texts),
    failureMessage: text,
    failureStage: text,
    failureType: text,
    duration,
    rule: text,
    policy: text,
    resource: text,
    complianceState: text,
  },
  restore: { keys, tokens },
  change: { resource: record, gone: flag },
  Emulator: {
    now: time,
    seed: count,
    speed: factor,
    nodes,
    principals: mapOf(text),
    keys,
    tokens,
    quotas: mapOf(count),
    groups: mapOf(texts),
    resourceGroups: mapOf(texts),
    organizationalUnits: mapOf(texts),
    changeFreeze: mapOf(texts),
    resources: records,
    evaluationHash: oneOf("issued", "any"),
  },
};

/** Whether a value is a time, and the words for what it must be. */
export const TIME = time;
/** The same for a duration. */
export const DURATION = duration;
/** The same for a speed. */
export const SPEED = factor;

/**
 * The options that were given, without undefined ones; `undefined` when nothing is left, so that no
 * object crosses the door for nothing.
 *
 * @param {keyof typeof OPTIONS} what
 */
export function optionsOf(what, options) {
  if (options === undefined) return undefined;
  if (!isPlainObject(options)) {
    throw misuse(
      "wrong-argument",
      `the options of \`${what}\` must be a plain object, not ${inWords(options)}`,
    );
  }
  const known = OPTIONS[what];
  let given;
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known);
      throw misuse("unknown-option", `\`${what}\` has no option \`${name}\`${didYouMean(name, names)}`);
    }
    if (value === undefined) continue;
    const [test, words, isSecret] = known[name];
    const checked = value instanceof Date ? value.getTime() : value;
    if (!test(checked)) {
      const found = isSecret ? "" : `, not ${inWords(value)}`;
      throw misuse("wrong-argument", `the option \`${name}\` must be ${words}${found}`);
    }
    given ??= {};
    given[name] = checked;
  }
  return given;
}
