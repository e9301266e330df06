// The requests that snippets are made of: those of tests/cases, those that have gone wrong in clients before or look
// as if they might, and sound ones in which one value was exchanged for something else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, operations } from "../../pkg/node.mjs";
import { ROOT } from "./places.mjs";

/**
 * @typedef {{ name: string, operation: string, text: string, form: "wire" | "client", slow?: boolean }} Request
 * `slow` ones are also for a client that is slow to start.
 */

/**
 * The requests that a client can send.
 *
 * @returns {Request[]}
 */
export function allRequests(client) {
  const isSent = ({ operation }) => SNIPPETS.get(operation)?.includes(client);
  const cases = [...casesIn(join(ROOT, "tests", "cases"))].filter(isSent).filter(isRequest);
  const all = [
    ...cases,
    ...nasty(),
    ...bare(),
    ...exchanged(cases.filter(({ name }) => /\/sound(-|$)/.test(name))),
  ];
  return all.filter(isSent).filter(isRequest);
}

/** Parts of addresses, for texts that are bodies alone. */
export const labelsOf = (operation) =>
  Object.fromEntries(LABELS.get(operation).map((name) => [name, `a-${name}`]));

/** Not every case can be built: a text that is no JSON object is refused by `build` and `snippet` alike. */
function isRequest({ operation, text, form }) {
  try {
    build(operation, text, { form, labels: labelsOf(operation) });
    return true;
  } catch (error) {
    // An empty part of an address names nothing.
    if (error.code === "unreadable-text" || /is part of the address/.test(error.message)) return false;
    throw error;
  }
}

// A file is not sent.
const SENT = operations().filter(({ kind }) => kind === "request");
const BUILT_IN = new Set(SENT.map(({ id }) => id));
const SNIPPETS = new Map(SENT.map(({ id, snippets }) => [id, snippets]));
const LABELS = new Map(SENT.map(({ id, labels }) => [id, labels]));

function* casesIn(folder, prefix = "") {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* casesIn(path, `${prefix}${entry.name}/`);
      continue;
    }
    const { operation, form = "wire", side = "input", text } = JSON.parse(readFileSync(path, "utf8"));
    // No client sends an answer, and none knows a service whose model we made up.
    if (text === undefined || side === "output" || !BUILT_IN.has(operation)) continue;
    yield {
      name: prefix + entry.name.replace(/\.json$/, ""),
      operation,
      text: Array.isArray(text) ? text.join("\n") : text,
      form: form === "both" ? "wire" : form,
      slow: SLOW.has(prefix + entry.name.replace(/\.json$/, "")),
    };
  }
}

/** Of the cases that are not sound, these stand for the others. */
const SLOW = new Set(
  [
    "PutComplianceItems/names-in-small-letters",
    "PutComplianceItems/iso-time-on-the-wire",
    "PutInventory/many-faults-in-order",
  ].map((name) => `ssm/${name}`),
);

/** Each operation without any member: names, required members, tokens that clients make up. */
function bare() {
  return SENT.map(({ id }) => ({ name: `bare ${id}`, operation: id, text: "{}", form: "wire" }));
}

const QUOTES = [
  "it's",
  '"',
  "\\",
  "\\'",
  '\\"',
  "''",
  '"""',
  "$HOME",
  "$(id)",
  "`id`",
  "$" + "{x}",
  "!!",
  "!x",
  "%s",
  "\\n",
  "\\u0041",
  "#",
  " # no comment",
  "// */ /*",
  "~",
  "*",
  "</script>",
  "{{x}}",
  "\nJSON\n",
  "JSON",
  "EOF",
  " leading and trailing ",
  "- dash",
  "file://x",
  "",
];

function controls() {
  let text = "";
  for (const [from, to] of [
    [0x00, 0x20],
    [0x7f, 0xa0],
    [0xad, 0xad],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0xfdd0, 0xfdd2],
    [0xfe0f, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xfff9, 0xffff],
    [0xe0001, 0xe0001],
    [0x1f600, 0x1f602],
    [0x1fffe, 0x1ffff],
    [0x10fffe, 0x10ffff],
  ]) {
    for (let code = from; code <= to; code++) text += String.fromCodePoint(code);
  }
  return text;
}

