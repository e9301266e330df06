// The types, by the compiler, for each module system. What must not compile is marked in the source with
// @ts-expect-error, so that a type that lets everything through is an error too.
import { join } from "node:path";

const USER = `
const report: Report = check("ssm:PutInventory", "{}", { form: "wire", limit: 5 });
const first: Finding | undefined = report.findings[0];
const severity: "error" | "warning" | "info" | undefined = first?.severity;
check("other:Operation", new Uint8Array());
// @ts-expect-error no such form
check("ssm:PutInventory", "{}", { form: "wires" });
// @ts-expect-error a number is no request
check("ssm:PutInventory", 5);

const item: ssm.ComplianceItemEntry = { Severity: "HIGH", Status: "COMPLIANT", Details: { DocumentName: "x" } };
// @ts-expect-error not a severity
const misprint: ssm.ComplianceSeverity = "MAJOR";

const emulator = new Emulator({ now: new Date(0), seed: 7, nodes: ["i-0123456789abcdef0"] });
const summary = { ExecutionTime: new Date(0) };
const put = { ResourceId: "i-1", ResourceType: "ManagedInstance", ComplianceType: "Custom:Backup" };
emulator.call("ssm:PutComplianceItems", { ...put, ExecutionSummary: summary, Items: [item] });
// @ts-expect-error Items is missing
emulator.call("ssm:PutComplianceItems", { ...put, ExecutionSummary: summary });
// @ts-expect-error an inventory has no such member
emulator.call("ssm:PutInventory", { InstanceId: "i-1", Items: [], Item: 1 });
emulator.call<"ssm:PutInventory">("ssm:PutInventory", "{}");
const listed = emulator.call("ssm:ListComplianceItems", {});
const time: number | undefined = listed.ComplianceItems?.[0]?.ExecutionSummary?.ExecutionTime;
// @ts-expect-error an answered time is a number
const text: string | undefined = listed.ComplianceItems?.[0]?.ExecutionSummary?.ExecutionTime;
const anything: unknown = emulator.call("other:Operation", { a: 1 });
const file: ssmAgent.CustomInventory = { TypeName: "Custom:A", SchemaVersion: "1.0", Content: { Rack: "A" } };
const files: ssmAgent.CustomInventory[] = [file, { ...file, Content: [{ Rack: "A" }] }];
// @ts-expect-error a number is no attribute
const numbers: ssmAgent.CustomInventory = { ...file, Content: { Rack: 1 } };
const made: Conversion = convert("ssm-agent:CustomInventoryFile", "ssm:PutInventory", [{ name: "a.json", text: files[0]! }]);
const result: huaweiConfig.PolicyResource = fromEvent("{}", { compliance_state: "NonCompliant" }).policy_resource;
const about: string | null | undefined = result.resource_id;
fromEvent<"huawei-config:UpdatePolicyState">({}, { compliance_state: "Compliant" }).evaluation_time satisfies number | string;
// @ts-expect-error not a state
fromEvent("{}", { compliance_state: "compliant" });
const state: huaweiConfig.PolicyState = { evaluation_time: 1790841600123 };
// @ts-expect-error an answered time is a number
const spoken: string | undefined = state.evaluation_time;
const input: Operations["ssm:PutInventory"]["input"] = { InstanceId: "i-1", Items: [] };
const { status, delay = 0 } = emulator.send({ method: "POST", url: "http://localhost/", headers: { a: "b" }, body: "" });
const later: number = emulator.now + delay + status;
emulator.advance("PT1H");
emulator.advanceTo(new Date(5_000));
emulator.speed = emulator.speed * 2;
const settled: number = emulator.settle();
const faults: ListedFault[] = emulator.fault([{ operation: "ssm:PutInventory", exception: "ThrottlingException", times: 2 }]);
emulator.fault(emulator.faults());
// @ts-expect-error faults are a list
emulator.fault({ latency: 5 });
const struck: number = faults.reduce((sum, fault) => sum + fault.used + (fault.latency ?? 0), 0) + settled;
const entries: ListedScriptEntry[] = emulator.script([{ step: "look", status: "Failed", duration: "PT5S" }]);
// @ts-expect-error a step does not end like this
emulator.script([{ status: "Late" }]);
const scripted: number = entries.reduce((sum, entry) => sum + ("duration" in entry ? (entry.duration ?? 0) : 0), 0);
emulator.script([{ rule: "own", resource: "ecs-1", complianceState: "NonCompliant" }]);
emulator.change([{ resource: { id: "ecs-1", provider: "ecs", tags: { team: "red" } } }, { resource: { id: "ecs-2" }, gone: true }]);
// @ts-expect-error a resource has an id
emulator.change([{ resource: { name: "ecs-1" } }]);
const rules: string[] = emulator.waiting().flatMap((one) => ("policyAssignmentId" in one ? [one.policyAssignmentId] : []));
new Emulator({ resources: [{ id: "ecs-1", region_id: null }], evaluationHash: "any", quotas: { policyAssignments: 1 } }).free();
const awaited: string[] = emulator.waiting().flatMap((execution) => execution.signals ?? []);
const newest: boolean = emulator.timelines({ limit: 1 }).every((execution) => execution.isGood ?? true);
const offered: string[] = emulator.waiting().flatMap((execution) => execution.requests.map((request) => request.title));
const took: (string | undefined)[] = emulator.timeline("x").steps.map((step) => step.ended);
const went: (string | undefined)[] = emulator.timeline("x").events.map((event) => event.status);
const kinds: string[] = emulator.events({ after: 1 }).map((event) => event.kind);
const replayed: number | undefined = emulator.takeJournal().map((record) => emulator.replay(record)?.status)[0];
const hashes: string[] = contentHashes("ssm:PutInventory", input).map((hash) => hash.digest);
const signed = sign(build("ssm:PutInventory", input), { accessKey: "AKID", secretKey: "x", time: new Date(5_000) });
const authorization: string | undefined = signed.headers["Authorization"];
const inBytes: Uint8Array | "" = sign({ method: "PUT", url: "https://a.example/", body: new Uint8Array(2) }, { token: "t" }).body;
emulator.send(signed);
new Emulator({ keys: { AKID: "x", TEMP: { secretKey: "x", securityToken: "y" } }, tokens: { t: "alice" } });
Emulator.restore("{}", { keys: { AKID: "x" } });
// @ts-expect-error a key signs with its secret
sign(signed, { accessKey: "AKID" });
const refused = (error: unknown) => error instanceof ServiceError && error.members["TypeName"];
const code: string = snippet("ssm:PutInventory", build("ssm:PutInventory", input).body, "boto3");
export { about, authorization, inBytes, numbers, made, spoken, severity, misprint, time, text, anything, later, hashes, refused, code, struck, scripted, awaited, newest, offered, took, rules, went, kinds, replayed };
`;
const IMPORTED = "build, check, contentHashes, convert, Emulator, fromEvent, ServiceError, sign, snippet";
const TYPES =
  "Conversion, Finding, huaweiConfig, ListedFault, ListedScriptEntry, Operations, Report, ssm, ssmAgent";
