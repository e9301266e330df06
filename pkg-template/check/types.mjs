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
const input: Operations["ssm:PutInventory"]["input"] = { InstanceId: "i-1", Items: [] };
const { status, delay = 0 } = emulator.send({ method: "POST", url: "http://localhost/", headers: { a: "b" }, body: "" });
const later: number = emulator.now + delay + status;
emulator.advance("PT1H");
const hashes: string[] = contentHashes("ssm:PutInventory", input).map((hash) => hash.digest);
const refused = (error: unknown) => error instanceof ServiceError && error.members["TypeName"];
const code: string = snippet("ssm:PutInventory", build("ssm:PutInventory", input).body, "boto3");
export { severity, misprint, time, text, anything, later, hashes, refused, code };
`;
const IMPORTED = "build, check, contentHashes, Emulator, ServiceError, snippet";
const TYPES = "Finding, Operations, Report, ssm";
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
const server: Server = await serve({ port: 0, now: "2024-05-01T12:00:00Z", log: (line) => line.length });
// @ts-expect-error only loopback
await serve({ host: "0.0.0.0" });
await server.close();
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
async function compiled(workshop, module, moduleResolution, files, lib = ["es2022"]) {
  const compilerOptions = {
    ...{ module, moduleResolution, lib, target: "es2022", types: [] },
    ...{ strict: true, noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true },
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
  };
  const config = JSON.stringify({ compilerOptions, files: Object.keys(files) });
  const folder = workshop.project({ ...files, "tsconfig.json": config });
  await workshop.run(folder, process.execPath, workshop.tool(join("typescript", "bin", "tsc")), "-p", ".");
}
