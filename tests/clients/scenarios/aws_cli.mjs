// The AWS CLI from PyPI, a process for each call.
import { execFile } from "node:child_process";
import { environment } from "../places.mjs";
import { served } from "./served.mjs";

const REFUSED =
  /^An error occurred \((\w+)\) when calling the (\w+) operation(?: \(reached max retries: \d+\))?: ?(.*)$/s;
const SERVICE_REFUSED = 255; // of version 1, the one that PyPI has; version 2 says 254

export async function open() {
  return {
    atOnce: 2,
    // Which operations have pages is botocore's to know, and the scenarios through boto3 ask it.
    paginates: () => false,
    start: (scenario) =>
      served(scenario, (endpoint, step) => perform(endpoint, scenario.attempts ?? 1, step)),
    async close() {},
  };
}

async function perform(endpoint, attempts, { call, input, pageSize, by }) {
  const operation = call.split(":")[1];
  const run = (given, ...words) =>
    aws(attempts, by, [
      ...[
        "ssm",
        kebab(operation),
        "--endpoint-url",
        endpoint,
        "--region",
        "eu-central-1",
        "--output",
        "json",
      ],
      ...["--cli-input-json", JSON.stringify(given), ...words],
    ]);
  if (pageSize === undefined) return answerOf(await run(input), operation);
  const paged = await run(input, "--page-size", String(pageSize));
  const hasNoPages = /Unknown options: --page-size/.test(paged.stderr);
  return hasNoPages ? byHand(run, operation, input, pageSize) : answerOf(paged, operation);
}

/** The CLI pages by itself only where botocore has a paginator. */
async function byHand(run, operation, input, pageSize) {
  const whole = {};
  let token = {};
  do {
    const { output } = answerOf(await run({ ...input, MaxResults: pageSize, ...token }), operation);
    const { NextToken, ...page } = output;
    for (const [name, value] of Object.entries(page)) {
      whole[name] = Array.isArray(value) ? [...(whole[name] ?? []), ...value] : value;
    }
    token = NextToken && { NextToken };
  } while (token);
  return { output: whole };
}

function answerOf({ status, stdout, stderr }, operation) {
  if (status === 0) return { output: stdout.trim() === "" ? {} : JSON.parse(stdout) };
  const [, name, called, message] = REFUSED.exec(stderr.trim()) ?? [];
  if (called !== operation) throw new Error(`aws left with ${status}: ${stderr}`);
  if (status !== SERVICE_REFUSED)
    throw new Error(`aws left with ${status}, not ${SERVICE_REFUSED}: ${stderr}`);
  return { refused: { name, message } };
}

function aws(attempts, by, words) {
  const key = by === undefined ? {} : { AWS_ACCESS_KEY_ID: by };
  const retries = { AWS_MAX_ATTEMPTS: String(attempts), AWS_RETRY_MODE: "standard" };
  const env = { ...environment, ...retries, ...key };
  return new Promise((resolve, reject) => {
    execFile("aws", words, { env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ status: error?.code ?? 0, stdout, stderr });
    });
  });
}

function kebab(name) {
  return name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
}
