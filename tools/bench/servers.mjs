// Requests over loopback: `cloud-dryrun serve` and moto's server, each as it comes, under one load generator.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { median } from "./measure.mjs";

const MOTO = ".venv-moto/bin/moto_server";
const START_LIMIT = 60_000; // milliseconds; moto imports a good deal
const ROUNDS = 3;
const COUNT = 300; // requests of a round
const WARM_UP = 100;
const CONNECTIONS = 8;

// The only operations that moto 5 has of those in the table of operations are about documents.
const SHARED = { operation: "ListDocuments", input: {} };
const NODE = "i-0123456789abcdef0";
const NEAREST = {
  ours: {
    operation: "PutInventory",
    input: {
      InstanceId: NODE,
      Items: [
        {
          ...{ TypeName: "Custom:Rack", SchemaVersion: "1.0", CaptureTime: "2026-03-12T08:00:00Z" },
          Content: [{ Rack: "D", Shelf: "E" }],
        },
      ],
    },
  },
  rival: {
    operation: "PutParameter",
    input: { Name: "rack", Value: '{"Rack":"D","Shelf":"E"}', Type: "String", Overwrite: true },
  },
};

/**
 * @param {(operation: string) => boolean} isEmulated
 * @returns {Promise<{ what: string, single: { ours: number, rival: number }, many: { ours: number, rival: number } }>}
 *   milliseconds of one request on its own, and for each of many over several connections
 */
export async function servers(isEmulated) {
  if (!existsSync(MOTO)) throw new Error(`${MOTO} is missing; run tools/setup.sh moto`);
  const { ours, rival } = isEmulated(SHARED.operation) ? { ours: SHARED, rival: SHARED } : NEAREST;
  const what =
    ours === rival
      ? `${ours.operation} | the same, moto`
      : `${ours.operation} | ${rival.operation}, moto (which has no ${ours.operation})`;
  const started = [];
  try {
    for (const [command, sent] of [
      [(port) => [process.execPath, "pkg/cli.mjs", "serve", "--port", port, "--log", "off"], ours],
      [(port) => [MOTO, "-H", "127.0.0.1", "-p", port], rival],
    ]) {
      started.push(await start(command, sent));
    }
    const figures = { single: [[], []], many: [[], []] };
    for (const server of started) await load(server, 1, WARM_UP);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, server] of started.entries()) {
        figures.single[index].push(median((await load(server, 1, COUNT)).times));
        figures.many[index].push((await load(server, CONNECTIONS, COUNT)).took / COUNT);
      }
    }
    const pair = ([ofOurs, ofRival]) => ({ ours: median(ofOurs), rival: median(ofRival) });
    return { what, single: pair(figures.single), many: pair(figures.many) };
  } finally {
    for (const { child } of started) child.kill("SIGKILL");
  }
}

async function start(command, sent) {
  const port = await freePort();
  const [program, ...words] = command(String(port));
  const child = spawn(program, words, { stdio: "ignore" });
  const server = { child, port, body: JSON.stringify(sent.input), target: `AmazonSSM.${sent.operation}` };
  for (const end = Date.now() + START_LIMIT; ; await wait(100)) {
    try {
      await send(server, undefined);
      return server;
    } catch (error) {
      if (error.code === "ECONNREFUSED" && Date.now() < end && child.exitCode === null) continue;
      child.kill("SIGKILL");
      throw error;
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** So many requests over so many connections, which stay open where the server lets them. */
async function load(server, connections, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      const begun = performance.now();
      await send(server, agent);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, one));
  const took = performance.now() - begun;
  agent.destroy();
  assert.equal(times.length, count);
  return { times, took };
}

const CREDENTIAL =
  "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260312/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=0";

function send({ port, body, target }, agent) {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": target,
    authorization: CREDENTIAL,
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method: "POST", path: "/", headers, agent });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${target}: ${response.statusCode} ${Buffer.concat(chunks)}`));
      });
    });
    request.end(body);
  });
}
