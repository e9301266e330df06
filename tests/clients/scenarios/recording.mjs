// Huawei Cloud's SDK for Python, its requests kept as they arrive: tests/huawei/recorded.rs sends them again, years later
// and without the SDK. `node tests/clients/scenarios/run.mjs recording` writes the file anew.
import { writeFileSync } from "node:fs";
import { createServer, request as outgoing } from "node:http";
import { join } from "node:path";
import { ROOT } from "../places.mjs";
import { START } from "./all.mjs";
import { open as client } from "./huawei_python.mjs";

const KEYS = { AKIDEXAMPLE: "of-AKIDEXAMPLE" };

export async function open() {
  const { paginates, start, close } = await client();
  const scenarios = [];
  return {
    paginates,
    async start(scenario) {
      // The SDK signs with the time of day, so the clock may not go far from it; faults answer in the place of signatures.
      const isNow = scenario.steps.every(({ advance, fault }) => advance !== "PT1H" && fault === undefined);
      const emulator = { ...START, ...scenario.emulator, now: Date.now(), keys: KEYS };
      const steps = [];
      if (isNow) scenarios.push({ name: scenario.name, emulator, steps });
      const session = await start({ ...scenario, ...(isNow && { emulator }) }, (endpoint) =>
        between(endpoint, steps),
      );
      return {
        ...session,
        control(step) {
          const { advance, settle, script, change } = step;
          if (advance ?? settle ?? script ?? change) steps.push({ advance, settle, script, change });
          return session.control(step);
        },
      };
    },
    async close() {
      await close();
      const file = join(ROOT, "tests", "huawei", "recorded.json");
      writeFileSync(file, `${JSON.stringify(scenarios, null, 2)}\n`);
    },
  };
}

/** Stands between the SDK and the emulator, and keeps what goes by. */
async function between(endpoint, steps) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, rawHeaders, headers } = request;
      const body = Buffer.concat(chunks);
      const pairs = rawHeaders.flatMap((name, index) => (index % 2 ? [] : [[name, rawHeaders[index + 1]]]));
      const kept = { method, url, headers: Object.fromEntries(pairs), body: body.toString("latin1") };
      const onward = outgoing(`${endpoint}${url}`, { method, headers, setHost: false }, (answer) => {
        steps.push({ ...kept, status: answer.statusCode });
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      });
      onward.end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}`;
}
