// Wrong use of the library: each kind gets an Error with a name, a stable code and a sentence.
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const INVENTORY = '{"InstanceId":"i-0123456789abcdef0","Items":[]}';
const PUT = "ssm:PutInventory";
const FILE = "ssm-agent:CustomInventoryFile";
const EVENT = "huawei-function:ConfigEvent";

const SIGNED = { method: "POST", url: "https://a.example/", headers: {}, body: "" };

/** What is done, the code, and words that the sentence must have. */
const WRONG = {
  "an operation that does not exist": [
    ({ check }) => check("ssm:PutInventry", "{}"),
    "unknown-operation",
    PUT,
  ],
  "an operation for build": [({ build }) => build("ssm:putinventory", "{}"), "unknown-operation", PUT],
  "an operation for snippet": [
    ({ snippet }) => snippet("PutInventory", "{}", "curl"),
    "unknown-operation",
    PUT,
  ],
  "an operation for hashes": [({ contentHashes }) => contentHashes("x", "{}"), "unknown-operation", "x"],
  "an operation for call": [
    ({ emulator }) => emulator.call("ssm:PutInventori", {}),
    "unknown-operation",
    PUT,
  ],
  "an operation that is no string": [({ check }) => check(null, "{}"), "unknown-operation", "null"],
  "an operation that is a number": [({ check }) => check(7, "{}"), "unknown-operation", "7"],
  "a text that is null": [({ check }) => check(PUT, null), "wrong-argument", "null"],
  "a text that is missing": [({ check }) => check(PUT), "wrong-argument", "undefined"],
  "a text that is a number": [({ build }) => build(PUT, 5), "wrong-argument", "5"],
  "a text that is a list": [({ check }) => check(PUT, []), "wrong-argument", "an Array"],
  "a text that is a buffer": [
    ({ check }) => check(PUT, new ArrayBuffer(2)),
    "wrong-argument",
    "an ArrayBuffer",
  ],
  "a text that is 16 bit wide": [
    ({ check }) => check(PUT, new Uint16Array(2)),
    "wrong-argument",
    "Uint16Array",
  ],
  "a text that is a class": [({ check }) => check(PUT, new (class Report {})()), "wrong-argument", "Report"],
  "half a surrogate pair": [({ check }) => check(PUT, '{"a":"\ud800"}'), "wrong-argument", "offset 6"],
  "half a pair to hash": [({ contentHashes }) => contentHashes(PUT, "\udc00"), "wrong-argument", "surrogate"],
  "a function in an object": [
    ({ check }) => check(PUT, { a: [{ "b/c": () => 1 }] }),
    "wrong-argument",
    "/a/0/b~1c",
  ],
  "a symbol in an object": [({ check }) => check(PUT, { a: Symbol("x") }), "wrong-argument", "/a"],
  "a bigint in an object": [({ check }) => check(PUT, { a: 1n }), "wrong-argument", "/a is 1n"],
  "NaN in an object": [({ check }) => check(PUT, { a: Number.NaN }), "wrong-argument", "/a is NaN"],
  "infinity in an object": [
    ({ check }) => check(PUT, { a: [-1 / 0] }),
    "wrong-argument",
    "/a/0 is -Infinity",
  ],
  "a Map in an object": [({ check }) => check(PUT, { a: new Map() }), "wrong-argument", "/a is a Map"],
  "a hole in a list": [
    ({ check }) => check(PUT, { a: [1, undefined] }),
    "wrong-argument",
    "/a/1 is undefined",
  ],
  "an invalid Date": [
    ({ check }) => check(PUT, { a: new Date("x") }),
    "wrong-argument",
    "/a is an invalid Date",
  ],
  "a cyclic object": [({ check }) => check(PUT, cyclic()), "wrong-argument", "/a/0/b refers back"],
  "a bottomless object": [({ check }) => check(PUT, deep(100_000)), "wrong-argument", "levels deep"],
  "an unknown option": [({ check }) => check(PUT, "{}", { limits: 3 }), "unknown-option", "`limit`"],
  "an option of build": [
    ({ build }) => build(PUT, "{}", { fillhashes: true }),
    "unknown-option",
    "`fillHashes`",
  ],
  "an option of sign": [
    ({ sign }) => sign(SIGNED, { secretKye: "s3cr3t" }),
    "unknown-option",
    "did you mean `secretKey`",
  ],
  "a secret that is no string": [
    ({ sign }) => sign(SIGNED, { accessKey: "AK", secretKey: 5 }),
    "wrong-argument",
    "`secretKey` must be a string",
  ],
  "a secret without its key": [
    ({ sign }) => sign(SIGNED, { secretKey: "s3cr3t" }),
    "wrong-argument",
    "accessKey",
  ],
  "nothing to sign with": [({ sign }) => sign(SIGNED), "wrong-argument", "give a `token`"],
  "a request to sign that is none": [({ sign }) => sign("x", {}), "wrong-argument", "`sign` takes"],
  "a request to sign without a host": [
    ({ sign }) => sign({ ...SIGNED, url: "/" }, { token: "t" }),
    "wrong-argument",
    "must be whole",
  ],
  "keys that are no map": [
    ({ Emulator }) => new Emulator({ keys: "AK:s3cr3t" }),
    "wrong-argument",
    "`keys` must be",
  ],
  "an option of restore": [
    ({ Emulator }) => Emulator.restore("{}", { key: {} }),
    "unknown-option",
    "did you mean `keys`",
  ],
  "an option of snippet": [({ snippet }) => snippet(PUT, "{}", "curl", { x: 1 }), "unknown-option", "`x`"],
  "an option of hashes": [
    ({ contentHashes }) => contentHashes(PUT, "{}", { algoritm: 1 }),
    "unknown-option",
    "`algorithm`",
  ],
  "a side that does not exist": [({ describe }) => describe(PUT, "inside"), "wrong-argument", "`output`"],
  "an operation for describe": [({ describe }) => describe("ssm:PutInventri"), "unknown-operation", PUT],
  "an operation for sample": [({ sample }) => sample("ssm:PutInventri"), "unknown-operation", PUT],
  "a size that does not exist": [({ sample }) => sample(PUT, "huge"), "wrong-argument", "`full`"],
  "bytes to complete": [
    ({ complete }) => complete(PUT, new Uint8Array(2), 0),
    "wrong-argument",
    "Uint8Array",
  ],
  "an offset behind the text": [({ complete }) => complete(PUT, "{}", 3), "wrong-argument", "0 to 2"],
  "an offset that is no number": [({ complete }) => complete(PUT, "{}"), "wrong-argument", "undefined"],
  "an error that is an object": [({ explain }) => explain(new Error("x")), "wrong-argument", "Error"],
  "a model that is no JSON": [({ loadModel }) => loadModel("{"), "wrong-argument", "JSON"],
  "a model without shapes": [({ loadModel }) => loadModel({}), "wrong-argument", "shapes"],
  "a model that is a number": [({ loadModel }) => loadModel(5), "wrong-argument", "5"],
  "a conversion that nobody knows": [({ convert }) => convert(PUT, PUT, "{}"), "wrong-argument", FILE],
  "a document that is a number": [({ convert }) => convert(FILE, PUT, [5]), "wrong-argument", "document 0"],
  "a name that is a number": [
    ({ convert }) => convert(FILE, PUT, { name: 5, text: "{}" }),
    "wrong-argument",
    "the name of document 0",
  ],
  "an option of convert": [
    ({ convert }) => convert(FILE, PUT, "{}", { instanceID: "x" }),
    "unknown-option",
    "`instanceId`",
  ],
  "an event without a decision": [
    ({ fromEvent, sample }) => fromEvent(sample(EVENT), {}),
    "wrong-argument",
    "`Compliant` or `NonCompliant`",
  ],
  "a decision in small letters": [
    ({ fromEvent, sample }) => fromEvent(sample(EVENT), { compliance_state: "compliant" }),
    "wrong-argument",
    "did you mean `Compliant`?",
  ],
  "a decision about something else": [
    ({ fromEvent, sample }) => fromEvent(sample(EVENT), { complianceState: "Compliant" }),
    "unknown-option",
    "did you mean `compliance_state`?",
  ],
  "a decision that is a text": [
    ({ fromEvent, sample }) => fromEvent(sample(EVENT), "Compliant"),
    "wrong-argument",
    "Compliant",
  ],
  "an event that is none": [
    ({ fromEvent }) => fromEvent("{}", { compliance_state: "Compliant" }),
    "unreadable-text",
    "`domain_id` is missing",
  ],
  "an event that is a number": [
    ({ fromEvent }) => fromEvent(5, { compliance_state: "Compliant" }),
    "wrong-argument",
    "the event",
  ],
  "an option of fromEvent": [
    ({ fromEvent, sample }) =>
      fromEvent(sample(EVENT), { compliance_state: "Compliant" }, { numberAsText: true }),
    "unknown-option",
    "numbersAsText",
  ],
  "a conversion without a node": [
    ({ convert }) => convert(FILE, PUT, "{}"),
    "wrong-argument",
    "`instanceId`",
  ],
  "a format that nobody reads": [
    ({ checkDocument }) => checkDocument("a: 1", "TOML"),
    "wrong-argument",
    "`YAML`",
  ],
  "a type whose contents are not checked": [
    ({ checkDocument }) => checkDocument("a: 1", "YAML", { type: "Command" }),
    "wrong-argument",
    "`Automation`",
  ],
  "an option of checkDocument": [
    ({ checkDocument }) => checkDocument("a: 1", "YAML", { typ: "Automation" }),
    "unknown-option",
    "`type`",
  ],
  "a file that is built": [({ build }) => build(FILE, "{}"), "wrong-argument", "convert it"],
  "a file as a snippet": [({ snippet }) => snippet(FILE, "{}", "curl"), "wrong-argument", "convert it"],
  "a file that is called": [
    ({ Emulator }) => new Emulator().call(FILE, "{}"),
    "wrong-argument",
    "convert it",
  ],
  "a side in options": [({ check }) => check(PUT, "{}", { side: "out" }), "wrong-argument", "`output`"],
  "an option of Emulator": [({ Emulator }) => new Emulator({ speeed: 1 }), "unknown-option", "`speed`"],
  "options that are null": [({ check }) => check(PUT, "{}", null), "wrong-argument", "null"],
  "options that are a list": [({ check }) => check(PUT, "{}", []), "wrong-argument", "an Array"],
  "a form that does not exist": [
    ({ check }) => check(PUT, "{}", { form: "wired" }),
    "wrong-argument",
    "`client`",
  ],
  "a limit below zero": [({ check }) => check(PUT, "{}", { limit: -1 }), "wrong-argument", "limit"],
  "a region that is a number": [({ build }) => build(PUT, "{}", { region: 1 }), "wrong-argument", "region"],
  "a digest that does not exist": [
    ({ contentHashes }) => contentHashes(PUT, "{}", { algorithm: "crc" }),
    "wrong-argument",
    "sha256",
  ],
  "a text that cannot be built": [({ build }) => build(PUT, "{"), "unreadable-text", "line 1"],
  "a text that cannot be called": [({ emulator }) => emulator.call(PUT, "[]"), "unreadable-text", " "],
  "a region that is none": [({ build }) => build(PUT, "{}", { region: "a/b" }), "wrong-argument", "a/b"],
  "an endpoint that is none": [({ build }) => build(PUT, "{}", { endpoint: "x" }), "wrong-argument", "`x`"],
  "a target that does not exist": [
    ({ snippet }) => snippet(PUT, INVENTORY, "cobol"),
    "wrong-argument",
    "cobol",
  ],
  "a target that is missing": [({ snippet }) => snippet(PUT, INVENTORY), "wrong-argument", "undefined"],
  "a time that is none": [({ Emulator }) => new Emulator({ now: "yesterday" }), "wrong-argument", "now"],
  "a seed that is no number": [({ Emulator }) => new Emulator({ seed: 1.5 }), "wrong-argument", "seed"],
  "nodes that are a number": [({ Emulator }) => new Emulator({ nodes: 1 }), "wrong-argument", "nodes"],
  "principals that are a list": [
    ({ Emulator }) => new Emulator({ principals: [] }),
    "wrong-argument",
    "principals",
  ],
  "time that goes back": [({ emulator }) => emulator.advance(-1), "wrong-argument", "-1"],
  "a duration that is none": [({ emulator }) => emulator.advance("an hour"), "wrong-argument", " "],
  "a duration that is missing": [({ emulator }) => emulator.advance(), "wrong-argument", "undefined"],
  "a time in the past": [
    ({ emulator }) => emulator.advanceTo(-1),
    "wrong-argument",
    "advanceTo takes a time",
  ],
  "a time before the clock's": [
    ({ emulator }) => {
      emulator.advance(1);
      emulator.advanceTo("1970-01-01T00:00:00Z");
    },
    "wrong-argument",
    "time never goes back",
  ],
  "a date that is none": [({ emulator }) => emulator.advanceTo(new Date("x")), "wrong-argument", "NaN"],
  "a time that is missing": [({ emulator }) => emulator.advanceTo(), "wrong-argument", "undefined"],
  "a speed below zero": [
    ({ emulator }) => {
      emulator.speed = -1;
    },
    "wrong-argument",
    "a speed",
  ],
  "a speed that is a text": [
    ({ emulator }) => {
      emulator.speed = "fast";
    },
    "wrong-argument",
    '"fast"',
  ],
  "a fault that is no list": [({ emulator }) => emulator.fault({ latency: 1 }), "wrong-argument", "a list"],
  "a fault that is no object": [({ emulator }) => emulator.fault(["x"]), "wrong-argument", '"x"'],
  "a fault of nothing": [({ emulator }) => emulator.fault([{}]), "wrong-argument", "`exception`"],
  "a member of a fault": [
    ({ emulator }) => emulator.fault([{ exeption: "ThrottlingException" }]),
    "unknown-option",
    "`exception`",
  ],
  "an exception that nothing answers with": [
    ({ emulator }) => emulator.fault([{ operation: PUT, exception: "ItemContentMismatch" }]),
    "wrong-argument",
    "`ItemContentMismatchException`",
  ],
  "a fault for an operation that does not exist": [
    ({ emulator }) => emulator.fault([{ operation: "ssm:PutInventri", latency: 1 }]),
    "unknown-operation",
    PUT,
  ],
  "a probability above one": [
    ({ emulator }) => emulator.fault([{ latency: 1, probability: 2 }]),
    "wrong-argument",
    "probability",
  ],
  "a script that is no list": [
    ({ emulator }) => emulator.script({ status: "Failed" }),
    "wrong-argument",
    "a list",
  ],
  "an entry of a script that is a text": [({ emulator }) => emulator.script(["x"]), "wrong-argument", '"x"'],
  "a member of an entry of a script": [
    ({ emulator }) => emulator.script([{ staus: "Failed" }]),
    "unknown-option",
    "`status`",
  ],
  "an end that steps do not have": [
    ({ emulator }) => emulator.script([{ status: "Late" }]),
    "wrong-argument",
    "TimedOut",
  ],
  "outputs of a script that are no lists": [
    ({ emulator }) => emulator.script([{ status: "Success", outputs: { State: "running" } }]),
    "wrong-argument",
    "an array of strings",
  ],
  "a script of two services, one of them wrong": [
    ({ emulator }) =>
      emulator.script([
        { step: "look", status: "Failed" },
        { rule: "own", complianceState: "Perhaps" },
      ]),
    "wrong-argument",
    "NonCompliant",
  ],
  "a change that is no list": [
    ({ emulator }) => emulator.change({ resource: {} }),
    "wrong-argument",
    "a list",
  ],
  "a change that is a text": [({ emulator }) => emulator.change(["x"]), "wrong-argument", '"x"'],
  "a member of a change": [
    ({ emulator }) => emulator.change([{ resorce: {} }]),
    "unknown-option",
    "`resource`",
  ],
  "a change of nothing": [({ emulator }) => emulator.change([{}]), "wrong-argument", "`resource`"],
  "a resource without an id": [
    ({ emulator }) => emulator.change([{ resource: {} }]),
    "wrong-argument",
    "`id`",
  ],
  "resources that are texts": [
    ({ Emulator }) => new Emulator({ resources: ["ecs-1"] }),
    "wrong-argument",
    "resources",
  ],
  "a resource with a member of its own": [
    ({ Emulator }) => new Emulator({ resources: [{ id: "ecs-1", region: "x" }] }),
    "unknown-option",
    "`region_id`",
  ],
  "hashes of another kind": [
    ({ Emulator }) => new Emulator({ evaluationHash: "none" }),
    "wrong-argument",
    "evaluationHash",
  ],
  "the timeline of nothing": [({ emulator }) => emulator.timeline("x"), "wrong-argument", "`x`"],
  "the timeline of a number": [({ emulator }) => emulator.timeline(1), "wrong-argument", "a string"],
  "a limit of timelines that is no number": [
    ({ emulator }) => emulator.timelines({ limit: "all" }),
    "wrong-argument",
    "whole number",
  ],
  "an access key with a stroke": [
    ({ build }) => build("ssm:PutInventory", {}, { accessKey: "AKID/ann" }),
    "wrong-argument",
    "access key",
  ],
  "an access key of a snippet": [
    ({ snippet }) => snippet("ssm:PutInventory", {}, "curl", { accessKey: "AKIDANN" }),
    "unknown-option",
    "accessKey",
  ],
  "groups that are no lists": [
    ({ Emulator }) => new Emulator({ groups: { a: "b" } }),
    "wrong-argument",
    "groups",
  ],
  "resource groups that are a list": [
    ({ Emulator }) => new Emulator({ resourceGroups: ["web"] }),
    "wrong-argument",
    "resourceGroups",
  ],
  "units that are no lists": [
    ({ Emulator }) => new Emulator({ organizationalUnits: { "ou-ab12-cdef3456": "111111111111" } }),
    "wrong-argument",
    "organizationalUnits",
  ],
  "a change freeze that is a list": [
    ({ Emulator }) => new Emulator({ changeFreeze: ["Freeze"] }),
    "wrong-argument",
    "changeFreeze",
  ],
  "events after a text": [({ emulator }) => emulator.events({ after: "1" }), "wrong-argument", "after"],
  "a log from somewhere": [({ emulator }) => emulator.log({ since: 1 }), "unknown-option", "since"],
  "a record that is a text": [({ emulator }) => emulator.replay("{}"), "wrong-argument", "a record"],
  "a record of nothing": [({ emulator }) => emulator.replay({}), "bad-record", "no record"],
  "a record that does not follow": [
    ({ emulator }) => {
      const request = { method: "POST", url: "/", headers: {}, body: "" };
      emulator.replay({ number: 7, time: 0, principal: "me", request });
    },
    "bad-record",
    "request 7",
  ],
  "a request that is missing": [({ emulator }) => emulator.send(), "wrong-argument", "undefined"],
  "a request without a method": [({ emulator }) => emulator.send({ url: "/" }), "wrong-argument", "method"],
  "a request without a url": [({ emulator }) => emulator.send({ method: "POST" }), "wrong-argument", "url"],
  "headers that are a string": [
    ({ emulator }) => emulator.send({ ...POST, headers: "a: b" }),
    "wrong-argument",
    "headers",
  ],
  "a header that is an object": [
    ({ emulator }) => emulator.send({ ...POST, headers: { a: {} } }),
    "wrong-argument",
    "`a`",
  ],
  "a body that is an object": [
    ({ emulator }) => emulator.send({ ...POST, body: {} }),
    "wrong-argument",
    "body",
  ],
  "half a pair in a body": [
    ({ emulator }) => emulator.send({ ...POST, body: "\ud800" }),
    "wrong-argument",
    "surrogate",
  ],
  "an input that is a number": [({ emulator }) => emulator.call(PUT, 3), "wrong-argument", "3"],
  "a snapshot that is an object": [({ Emulator }) => Emulator.restore({}), "wrong-argument", "a snapshot"],
};

