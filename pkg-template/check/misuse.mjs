// Wrong use of the library: each kind gets an Error with a name, a stable code and a sentence.
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const INVENTORY = '{"InstanceId":"i-0123456789abcdef0","Items":[]}';
const PUT = "ssm:PutInventory";

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
  "an option of snippet": [({ snippet }) => snippet(PUT, "{}", "curl", { x: 1 }), "unknown-option", "`x`"],
  "an option of hashes": [
    ({ contentHashes }) => contentHashes(PUT, "{}", { algoritm: 1 }),
    "unknown-option",
    "`algorithm`",
  ],
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