const TIMES = [
  "0",
  "-1",
  "-0.5",
  "-1.5",
  "1583737233",
  "1583737233.748",
  "1583737233.7485",
  "1583737233.748512",
  "1583737233.7485129",
  "1583737233.0000001",
  "1.5837372337489e9",
  "1550505600e0",
  "-62135596800",
  "-62135596799.5",
  "-62135596801",
  "253402300799.999",
  "253402300800",
  "8640000000000",
  "8640000000001",
  "-8640000000000.5",
  "1e300",
  "true",
  "false",
  '"2019-02-18T16:00:00Z"',
  '"1550505600"',
  '"no time"',
  "[]",
  "{}",
];

const CLIENT_TIMES = [
  "2019-02-18",
  "2019-02-18T16:00:00.25Z",
  "2019-02-18 16:00",
  "2019-02-18T16:00:00+05:30",
  "0001-01-01",
  "0099-12-31T23:59:59Z",
  "9999-12-31T23:59:59.999Z",
];

const NUMBERS = [
  "5.0",
  "50e-1",
  "-0",
  "0",
  "2147483648",
  "9007199254740991",
  "9007199254740993",
  "123456789012345678901234567890",
  "1e40",
  "1e400",
  "0.1",
  "true",
  "false",
  '"5"',
  "null",
];

function* nasty() {
  const inventory = (name, content, more = {}) => ({
    name,
    operation: "ssm:PutInventory",
    form: "wire",
    text: JSON.stringify({ InstanceId: "i-0123456789abcdef0", Items: [item(content)] }),
    ...more,
  });
  const compliance = (time, form, more = {}) => ({
    name: `time ${time} (${form})`,
    operation: "ssm:PutComplianceItems",
    form,
    text: `{"ResourceId":"i-0123456789abcdef0","ResourceType":"ManagedInstance","ComplianceType":"Custom:Time",
      "ExecutionSummary":{"ExecutionTime":${time},"ExecutionType":"Command"},"Items":[{"Severity":"HIGH","Status":"COMPLIANT"}]}`,
    ...more,
  });
  const list = (name, text, more = {}) => ({
    name,
    operation: "ssm:ListComplianceItems",
    form: "wire",
    text,
    ...more,
  });
  const rows = (values) => [Object.fromEntries(values.map((value, index) => [`k${index}`, value]))];

  yield inventory("quotes in values", rows(QUOTES), { slow: true });
  yield inventory("control characters in values", rows([controls(), ...controls()].slice(0, 50)), {
    slow: true,
  });
  yield inventory("every control character in one value", rows([controls()]), { slow: true });
  yield inventory("quotes in keys", [Object.fromEntries(QUOTES.filter(Boolean).map((key) => [key, "x"]))], {
    slow: true,
  });
  yield inventory("control characters in keys", [
    Object.fromEntries([...controls()].slice(0, 50).map((key) => [key, "x"])),
  ]);
  yield inventory(
    "keys that mean something to a language",
    [
      JSON.parse(
        '{"__proto__":"a","constructor":"b","toString":"c","1":"d","01":"e","class":"f","ключ":"g","a b":"h","None":"i","__type":"j"}',
      ),
    ],
    { slow: true },
  );
  yield inventory("an empty key", [{ "": "x" }]);
  yield inventory(
    "other alphabets",
    rows(["Привет", "你好", "עברית", "😀👩‍👩‍👧‍👦", "e\u0301", "ﷺ", "ß", "𝔘𝔫𝔦"]),
    { slow: true },
  );
  yield inventory("a big map", [
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`Attribute${i}`, `é${i}`.repeat(80)])),
  ]);
  yield inventory(
    "200 KB",
    Array.from({ length: 150 }, (_, i) => ({ Name: `it's ${i}`, Text: 'é"\\$'.repeat(300) })),
    { slow: true },
  );
  yield inventory(
    "1.2 MB",
    Array.from({ length: 600 }, (_, i) => ({ Name: `n${i}`, Text: "x😀".repeat(400) })),
  );
  yield inventory("just short enough for a command line", [{ a: "x".repeat(15_700) }]);
  yield inventory("just too long for a command line", [{ a: "'".repeat(16_100) }], { slow: true });
  yield inventory(
    "a key in a comment",
    [
      {
        "coding:utf-16": 5,
        "coding=utf-16": 5,
        "'; exit 3; #": 5,
        "$(exit 3)": 5,
        "a\nb\u2028c": 5,
        "\\": 5,
        "~/": 5,
      },
    ],
    { slow: true },
  );
  yield inventory("more notes than are told", [
    Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i])),
  ]);
  yield {
    ...inventory("strangers", []),
    text: `{"InstanceId":"i-0123456789abcdef0","coding:utf-16":1,"__type":"x","__proto__":{"a":1},"a\\nb'c":[],
      "Items":[{"TypeName":"Custom:A","SchemaVersion":"1.0","CaptureTime":"2019-01-01T00:00:00Z","__type":"y","a/b~c":null}]}`,
    slow: true,
  };
  for (const time of TIMES) {
    yield compliance(time, "wire", {
      slow: ["1583737233.7485", "-1.5", "253402300800", "true"].includes(time),
    });
  }
  for (const time of CLIENT_TIMES) {
    yield compliance(`"${time}"`, "client", { slow: time.startsWith("0099") || time.includes("+") });
  }
  for (const number of NUMBERS) yield list(`number ${number}`, `{"MaxResults":${number}}`);
  yield list(
    "equal keys",
    '{"MaxResults":1,"NextToken":"a","MaxResults":2,"NextToken":null,"ResourceIds":["x"],"ResourceIds":["y"]}',
  );
  const values = [
    "[]",
    '[["a"]]',
    '{"é":"ü"}',
    '["é"]',
    '{"a":[1e400,12345678901234567890]}',
    "[null]",
    "5",
    "5.5e-300",
    '"é"',
    "null",
  ];
  for (const value of values) {
    const member = (text) => `{"InstanceId":${text}}`;
    yield { ...list(`for a text: ${value}`, member(value)), operation: "ssm:PutInventory" };
    yield list(`for a list of texts: ${value}`, `{"ResourceIds":${value}}`);
    yield list(`among texts: ${value}`, `{"ResourceIds":["a",${value},"b"]}`);
    yield list(`for a list of structures: ${value}`, `{"Filters":${value}}`);
    yield list(`among structures: ${value}`, `{"Filters":[{"Key":"a"},${value}]}`);
    yield {
      ...inventory(`for a map: ${value}`, []),
      text: `{"InstanceId":"i","Items":[{"Context":${value}}]}`,
    };
    yield {
      ...inventory(`in a map: ${value}`, []),
      text: `{"InstanceId":"i","Items":[{"Context":{"a":${value}}}]}`,
    };
    const signal = { operation: "ssm:SendAutomationSignal", form: "wire" };
    yield {
      ...signal,
      name: `for a map of lists: ${value}`,
      text: `{"AutomationExecutionId":"a","Payload":${value}}`,
    };
    yield {
      ...signal,
      name: `in a map of lists: ${value}`,
      text: `{"AutomationExecutionId":"a","Payload":{"a":${value}}}`,
    };
    yield { ...list(`for a truth value: ${value}`, `{"DryRun":${value}}`), operation: "ssm:DeleteInventory" };
    yield { ...compliance(value, "wire"), name: `for a time: ${value}` };
  }
}

