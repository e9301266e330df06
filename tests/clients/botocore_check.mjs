// Reads one request per line, `{ "operation", "text" }`, and answers each with the errors that `check` finds in
// client form. The Python side of this comparison speaks to the package through it.

import { createInterface } from "node:readline";
import init, { check } from "../../pkg/node.mjs";

await init();
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const { operation, text } = JSON.parse(line);
  const report = check(operation, text, { form: "client" });
  const errors = report.findings.filter((finding) => finding.severity === "error");
  const answer = { ok: report.ok, errors: errors.map(({ rule, path }) => ({ rule, path })) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
