// A test with MSW: the code under test uses the official SDK, or `fetch`, as it does in production, and whatever it
// sends to the service is answered by the emulator. Run it with `node msw.mjs`; it needs msw and @aws-sdk/client-ssm.
import { ListComplianceItemsCommand, PutComplianceItemsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { Emulator } from "cloud-dryrun";
import { fetchHandler } from "cloud-dryrun/fetch";
import { http } from "msw";
import { setupServer } from "msw/node";

const NODE = "i-0123456789abcdef0";

const emulator = new Emulator({ now: "2026-03-12T06:00:00Z", seed: 7 });
const answer = fetchHandler(emulator);
const server = setupServer(
  http.all(/^https:\/\/ssm\.[a-z0-9-]+\.amazonaws\.com\//, ({ request }) => answer(request)),
);
server.listen({ onUnhandledRequest: "error" }); // nothing else may leave the machine

const credentials = { accessKeyId: "reporter", secretAccessKey: "any" };
const client = new SSMClient({ region: "eu-central-1", credentials });
await client.send(
  new PutComplianceItemsCommand({
    ResourceId: NODE,
    ResourceType: "ManagedInstance",
    ComplianceType: "Custom:AVCheck",
    ExecutionSummary: { ExecutionTime: new Date("2026-03-12T05:00:00Z") },
    Items: [{ Id: "av-1", Severity: "HIGH", Status: "NON_COMPLIANT" }],
  }),
);
const { ComplianceItems } = await client.send(new ListComplianceItemsCommand({ ResourceIds: [NODE] }));
for (const { ComplianceType, Id, Status } of ComplianceItems) console.log(ComplianceType, Id, Status);

server.close();
emulator.free();
