// `@aws-sdk/client-ssm` in Node, over HTTP.
import { clientsOf, paginates, perform } from "./sdk.mjs";
import { served } from "./served.mjs";

export async function open() {
  return { start, paginates, async close() {} };
}

async function start(scenario) {
  let clients;
  const session = await served(scenario, (endpoint, step) => {
    clients ??= clientsOf({ endpoint }, scenario.attempts);
    return perform(clients.of(step.by), step);
  });
  const close = async () => {
    clients?.destroy();
    await session.close();
  };
  return { ...session, close };
}
