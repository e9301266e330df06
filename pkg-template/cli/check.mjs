// `cloud-dryrun check`
import { check as checked } from "../node.mjs";
import { annotations } from "./annotations.mjs";
import { oneOf, wholeNumber } from "./arguments.mjs";
import { LABEL, labelsOf } from "./build.mjs";
import { findingsAsText, tally } from "./findings.mjs";
import { bringModels, FORM, MODEL, operationOf } from "./library.mjs";
import { SOURCE_OPTIONS, sourcesOf } from "./sources.mjs";

const SEVERITIES = ["error", "warning", "info"];

/** How the findings of one request are written. */
const FORMATS = {
  text: (source, report, { paint }) => findingsAsText(source, report, paint),
  json: (source, report) => `${JSON.stringify({ ...placeOf(source), ...report })}\n`,
  github: (source, report) => annotations(source, report.findings),
};

export const check = {
  usage: "OPERATION FILE… [options]",
  summary: "tells what is wrong with requests, where, and how to mend it",
  about: `FILE holds one request as JSON; - is standard input. With --format json each request gives one line of
JSON: \`file\`, \`line\` where the file has a request on each line, and the report.`,
  options: {
    format: {
      takes: "text|json|github",
      as: oneOf(...Object.keys(FORMATS)),
      about:
        "text for people (the default), a line of JSON for each request, or annotations for GitHub Actions",
    },
    form: FORM,
    side: {
      takes: "input|output",
      as: oneOf("input", "output"),
      about: "which side of the operation: a request (the default), or a recorded answer",
    },
    "fail-on": {
      takes: SEVERITIES.join("|"),
      as: oneOf(...SEVERITIES),
      about: "the least finding that makes the exit status 1; error unless stated",
    },
    limit: { takes: "N", as: wholeNumber(), about: "the most findings for one request; 1000 unless stated" },
    label: LABEL,
    ...SOURCE_OPTIONS,
    model: MODEL,
  },
  examples: [
    ["cloud-dryrun check ssm:PutComplianceItems request.json", "every finding, with its line and what to do"],
    ["./reporter --print | cloud-dryrun check ssm:PutInventory -", "checks what a program writes"],
    [
      "cloud-dryrun check ssm:PutInventory requests/*.json --format github",
      "in GitHub Actions: findings stand beside the lines of a pull request",
    ],
    [
      "cloud-dryrun check ssm:PutInventory sent.jsonl --format json",
      "a request on each line, a report for each",
    ],
    [
      "cloud-dryrun check ssm:PutComplianceItems input.json --form client",
      "what `aws ssm put-compliance-items --cli-input-json` takes",
    ],
  ],
  async run({ words, options, terminal }) {
    const { format = "text", "fail-on": failOn = "error", model, lines, label, ...given } = options;
    const checkOptions = { ...given, labels: labelsOf(label) };
    await bringModels(model);
    const { operation, files } = operationOf(words, "ssm:PutComplianceItems");
    const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
    const totals = { requests: 0 };
    for await (const source of sourcesOf(files, { lines }, terminal)) {
      const report = checked(operation, source.bytes, checkOptions);
      if (report.findings.some(({ severity }) => failing.includes(severity))) terminal.leaveWith(1);
      const written = FORMATS[format](source, report, terminal);
      if (written !== "") terminal.write(written);
      totals.requests += 1;
      count(report.findings, totals);
    }
    if (format === "text" && totals.requests > 0) terminal.write(tally(totals));
  },
};

function placeOf({ file, line }) {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

function count(findings, totals) {
  for (const { severity } of findings) totals[severity] = (totals[severity] ?? 0) + 1;
}
