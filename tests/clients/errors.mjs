// What real clients print of errors, explained: botocore's validator over broken requests, and boto3, the AWS CLI and
// the JavaScript SDK against the emulator.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import init, { check, explain, snippet } from "../../pkg/node.mjs";
import { serve } from "../../pkg/server.mjs";
import { environment, PYTHON, ROOT } from "./places.mjs";
import { outputOf } from "./runners.mjs";

const NODE = "i-0123456789abcdef0";
const item = (more) => ({
  TypeName: "Custom:Rack",
  SchemaVersion: "1.0",
  CaptureTime: "2026-01-02T03:04:05Z",
  ...more,
});

// Requests that every client lets through, and what the emulator answers with.
const REFUSED = {
  ValidationException: [
    "ssm:ListComplianceItems",
    {
      ResourceIds: [NODE],
      Filters: [{ Key: "it's", Values: ["'; Value '"], Type: "NotEqual" }],
      MaxResults: 51,
    },
    ["not-in-enum /Filters/0/Type", "too-large /MaxResults"],
  ],
  ItemContentMismatchException: [
    "ssm:PutInventory",
    { InstanceId: NODE, Items: [item({ ContentHash: "x" })] },
    ["inventory/hash-without-content /Items"],
  ],
  UnsupportedInventoryItemContextException: [
    "ssm:PutInventory",
    { InstanceId: NODE, Items: [item({ Content: [], Context: { A: "b" } })] },
    ["inventory/context-of-another-type /Items"],
  ],
  InvalidResourceType: [
    "ssm:PutComplianceItems",
    {
      ResourceId: NODE,
      ResourceType: "Server",
      ComplianceType: "Custom:Rack",
      ExecutionSummary: { ExecutionTime: "2026-01-02T03:04:05Z" },
      Items: [],
    },
    ["compliance/other-resource-type /ResourceType"],
  ],
};

let passed = 0;
let failed = 0;
async function test(name, run) {
  try {
    await run();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n${error.message.replace(/^/gm, "    ")}`);
  }
}

await init();
await test("what botocore's validator says is explained at the places that check reports", () => {
  const lines = execFileSync(PYTHON, [join(ROOT, "tests", "clients", "botocore_texts.py")], {
    env: environment,
    maxBuffer: 1 << 28,
    encoding: "utf8",
  });
  const texts = lines.trimEnd().split("\n").map(JSON.parse);
  let named = 0;
  for (const { operation, text, said, pointers } of texts) {
    const told = explain(said);
    const ours = new Set(
      check(operation, text, { form: "client" })
        .findings.filter(({ severity }) => severity === "error")
        .map(({ path }) => path),
    );
    const paths = new Set(told.map(({ path }) => path));
    const problem =
      (told.some(({ exception }) => exception !== "ParamValidationError") &&
        "it is no ParamValidationError") ||
      (told.some(({ operation: of }) => of !== undefined && of !== operation) &&
        "the operation is another") ||
      (pointers.some((may) => !may.some((path) => paths.has(path))) && "a report is not explained") ||
      ([...paths].some((path) => !pointers.flat().includes(path)) && "a place is none that is reported") ||
      // A key that stands twice is read once by Python and twice by the check.
      ([...paths].some((path) => !ours.has(path)) && "check reports nothing there");
    if (problem) {
      throw new Error(
        `${problem}\n${operation} ${text}\n${said}\n${JSON.stringify(told, null, 1)}\n${[...ours]}`,
      );
    }
    named += told.filter(({ operation: of, rule }) => of === operation && rule !== undefined).length;
  }
  console.log(`${texts.length} texts, ${named} of their lines with operation and rule`);
  if (texts.length < 500 || named < 500) throw new Error("that compares nothing");
});

const server = await serve({ port: 0, page: false });
for (const client of ["boto3", "aws-cli", "javascript"]) {
  for (const [exception, [operation, input, wanted]] of Object.entries(REFUSED)) {
    await test(`${client} prints ${exception}, and it is explained`, async () => {
      // No name of an exception stands in the name of the file, which a traceback repeats.
      const name = `refused-${Object.keys(REFUSED).indexOf(exception)}`;
      const program = snippet(operation, input, client, { endpoint: server.url, region: "eu-central-1" });
      const printed = await outputOf(client, program, name).then(
        (output) => {
          throw new Error(`it was not refused\n${output}`);
        },
        (error) => error.message,
      );
      const told = explain(printed);
      const isTold = told.length > 0 && told.every((one) => one.exception === exception);
      // What the JavaScript SDK prints does not name the operation, so its member may stay open, never be another.
      const isOpen = (value) => client === "javascript" && value === undefined;
      const isRight = ({ rule, path }, index) => {
        const [rightRule, rightPath] = wanted[index].split(" ");
        return (rule === rightRule || isOpen(rule)) && (path === rightPath || isOpen(path));
      };
      const isNamed = told.every((one) => one.operation === operation || isOpen(one.operation));
      if (!isTold || !isNamed || told.length !== wanted.length || !told.every(isRight)) {
        throw new Error(`${JSON.stringify(told, null, 1)}\n${printed}`);
      }
    });
  }
}
await server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