const AS_MODULE = `import init, { ${IMPORTED}, type ${TYPES.replaceAll(", ", ", type ")} } from "cloud-dryrun";
const ready: Promise<void> = init();
${USER}
export { ready };
`;
// The compiler of TypeScript 5 and later: an import in a .cts file is a require.
const AS_REQUIRE = AS_MODULE.replace(
  "const ready: Promise<void> = init();",
  "const ready: Promise<void> = init(new Uint8Array());",
);
const SERVER = `import { serve, type Server } from "cloud-dryrun/server";
import init from "cloud-dryrun";
import wasm from "cloud-dryrun/wasm";
await init(wasm);
const server: Server = await serve({ port: 0, now: "2024-05-01T12:00:00Z", state: "x", log: ({ operation, status }) => [operation, status] });
// @ts-expect-error only loopback
await serve({ host: "0.0.0.0" });
await server.close();
`;
const DOORS = `import { Emulator } from "cloud-dryrun";
import { requestHandler, type RequestHandler } from "cloud-dryrun/aws-sdk";
import { fetchHandler } from "cloud-dryrun/fetch";
const emulator = new Emulator();
const handler: RequestHandler = requestHandler(emulator, { requestTimeout: 5 });
// @ts-expect-error no such option
requestHandler(emulator, { timeout: 5 });
// @ts-expect-error not an emulator
fetchHandler({ send: 1 });
`;
const SDK = `${DOORS}
import { SSMClient } from "@aws-sdk/client-ssm";
new SSMClient({ requestHandler: handler });
const answer: typeof fetch = fetchHandler(emulator);
const asked: Promise<Response> = answer(new Request("https://localhost/"), { method: "POST" });
export { asked };
`;
const USING = `import { Emulator } from "cloud-dryrun";
using emulator = new Emulator();
export const now: number = emulator.now;
`;