function item(content) {
  return {
    TypeName: "Custom:Nasty",
    SchemaVersion: "1.0",
    CaptureTime: "2019-01-01T00:00:00Z",
    Content: content,
  };
}

const JUNK = [
  null,
  true,
  false,
  5,
  -1,
  1.5,
  1e21,
  "",
  "x",
  "é'\"\\",
  [],
  {},
  [null],
  { é: 1 },
  ["a", 2],
  2 ** 53,
];

/** Sound requests with one or two values exchanged, the same ones every time. */
function* exchanged(sound) {
  let seed = 20_190_218;
  const next = (below) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return (seed >>> 8) % below;
  };
  for (let round = 0; round < 150; round++) {
    const { name, operation, text, form } = sound[next(sound.length)];
    const value = JSON.parse(text);
    for (let times = 1 + next(2); times > 0; times--) {
      let holder = value;
      for (;;) {
        const keys = Object.keys(holder);
        if (keys.length === 0) break;
        const key = keys[next(keys.length)];
        const below = holder[key];
        if (typeof below === "object" && below !== null && next(4) > 0) {
          holder = below;
          continue;
        }
        if (next(8) === 0 && !Array.isArray(holder)) delete holder[key];
        else holder[key] = structuredClone(JUNK[next(JUNK.length)]);
        break;
      }
    }
    yield { name: `exchanged ${round} of ${name}`, operation, text: JSON.stringify(value), form };
  }
}
