// The real clients against the emulator: each puts what a snippet puts, and lists it back.
import { snippet } from "../../pkg/node.mjs";
import { serve } from "../../pkg/server.mjs";
import { outputOf } from "./runners.mjs";

const CLIENTS = ["aws-cli", "boto3", "javascript", "curl"];
const NODE = "i-0123456789abcdef0";
const WORDS = 'it\'s "5 µm" 😀 $HOME';

const families = {
  compliance: (client) => ({
    put: "ssm:PutComplianceItems",
    input: {
      ResourceId: NODE,
      ResourceType: "ManagedInstance",
      ComplianceType: `Custom:${client.replace("-", "")}`,
      ExecutionSummary: { ExecutionTime: "2026-01-02T03:04:05Z" },
      Items: [{ Id: `${client}-1`, Title: WORDS, Severity: "HIGH", Status: "NON_COMPLIANT" }],
    },
    list: "ssm:ListComplianceItems",
    query: {
      ResourceIds: [NODE],
      Filters: [{ Key: "ComplianceType", Values: [`Custom:${client.replace("-", "")}`] }],
    },
    wanted: [`${client}-1`, "NON_COMPLIANT"],
  }),
  inventory: (client) => ({
    put: "ssm:PutInventory",
    input: {
      InstanceId: NODE,
      Items: [
        {
          TypeName: `Custom:${client.replace("-", "")}`,
          SchemaVersion: "1.0",
          CaptureTime: "2026-01-02T03:04:05Z",
          Content: [{ Name: `rack-${client}`, Words: WORDS }],
        },
      ],
    },
    list: "ssm:ListInventoryEntries",
    query: { InstanceId: NODE, TypeName: `Custom:${client.replace("-", "")}` },
    wanted: [`rack-${client}`, "2026-01-02T03:04:05Z"],
  }),
};

const server = await serve({ port: 0, page: false });
let passed = 0;
let failed = 0;
for (const client of CLIENTS) {
  for (const [family, of] of Object.entries(families)) {
    const { put, input, list, query, wanted } = of(client);
    const options = { endpoint: server.url, region: "eu-central-1" };
    const name = `${client} puts ${family} into the emulator and lists it`;
    try {
      await outputOf(client, snippet(put, input, client, options), `put-${family}`);
      const output = await outputOf(client, snippet(list, query, client, options), `list-${family}`);
      const absent = wanted.filter((words) => !output.includes(words));
      if (absent.length > 0) throw new Error(`${absent} is not in what it printed:\n${output}`);
      passed += 1;
      console.log(`ok ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.message.replace(/^/gm, "    ")}`);
    }
  }
}
await server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
