// Prints how many milliseconds a fresh process takes from the import to its first report.
import { readFileSync } from "node:fs";

const text = readFileSync(0, "utf8");
const start = performance.now();
const { default: init, check } = await import("../../pkg/node.mjs");
await init();
check("ssm:PutComplianceItems", text);
console.log(performance.now() - start);
