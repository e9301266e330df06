// Whether what a client gave is what a step wants.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../places.mjs";

const SHAPES = Object.values(
  JSON.parse(readFileSync(join(ROOT, "src", "services", "ssm", "model.json"), "utf8")).shapes,
);
const MODELLED = new Set(namesOfErrors());

/**
 * @typedef {object} Found
 * @property {number} requests how many the emulator saw
 * @property {object} [output]
 * @property {{ name: string, message: string, members?: object, isClass?: boolean | null, status?: number }} [refused] `members`,
 *   `isClass` and `status` as far as the client shows them; `isClass` is null where it has no such class
 *
 * @param {import("./all.mjs").Step} step
 * @param {Found} found
 * @returns {string | undefined} what is wrong
 */
export function judged(step, found) {
  if (found.requests !== (step.requests ?? 1)) {
    return `the emulator saw ${found.requests} requests, ${step.requests ?? 1} are wanted; ${JSON.stringify(found)}`;
  }
  if (step.refused === undefined) {
    if (found.output === undefined) return `refused: ${JSON.stringify(found.refused)}`;
    return difference("output", found.output, step.output);
  }
  if (found.refused === undefined) return `an ${step.refused} is wanted, not ${JSON.stringify(found.output)}`;
  return judgedRefusal(step, found.refused);
}

function judgedRefusal({ refused, message = "", members = {}, status = 400 }, found) {
  if (found.name !== refused) return `the exception is ${found.name} (${found.message}), not ${refused}`;
  if (!found.message.startsWith(message)) return `the message is ${found.message}, not ${message}`;
  if (found.status !== undefined && found.status !== status)
    return `the status is ${found.status}, not ${status}`;
  if (found.isClass === false) return `the exception is not of the class ${refused}`;
  if (found.isClass === null && MODELLED.has(refused)) return `the client has no class ${refused}`;
  return found.members === undefined ? undefined : difference("members", found.members, members);
}

/** Objects hold at least what is wanted, lists exactly. */
function difference(path, found, wanted) {
  if (wanted instanceof Date) {
    // Clients show a time as a Date, as ISO text or as seconds.
    const time = new Date(typeof found === "number" ? found * 1000 : found).getTime();
    return time === wanted.getTime() ? undefined : differs(path, found, wanted);
  }
  if (typeof wanted !== "object" || wanted === null) {
    return found === wanted ? undefined : differs(path, found, wanted);
  }
  if (typeof found !== "object" || found === null) return differs(path, found, wanted);
  if (Array.isArray(wanted) && found.length !== wanted.length) return differs(path, found, wanted);
  for (const key of Object.keys(wanted)) {
    const inner = difference(`${path}.${key}`, found[key], wanted[key]);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function differs(path, found, wanted) {
  return `${path} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
}

function* namesOfErrors() {
  for (const { type, errors = [] } of SHAPES) {
    if (type === "operation") for (const { target } of errors) yield target.split("#")[1];
  }
}
