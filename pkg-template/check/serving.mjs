// `cloud-dryrun serve` as a process: its log, its options and its end.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { friendOf } from "./asking.mjs";
import { NODE, PUT } from "./requests.mjs";

async function started(workshop, ...words) {
  const own = ["cli.mjs", "serve", "--port", "0", "--seed", "7"];
  const running = await workshop.start(workshop.unpacked, "node", ...own, ...words);
  return { ...running, ...friendOf(running.line) };
}

/** A put, one that is refused, and something that nobody knows. */
async function visited({ operation, ask }) {
  await operation("PutInventory", PUT);
  await operation("PutInventory", { ...PUT, InstanceId: "\n" });
  await ask("GET", "/nowhere?a=%0A");
}

async function stopped({ child, ended }) {
  child.kill("SIGTERM");
  assert.deepEqual(await ended, { status: 0, signal: null });
}

export const servingChecks = {
  async "serve: the log has a line for each request, for people"(workshop) {
    const running = await started(workshop);
    await visited(running);
    await stopped(running);
    const lines = running.said.stderr.trimEnd().split("\n");
    assert.equal(lines.length, 3, running.said.stderr);
    assert.match(lines[0], /^20[\d-]+T[\d:.]+Z POST \/ ssm:PutInventory 200 \d+ ms$/);
    assert.match(lines[1], /^\S+ POST \/ ssm:PutInventory 400 ValidationException \d+ ms$/);
    assert.match(lines[2], /^\S+ GET \/nowhere\S* 404 \d+ ms$/);
  },

  async "serve: and for machines"(workshop) {
    const running = await started(workshop, "--log", "json");
    await visited(running);
    await stopped(running);
    const entries = running.said.stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      entries.map(({ method, operation, status, error, completed }) => [
        ...[method, operation, status, error, completed],
      ]),
      [
        ["POST", "ssm:PutInventory", 200, undefined, true],
        ["POST", "ssm:PutInventory", 400, "ValidationException", true],
        ["GET", undefined, 404, undefined, true],
      ],
    );
    for (const { time, milliseconds } of entries) {
      assert(Math.abs(Date.parse(time) - Date.now()) < 60_000 && milliseconds > 0);
    }
  },

  async "serve: or none at all"(workshop) {
    const running = await started(workshop, "--log=off");
    await visited(running);
    await stopped(running);
    assert.equal(running.said.stderr, "");
  },

  async "serve: a log that nobody reads any more is no reason to stop"(workshop) {
    const running = await started(workshop);
    running.child.stderr.destroy();
    for (const _ of [1, 2, 3]) {
      await visited(running);
      await wait(20);
    }
    assert.equal((await running.control("GET", "log")).json.length, 9);
    await stopped(running);
  },

  async "serve: keys come from a file, verify signatures, and are in no output, state or snapshot"(workshop) {
    const secrets = { keys: { AKID: "s3cr3t-s3cr3t" }, tokens: { "t0k3n-t0k3n": "alice" } };
    const folder = workshop.project({ "keys.json": JSON.stringify(secrets), "broken.json": '{"s3cr3t' });
    const [keys, state] = [join(folder, "keys.json"), join(folder, "kept.state")];
    const { sign } = await import(pathToFileURL(join(workshop.unpacked, "node.mjs")));
    const body = JSON.stringify(PUT);
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AmazonSSM.PutInventory",
    };
    for (const _ of ["a new state", "one that is gone on from"]) {
      const running = await started(workshop, "--keys", keys, "--state", state);
      const request = { method: "POST", url: `${running.line}/`, headers, body };
      const asked = async (secretKey) => {
        const { url, ...signed } = sign(request, { accessKey: "AKID", secretKey });
        const answer = await fetch(url, signed);
        return [answer.status, await answer.text()];
      };
      assert.equal((await asked("s3cr3t-s3cr3t"))[0], 200);
      const [status, text] = await asked("another");
      assert.equal(status, 400);
      assert.match(text, /InvalidSignatureException.*The secret key is another one/);
      const snapshot = await (await fetch(`${running.line}/_dryrun/snapshot`)).text();
      await fetch(`${running.line}/_dryrun/snapshot`, { method: "POST", body: snapshot });
      assert.equal((await asked("another"))[0], 400, "a snapshot that is put back has the keys still");
      const log = JSON.stringify((await running.control("GET", "log")).json);
      await stopped(running);
      const told = [text, snapshot, log, running.said.stderr, readFileSync(state, "utf8")].join();
      assert(!/s3cr3t|t0k3n/.test(told), told);
    }
    for (const [file, words] of [
      ["broken.json", "is no JSON"],
      ["absent.json", "ENOENT"],
    ]) {
      const attempt = ["cli.mjs", "serve", "--keys", join(folder, file)];
      const { status, stderr } = await workshop.attempt(workshop.unpacked, "node", ...attempt);
      assert.deepEqual([status, stderr.includes(words), stderr.includes("s3cr3t")], [2, true, false], stderr);
    }
  },

  async "serve: nodes and quotas come from a file"(workshop) {
    const further = {
      nodes: [NODE, { id: `${NODE.slice(0, -1)}f`, state: "Terminated" }],
      quotas: { itemBytes: 40 },
    };
    const folder = workshop.project({
      "world.json": JSON.stringify(further),
      "port.json": '{"port":1}',
      "near.json": '{"nods":[]}',
      "secret.json": '{"keys":{}}',
      "list.json": "[]",
      "wrong.json": '{"nodes":[1]}',
    });
    const running = await started(workshop, "--options", join(folder, "world.json"), "--speed", "0");
    const put = async (InstanceId, Rack) => {
      const [item] = PUT.Items;
      const { json } = await running.operation("PutInventory", {
        InstanceId,
        Items: [{ ...item, Content: [{ Rack }] }],
      });
      return json.__type;
    };
    assert.equal(await put(NODE, "A"), undefined);
    assert.equal(await put(further.nodes[1].id, "A"), "InvalidInstanceId");
    assert.equal(await put("i-00000000", "A"), "InvalidInstanceId");
    assert.equal(await put(NODE, "A".repeat(40)), "ItemSizeLimitExceededException");
    await stopped(running);
    for (const [file, words] of [
      ["port.json", "no option `port`"],
      ["near.json", "did you mean `nodes`?"],
      ["secret.json", "`keys` stands in the file of --keys"],
      ["list.json", "must hold an object"],
      ["wrong.json", "the option `nodes` must be"],
      ["none.json", "ENOENT"],
    ]) {
      const attempt = ["cli.mjs", "serve", "--port", "0", "--options", join(folder, file)];
      const { status, stderr } = await workshop.attempt(workshop.unpacked, "node", ...attempt);
      assert.deepEqual([status, stderr.includes(words)], [2, true], stderr);
    }
  },

  async "serve: several origins can be allowed"(workshop) {
    const origins = ["https://a.example.com", "https://b.example.com:8443"];
    const { ask } = await started(workshop, ...origins.flatMap((origin) => ["--allow-origin", origin]));
    for (const origin of origins) assert.equal((await ask("GET", "/_dryrun/health", { origin })).status, 200);
    const stranger = { origin: "https://c.example.com" };
    assert.equal((await ask("GET", "/_dryrun/health", stranger)).status, 403);
    for (const wrong of ["null", "*", "app.example.com", "https://a.example.com/x", "file://"]) {
      const words = ["cli.mjs", "serve", "--allow-origin", wrong];
      const { status, stderr } = await workshop.attempt(workshop.unpacked, "node", ...words);
      assert.deepEqual([status, /such as https:/.test(stderr)], [2, true], wrong);
    }
  },

  async "serve: told to stop, it answers what is open and keeps the state"(workshop) {
    const file = join(workshop.project({}), "state.json");
    const first = await started(workshop, "--state", file, "--now", "2026-03-12T09:00:00Z");
    await first.control("POST", "fault", [{ operation: "ssm:PutInventory", latency: "PT1M", times: 1 }]);
    const open = first.operation("PutInventory", PUT);
    await wait(300);
    first.child.kill("SIGTERM");
    assert.equal((await open).status, 200);
    assert.deepEqual(await first.ended, { status: 0, signal: null });
    const second = await started(workshop, "--state", file);
    const { json } = await second.operation("ListInventoryEntries", {
      InstanceId: NODE,
      TypeName: "Custom:Rack",
    });
    assert.deepEqual(json.Entries, PUT.Items[0].Content);
    const { now } = (await second.control("GET", "clock")).json;
    const since = Date.parse(now) - Date.parse("2026-03-12T09:00:00Z");
    assert(since > 300 && since < 120_000, now);
    await stopped(second);
  },
};
