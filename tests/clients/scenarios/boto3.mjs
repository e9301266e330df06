// boto3 over HTTP.
import { served } from "./served.mjs";
import { stepsOf } from "./steps.mjs";

export async function open() {
  const { ask, close } = stepsOf("boto3_steps.py");
  const { paginators } = await ask({});
  return {
    paginates: (operation) => paginators.includes(operation),
    start: (scenario) =>
      served(scenario, (endpoint, step) => ask({ endpoint, attempts: scenario.attempts ?? 1, ...step })),
    close,
  };
}