const POST = { method: "POST", url: "/" };

function cyclic() {
  const object = { a: [{}] };
  object.a[0].b = object;
  return object;
}

function deep(levels) {
  let object = {};
  for (let i = 0; i < levels; i++) object = { a: object };
  return object;
}

const FREED = {
  send: (emulator) => emulator.send(POST),
  call: (emulator) => emulator.call(PUT, INVENTORY),
  now: (emulator) => emulator.now,
  speed: (emulator) => emulator.speed,
  advance: (emulator) => emulator.advance(1),
  setSpeed: (emulator) => {
    emulator.speed = 1;
  },
  advanceTo: (emulator) => emulator.advanceTo(1),
  settle: (emulator) => emulator.settle(),
  fault: (emulator) => emulator.fault([]),
  faults: (emulator) => emulator.faults(),
  clearFaults: (emulator) => emulator.clearFaults(),
  script: (emulator) => emulator.script([]),
  scripts: (emulator) => emulator.scripts(),
  clearScript: (emulator) => emulator.clearScript(),
  change: (emulator) => emulator.change([]),
  waiting: (emulator) => emulator.waiting(),
  timelines: (emulator) => emulator.timelines(),
  timeline: (emulator) => emulator.timeline("x"),
  events: (emulator) => emulator.events(),
  clearEvents: (emulator) => emulator.clearEvents(),
  clearLog: (emulator) => emulator.clearLog(),
  replay: (emulator) => emulator.replay({ control: "reset" }),
  takeJournal: (emulator) => emulator.takeJournal(),
  log: (emulator) => emulator.log(),
  snapshot: (emulator) => emulator.snapshot(),
  reset: (emulator) => emulator.reset(),
};

