// Every scenario. Data alone: each is run through every client that can send its calls by run.mjs.
import { automation } from "./automation.mjs";
import { changes } from "./changes.mjs";
import { compliance } from "./compliance.mjs";
import { documents } from "./documents.mjs";
import { faults } from "./faults.mjs";
import { inventory } from "./inventory.mjs";
import { policies } from "./policies.mjs";
import { queries } from "./queries.mjs";
import { summaries } from "./summaries.mjs";

/**
 * A call, or a handle of the emulator.
 *
 * @typedef {object} Step
 * @property {string} [call] the operation
 * @property {object} [input] its input; a Date where the model has a timestamp, and `{ kept }` for what an answer had
 * @property {string} [by] the access key of whoever calls
 * @property {number} [pageSize] goes through the pages with the client's own paginator, where it has one
 * @property {number} [requests] how many requests the emulator sees of it; one unless stated
 * @property {object} [output] what the answer holds: a part of each object, all of each list
 * @property {string} [refused] the exception
 * @property {string} [message] how its message begins
 * @property {number} [status] the status of the refusal; 400 unless stated
 * @property {object} [members] the exception's further members
 * @property {object[]} [fault] faults to ask for
 * @property {Record<string, string>} [keep] what later steps need of the answer: a name for each, and where it stands
 * @property {string | number} [advance] lets time pass
 * @property {true} [settle] lets time pass until only people are awaited
 * @property {object[]} [script] says how steps of runbooks end
 * @property {object[]} [change] tells what changed on the outside
 * @property {string} [event] waits for the next event of this kind, for `keep` to keep something of
 *
 * @typedef {{ name: string, emulator?: object, attempts?: number, steps: Step[] }} Scenario
 */

/** What every emulator of a scenario starts with. */
export const START = { now: "2026-03-12T08:00:00Z", seed: 7, speed: 0 };

/** @type {Scenario[]} */
export const SCENARIOS = [
  ...compliance,
  ...summaries,
  ...inventory,
  ...queries,
  ...documents,
  ...automation,
  ...changes,
  ...policies,
  ...faults,
];
