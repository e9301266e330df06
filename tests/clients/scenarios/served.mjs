// One loopback server for each scenario, for the clients that speak HTTP.
import { serve } from "../../../pkg/server.mjs";
import { START } from "./all.mjs";

/**
 * @param {import("./all.mjs").Scenario} scenario
 * @param {(endpoint: string, step: import("./all.mjs").Step) => Promise<object>} perform
 */
export async function served({ emulator }, perform) {
  const server = await serve({ port: 0, page: false, ...START, ...emulator });
  const ask = async (route, body) => {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const response = await fetch(`${server.url}/_dryrun/${route}`, init);
    if (!response.ok) throw new Error(`${route} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  let seen = 0;
  /** Waits for the next event, as a function does. */
  const nextEvent = async (kind) => {
    for (;;) {
      const events = await ask(`events?after=${seen}&wait=20`);
      if (events.length === 0) throw new Error(`no event of the kind ${kind}`);
      for (const event of events) {
        seen = event.id;
        if (event.kind === kind) return event.detail;
      }
    }
  };
  return {
    perform: (step) => perform(server.url, step),
    control: ({ fault, script, change, event, keep, ...clock }) => {
      if (fault !== undefined) return ask("fault", fault);
      if (change !== undefined) return ask("change", change);
      if (event !== undefined) return nextEvent(event);
      return script === undefined ? ask("clock", clock) : ask("script", script);
    },
    requests: async () => (await ask("log")).length,
    close: () => server.close(),
  };
}