async function withLibrary(workshop, act) {
  const library = await import(pathToFileURL(join(workshop.unpacked, "node.mjs")).href);
  const emulator = new library.Emulator({ now: 0, seed: 1 });
  try {
    await act({ ...library, emulator });
  } finally {
    emulator.free();
  }
}

function refused(act, code, words) {
  assert.throws(act, (error) => {
    assert(error instanceof Error, `${error} is not an Error`);
    assert.equal(error.code, code, error.message);
    assert.equal(error.name, "UsageError");
    assert(error.message.includes(words), `\`${words}\` is not in: ${error.message}`);
    return true;
  });
}

export const misuseChecks = {
  ...Object.fromEntries(
    Object.entries(WRONG).map(([what, [act, code, words]]) => [
      `misuse: ${what}`,
      (workshop) => withLibrary(workshop, (library) => refused(() => act(library), code, words)),
    ]),
  ),

  "misuse: a damaged snapshot is refused in words": (workshop) =>
    withLibrary(workshop, ({ Emulator, emulator }) => {
      const whole = emulator.snapshot();
      for (const text of [
        "",
        "x",
        "[]",
        "{}",
        whole.slice(0, -2),
        whole.replace('"version"', '"versions"'),
      ]) {
        assert.throws(
          () => Emulator.restore(text),
          (error) => error instanceof Error && error.code === "bad-snapshot" && error.message.includes(" "),
        );
      }
    }),

  "misuse: a freed emulator says so, and may be freed again": (workshop) =>
    withLibrary(workshop, ({ Emulator }) => {
      const emulator = new Emulator();
      emulator.free();
      emulator.free();
      for (const act of Object.values(FREED)) refused(() => act(emulator), "freed", "was freed");
    }),

  "misuse: after each the library still works": (workshop) =>
    withLibrary(workshop, (library) => {
      for (const [act] of Object.values(WRONG)) assert.throws(() => act(library));
      assert.equal(library.check(PUT, INVENTORY).operation, PUT);
      assert.equal(library.emulator.log().length, 0);
    }),

  "misuse: text of any kind gets a report": (workshop) =>
    withLibrary(workshop, ({ check }) => {
      const broken = [
        "",
        " ",
        "{",
        "null",
        "[]",
        '"x"',
        "\u0000",
        "[".repeat(1_000_000),
        "1e999",
        '{"a":"\\ud800"}',
      ];
      const bytes = [[0xff, 0xfe], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf, 0x7b, 0x7d], []].map((each) =>
        Uint8Array.from(each),
      );
      for (const text of [...broken, ...bytes]) {
        const report = check(PUT, text);
        assert.equal(report.ok, false);
        assert(report.findings.length > 0);
      }
    }),

  "misuse: undefined members and options are as if absent": (workshop) =>
    withLibrary(workshop, ({ check }) => {
      const { text } = check(PUT, { InstanceId: undefined, Items: [] }, { form: undefined });
      assert.equal(text, '{\n  "Items": []\n}');
    }),
};
