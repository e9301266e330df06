// The control routes: the clock, faults, lists, snapshot and reset of a server's emulator.
import { strict as assert } from "node:assert";
import { served } from "./asking.mjs";
import { LIST, NODE, PUT } from "./requests.mjs";

const NOW = "2026-03-12T09:00:00.000Z";
const fixed = () => ({ speed: 0, now: NOW });
const THROTTLED = { operation: "ssm:PutInventory", exception: "ThrottlingException", times: 2 };

/** What every error of a control route looks like. */
function assertRefused({ status, json }, wanted, code) {
  assert.deepEqual([status, Object.keys(json), json.code], [wanted, ["code", "message"], code]);
  assert.match(json.message, / /);
}

export const controlChecks = {
  "control: the clock is read, advanced, set, settled and given a speed": served(async ({ control }) => {
    assert.deepEqual((await control("GET", "clock")).json, { now: NOW, speed: 0 });
    const steps = [
      [{ advance: "PT1H" }, "2026-03-12T10:00:00.000Z"],
      [{ advance: 1_500 }, "2026-03-12T10:00:01.500Z"],
      [{ set: "2026-03-13T00:00:00Z" }, "2026-03-13T00:00:00.000Z"],
      [{ set: Date.parse("2026-03-14T00:00:00Z") }, "2026-03-14T00:00:00.000Z"],
      [{ settle: true }, "2026-03-14T00:00:00.000Z"],
    ];
    for (const [body, now] of steps) {
      assert.deepEqual((await control("POST", "clock", body)).json, { now, speed: 0 }, JSON.stringify(body));
      assert.deepEqual((await control("GET", "clock")).json, { now, speed: 0 });
    }
    assert.equal((await control("POST", "clock", { speed: 60 })).json.speed, 60);
    assert.equal((await control("GET", "clock")).json.speed, 60);
  }, fixed),

  "control: what cannot be done with the clock is said, and does nothing": served(async ({ control }) => {
    const wrong = [
      {},
      [],
      null,
      "PT1H",
      { advance: "PT1H", speed: 1 },
      { advance: -1 },
      { advance: "an hour" },
      { advance: true },
      { set: "2026-03-11T00:00:00Z" },
      { set: "tomorrow" },
      { settle: false },
      { settle: 1 },
      { speed: -1 },
      { speed: "fast" },
    ];
    for (const body of wrong) {
      const text = JSON.stringify(body);
      const answer = await control("POST", "clock", text);
      assert.equal(answer.status, 400, `${text}: ${answer.text}`);
      assert.deepEqual(Object.keys(answer.json), ["code", "message"], text);
    }
    assertRefused(await control("POST", "clock", { advnce: 1 }), 400, "unknown-option");
    assert.match((await control("POST", "clock", { advnce: 1 })).json.message, /did you mean `advance`\?/);
    for (const text of ["", "{", "PT1H"])
      assertRefused(await control("POST", "clock", text), 400, "wrong-argument");
    assert.deepEqual((await control("GET", "clock")).json, { now: NOW, speed: 0 });
  }, fixed),

  "control: faults are appended, listed, used up and cleared": served(async ({ control, operation }) => {
    assert.deepEqual((await control("GET", "fault")).json, []);
    const [first, ...others] = (await control("POST", "fault", [THROTTLED])).json;
    assert.deepEqual(
      [first.operation, first.exception, others],
      [THROTTLED.operation, THROTTLED.exception, []],
    );
    const { json } = await control("POST", "fault", [
      { exception: "InternalServerError", operation: "ssm:GetInventory" },
    ]);
    assert.deepEqual(
      json.map(({ operation: name }) => name),
      ["ssm:PutInventory", "ssm:GetInventory"],
    );
    for (const _ of [1, 2])
      assert.equal((await operation("PutInventory", PUT)).json.__type, "ThrottlingException");
    assert.equal((await operation("PutInventory", PUT)).status, 200);
    assertRefused(await control("POST", "fault", [{ excepton: "X" }]), 400, "unknown-option");
    assertRefused(await control("POST", "fault", {}), 400, "wrong-argument");
    assert.deepEqual((await control("DELETE", "fault")).json, []);
    assert.deepEqual((await control("GET", "fault")).json, []);
  }, fixed),

  "control: a script is appended, listed and cleared": served(async ({ control }) => {
    assert.deepEqual((await control("GET", "script")).json, []);
    const entry = { step: "look", status: "Failed", duration: "PT5S" };
    const whole = [
      { ...entry, duration: 5_000 },
      { status: "Success", outputs: { State: ["running"] } },
    ];
    assert.deepEqual((await control("POST", "script", [entry])).json, whole.slice(0, 1));
    assert.deepEqual((await control("POST", "script", whole.slice(1))).json, whole);
    assertRefused(await control("POST", "script", [{ stat: "Failed" }]), 400, "unknown-option");
    assertRefused(await control("POST", "script", [{ status: "Late" }]), 400, "wrong-argument");
    assertRefused(await control("POST", "script", {}), 400, "wrong-argument");
    assert.deepEqual((await control("GET", "script")).json, whole);
    assert.deepEqual((await control("DELETE", "script")).json, []);
  }, fixed),

  "control: who is awaited and how it went": served(async ({ control, operation }) => {
    assert.deepEqual((await control("GET", "waiting")).json, []);
    assert.deepEqual((await control("GET", "timeline")).json, []);
    const { AutomationExecutionId: id } = (
      await operation("StartAutomationExecution", {
        DocumentName: "AWS-StopEC2InstanceWithApproval",
        Parameters: {
          InstanceId: ["i-0123456789abcdef0"],
          Approvers: ["AKIDANN"],
          SNSTopicArn: ["arn:aws:sns:us-east-1:123456789012:Automation"],
        },
      })
    ).json;
    const [{ executionId, requests }] = (await control("GET", "waiting")).json;
    assert.equal(executionId, id);
    assert.deepEqual(
      requests.map(({ title }) => title),
      ["Approve", "Reject"],
    );
    assert.deepEqual(
      (await control("GET", "timeline")).json.map((head) => [head.executionId, head.status]),
      [[id, "Waiting"]],
    );
    const { json } = await control("GET", `timeline?id=${id}`);
    assert.deepEqual(
      json.steps.map(({ step, status }) => [step, status]),
      [
        ["approve", "Waiting"],
        ["stopInstances", "Pending"],
      ],
    );
    assertRefused(await control("GET", "timeline?id=nothing"), 400, "wrong-argument");
    assertRefused(await control("GET", "timeline?of=nothing"), 400, "unknown-option");
    assertRefused(await control("GET", "waiting?id=nothing"), 400, "unknown-option");
    assertRefused(await control("POST", "waiting", []), 405, "wrong-method");
  }, fixed),

  "control: a fault's latency is waited for": served(async ({ control, operation }) => {
    await control("POST", "fault", [{ operation: "ssm:PutInventory", latency: 300, times: 1 }]);
    const started = performance.now();
    assert.equal((await operation("PutInventory", PUT)).status, 200);
    assert(performance.now() - started > 250);
  }, fixed),

  "control: the log is listed from anywhere on, and cleared": served(async ({ control, operation }) => {
    assert.deepEqual((await control("GET", "log")).json, []);
    await operation("PutInventory", PUT);
    await operation("ListInventoryEntries", LIST);
    await operation("PutInventory", { ...PUT, InstanceId: "nobody" });
    const log = (await control("GET", "log")).json;
    assert.deepEqual(
      log.map((entry) => [entry.operation, entry.status]),
      [
        ["ssm:PutInventory", 200],
        ["ssm:ListInventoryEntries", 200],
        ["ssm:PutInventory", 400],
      ],
    );
    assert.deepEqual((await control("GET", `log?after=${log[1].number}`)).json, log.slice(2));
    assert.deepEqual((await control("GET", `log?after=${log[2].number}`)).json, []);
    assertRefused(await control("GET", "log?after=yesterday"), 400, "wrong-argument");
    assertRefused(await control("GET", "log?afer=1"), 400, "unknown-option");
    assert.deepEqual((await control("DELETE", "log")).json, []);
    assert.deepEqual((await control("GET", "log")).json, []);
    assert.deepEqual((await control("GET", "events")).json, []);
    assert.deepEqual((await control("DELETE", "events")).json, []);
  }, fixed),

  "control: who waits for an event gets it when it comes, by itself or by somebody": served(
    async ({ control, ask, server }) => {
      const put = (path, body) =>
        ask("PUT", path, { "content-type": "application/json", "x-auth-token": "t" }, body);
      const path = "/v1/resource-manager/domains/d1/policy-assignments";
      const custom_policy = { function_urn: "urn:fss:r:p:function:default:own", auth_type: "agency" };
      const rule = { name: "own", policy_assignment_type: "custom", custom_policy };
      assert.deepEqual((await control("GET", "events?wait=0.05")).json, [], "nothing comes");
      const waits = control("GET", "events?after=0&wait=20");
      const started = performance.now();
      assert.equal((await put(path, JSON.stringify(rule))).status, 200);
      const posted = await control("POST", "change", [{ resource: { id: "ecs-1" } }]);
      assert.deepEqual(Object.keys(posted.json), ["now", "speed"]);
      await control("POST", "clock", { advance: "PT1S" });
      const [event, ...others] = (await waits).json;
      assert.deepEqual([event.kind, event.detail.invoking_event.id, others], ["ConfigEvent", "ecs-1", []]);
      assert(performance.now() - started < 10_000, "it does not wait on");
      assert.deepEqual(
        (await control("GET", `events?after=${event.id - 1}&wait=20`)).json,
        [event],
        "or at all",
      );
      // The clock may bring one, too.
      await control("POST", "clock", { speed: 10_000 });
      const daily = { ...rule, period: "One_Hour" };
      assert.equal((await put(path, JSON.stringify(daily))).status, 200);
      const timed = (await control("GET", `events?after=${event.id}&wait=20`)).json;
      assert.equal(timed[0].detail.trigger_type, "period");
      for (const wrong of ["wait=61", "wait=-1", "wait=soon", "wait="]) {
        assertRefused(await control("GET", `events?${wrong}`), 400, "wrong-argument");
      }
      assertRefused(await control("GET", "events?wiat=1"), 400, "unknown-option");
      assertRefused(await control("GET", "log?wait=1"), 400, "unknown-option");
      assertRefused(await control("POST", "change", [{ resource: {} }]), 400, "wrong-argument");
      await control("POST", "clock", { speed: 0 });
      const last = control("GET", "events?after=1000000&wait=60").catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const stopping = performance.now();
      await server.close();
      await last;
      assert(performance.now() - stopping < 900, "a server that stops lets nobody wait");
    },
    fixed,
  ),

  "control: an address below a service's own is answered in its shape": served(async ({ ask }) => {
    for (const [headers, ...wanted] of [
      [{ "x-auth-token": "t" }, 404, "RMS.00010005"],
      [{}, 401, "RMS.00010079"],
    ]) {
      const below = await ask("GET", "/v1/resource-manager/nothing", headers);
      assert.deepEqual([below.status, below.json.error_code], wanted);
    }
    const nobody = await ask("GET", "/v1/nothing");
    assert.deepEqual([nobody.status, nobody.json.code], [404, "unknown-route"]);
  }, fixed),

  "control: a snapshot is taken, restored and refused": served(async ({ control, operation }) => {
    await operation("PutInventory", PUT);
    const taken = (await control("GET", "snapshot")).text;
    assert.equal(JSON.parse(taken).format, "cloud-dryrun");
    assert.deepEqual((await control("POST", "reset")).json, { now: NOW, speed: 0 });
    assert.deepEqual((await operation("ListInventoryEntries", LIST)).json.Entries ?? [], []);
    assert.deepEqual((await control("POST", "snapshot", taken)).json, { now: NOW, speed: 0 });
    assert.deepEqual((await operation("ListInventoryEntries", LIST)).json.Entries, PUT.Items[0].Content);
    for (const text of ["", "{}", taken.slice(0, -9), taken.replace("Rack", "Rock")]) {
      const { status, json } = await control("POST", "snapshot", text);
      assert.deepEqual([status, Object.keys(json)], [400, ["code", "message"]]);
    }
    assert.deepEqual((await operation("ListInventoryEntries", LIST)).json.Entries, PUT.Items[0].Content);
  }, fixed),

  "control: other methods and routes are refused in words": served(async ({ control }) => {
    const wrong = [
      ["PUT", "clock", "GET, POST"],
      ["DELETE", "clock", "GET, POST"],
      ["POST", "log", "GET, DELETE"],
      ["GET", "reset", "POST"],
      ["DELETE", "snapshot", "GET, POST"],
      ["POST", "health", "GET"],
    ];
    for (const [method, route, allow] of wrong) {
      const answer = await control(method, route, method === "POST" ? {} : undefined);
      assertRefused(answer, 405, "wrong-method");
      assert.equal(answer.headers.allow, allow);
    }
    for (const route of ["", "clocks", "toString", "clock/"])
      assertRefused(await control("GET", route), 404, "unknown-route");
    assert.match((await control("GET", "clocks")).json.message, /did you mean `clock`\?/);
  }, fixed),

  "control: a node that was named is the only one": served(
    async ({ operation }) => {
      assert.equal((await operation("PutInventory", { ...PUT, InstanceId: NODE })).status, 200);
      const other = await operation("PutInventory", { ...PUT, InstanceId: "i-00000000000000000" });
      assert.equal(other.json.__type, "InvalidInstanceId");
    },
    () => ({ nodes: [NODE] }),
  ),
};