export const typeChecks = {
  "types: import under node16": (workshop) =>
    compiled(workshop, "node16", "node16", { "user.mts": AS_MODULE }),
  "types: require under node16": (workshop) =>
    compiled(workshop, "node16", "node16", { "user.cts": AS_REQUIRE }),
  "types: import under nodenext": (workshop) =>
    compiled(workshop, "nodenext", "nodenext", { "user.mts": AS_MODULE }),
  "types: require under nodenext": (workshop) =>
    compiled(workshop, "nodenext", "nodenext", { "user.cts": AS_REQUIRE }),
  "types: under bundler": (workshop) => compiled(workshop, "esnext", "bundler", { "user.ts": AS_MODULE }),
  "types: with the DOM": (workshop) =>
    compiled(workshop, "esnext", "bundler", { "user.ts": AS_MODULE, "load.ts": LOAD }, ["esnext", "dom"]),
  "types: the server and the wasm file": (workshop) =>
    compiled(workshop, "nodenext", "nodenext", { "user.mts": SERVER }),
  "types: the doors, without the SDK, the DOM or Node": async (workshop) => {
    await compiled(workshop, "nodenext", "nodenext", { "user.mts": DOORS, "user.cts": DOORS });
    await compiled(workshop, "esnext", "bundler", { "user.ts": DOORS });
  },
  "types: the doors fit the SDK and the environment's fetch": async (workshop) => {
    for (const file of ["user.mts", "user.cts"]) {
      await compiled(
        workshop,
        "nodenext",
        "nodenext",
        { [file]: SDK },
        ["es2022", "dom"],
        "@aws-sdk/client-ssm",
      );
    }
  },
  "types: a using declaration": (workshop) =>
    compiled(workshop, "nodenext", "nodenext", { "user.mts": USING }),
};

const LOAD = `import init, { Emulator } from "cloud-dryrun";
await init(new URL("https://localhost/x.wasm"));
await init(fetch("x.wasm"));
await init(new WebAssembly.Module(new Uint8Array()));
// @ts-expect-error a number is no source
await init(5);
new Emulator().send({ method: "POST", url: new URL("https://localhost/"), headers: new Headers({ a: "b" }) });
`;

// Without the types of Node, and without the DOM unless asked: our declarations must stand alone. They are
// checked as strictly as the user's own file.
async function compiled(workshop, module, moduleResolution, files, lib = ["es2022"], borrowed) {
  const compilerOptions = {
    ...{ module, moduleResolution, lib, target: "es2022", types: [] },
    ...{ strict: true, noEmit: true, skipLibCheck: borrowed !== undefined, exactOptionalPropertyTypes: true },
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
  };
  const config = JSON.stringify({ compilerOptions, files: Object.keys(files) });
  const folder = workshop.project({ ...files, "tsconfig.json": config });
  if (borrowed !== undefined) workshop.borrow(folder, borrowed);
  await workshop.run(folder, process.execPath, workshop.tool(join("typescript", "bin", "tsc")), "-p", ".");
}
