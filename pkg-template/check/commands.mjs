// The commands that read requests, as a shell starts them.
import { strict as assert } from "node:assert";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PARCELS } from "./exercise.mjs";

const NODE = "i-0123456789abcdef0";
const MISPRINTED = `{
  "ResourceId": "${NODE}",
  "ResourceType": "ManagedInstance",
  "ComplianceType": "Custom:AVCheck",
  "ExecutionSummary": { "ExecutionTime": 1773273600 },
  "Items": [ { "Id": "日本", "Severity": "MAJOR", "Status": "NON_COMPLIANT" } ]
}
`;
const SOUND = MISPRINTED.replace("MAJOR", "HIGH");
const INVENTORY = JSON.stringify({
  InstanceId: NODE,
  Items: [
    {
      TypeName: "Custom:RackInfo",
      SchemaVersion: "1.0",
      CaptureTime: "2026-03-12T06:00:00Z",
      Content: [{ RackLocation: "Bay B/Row C/Rack D/Shelf E" }],
    },
  ],
});
const DIGEST = "h2S3423R45iIYNRHpkdDfg=="; // the check value that the agent's own tests have
const PUT = "ssm:PutComplianceItems";
const EVENT = "huawei-function:ConfigEvent";
const ACCOUNT = "0123456789abcdef0123456789abcdef";
/** A periodic event, which has nulls. */
const PERIODIC = JSON.stringify({
  domain_id: ACCOUNT,
  policy_assignment_id: "67d122e01da6d43361908d4b",
  policy_assignment_name: "backups",
  function_urn: "urn:fss:cn-north-4:0123:function:default:backups:latest",
  trigger_type: "period",
  evaluation_time: 1741759201000,
  evaluation_hash: "ad4e51f6bb9726591867d1aec296f756",
  rule_parameter: {},
  invoking_event: { id: ACCOUNT, name: "Account", provider: null, type: null, region_id: "global" },
});
const RACK = '{"SchemaVersion":"1.0","TypeName":"Custom:RackInfo","Content":{"Location":"Bay B"}}';

/** A folder with files in which a shell finds the command by its name. */
function place(workshop, files = {}) {
  const folder = workshop.project({
    "sound.json": SOUND,
    "misprint.json": MISPRINTED,
    "request.json": INVENTORY,
    ...files,
  });
  const command = join(workshop.unpacked, "cli.mjs");
  chmodSync(command, 0o755); // as npm does when it links it
  mkdirSync(join(folder, "bin"));
  symlinkSync(command, join(folder, "bin", "cloud-dryrun"));
  return {
    folder,
    shell: (line) =>
      workshop.attempt(folder, "bash", "-c", `export PATH="$PWD/bin:$PATH"; set -o pipefail; ${line}`),
  };
}

/** What a terminal would be shown for a line. What surrounds the tests (`CI`, `NO_COLOR`) has its say in colours: nothing of it comes along. */
async function typed({ shell }, line) {
  const terminal = 'env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 TERM=xterm-256color script';
  const { status, stdout } = await shell(`${terminal} -qec '${line}' /dev/null < /dev/null`);
  return { status, shown: stdout.replaceAll("\r\n", "\n") };
}

export const commandChecks = {
  async "cli: check tells the place, shows the line and puts carets under wide characters too"(workshop) {
    const { shell } = place(workshop);
    const { status, stdout, stderr } = await shell(`cloud-dryrun check ${PUT} misprint.json`);
    assert.deepEqual([status, stderr], [1, ""]);
    const [first, arrow, , source, carets, ...others] = stdout.split("\n");
    assert.match(first, /^error\[not-in-enum\]: .*MAJOR/);
    assert.equal(arrow, " --> misprint.json:6:40  /Items/0/Severity");
    assert.equal(source, `6 | ${MISPRINTED.split("\n")[5]}`);
    assert.equal(
      carets,
      `  | ${" ".repeat(39 + 2)}^^^^^^^`,
      "two characters of the text before take two columns",
    );
    assert(others.some((line) => line.startsWith("  = help: ")));
    assert(others.some((line) => line.startsWith("  = why: ") && line.endsWith("(model)")));
    assert.equal(others.at(-2), "1 request: 1 error");
  },

  async "cli: nothing of a request reaches the terminal that could move its cursor"(workshop) {
    const evil = `\u001b[2J\u202e\u0007${"x".repeat(300)}`;
    const { shell } = place(workshop, {
      "evil.json": `{"InstanceId":"${NODE}","${evil}":1,"Items":[]}`,
      "n\u001bame.json": "{}",
    });
    const { stdout } = await shell("cloud-dryrun check ssm:PutInventory evil.json n*ame.json");
    assert.match(stdout, /unknown-member/);
    assert.doesNotMatch(stdout.replaceAll("\n", ""), /[\p{Cc}\p{Cf}]/u);
    for (const line of stdout.split("\n").filter((each) => /^ *\d* \| /.test(each)))
      assert(line.length < 240, line);
  },

  async "cli: exit statuses: sound, findings, and the least that counts"(workshop) {
    const sound = SOUND.replace(/\[ (.*) \]/, "[ $1, $1 ]");
    const { shell } = place(workshop, { "twice.json": sound });
    const statusOf = async (words) => (await shell(`cloud-dryrun check ${PUT} ${words}`)).status;
    assert.equal(await statusOf("sound.json"), 0);
    assert.equal(await statusOf("sound.json misprint.json sound.json"), 1);
    assert.equal(await statusOf("twice.json"), 0, "a warning is no error");
    assert.equal(await statusOf("twice.json --fail-on warning"), 1);
    assert.equal(await statusOf("sound.json --fail-on warning"), 0);
  },

  async "cli: a file that cannot be read is a sentence, and the others are read on"(workshop) {
    const { shell } = place(workshop);
    const { status, stdout, stderr } = await shell(
      `cloud-dryrun check ${PUT} nowhere.json . misprint.json sound.json/x`,
    );
    assert.equal(status, 2);
    assert.deepEqual(stderr.trimEnd().split("\n"), [
      "cloud-dryrun: nowhere.json does not exist",
      "cloud-dryrun: . is a folder",
      "cloud-dryrun: sound.json/x is below something that is no folder",
    ]);
    assert.match(stdout, /^error\[not-in-enum\]/);
    assert.match(stdout, /\n1 request: 1 error\n$/);
  },

  async "cli: --format json is a line for each request"(workshop) {
    const { shell } = place(workshop);
    const { status, stdout } = await shell(
      `cat misprint.json | cloud-dryrun check ${PUT} sound.json - --format json`,
    );
    assert.equal(status, 1);
    const [sound, misprint, end] = stdout.split("\n");
    assert.equal(end, "");
    assert.deepEqual(JSON.parse(sound), {
      file: "sound.json",
      operation: PUT,
      ok: true,
      findings: [],
      truncated: false,
    });
    const { file, ok, findings } = JSON.parse(misprint);
    assert.deepEqual([file, ok, findings.length, findings[0].rule], [undefined, false, 1, "not-in-enum"]);
    assert.deepEqual(findings[0].range.start, {
      offset: MISPRINTED.indexOf('"MAJOR"'),
      line: 5,
      character: 39,
    });
  },

  async "cli: --format github is annotations, with everything escaped that means something there"(workshop) {
    const key = "a\\nb,c:100%";
    const { shell } = place(workshop, {
      "odd,name: 5%.json": `{"InstanceId":"${NODE}",\n "${key}":1,"Items":[]}`,
      "lines.jsonl": `{"InstanceId":"${NODE}","Items":[]}\n\n{"InstanceId":5,"Items":[]}\n`,
    });
    const { stdout } = await shell("cloud-dryrun check ssm:PutInventory *odd* --format github");
    const wanted =
      /^::error file=odd%2Cname%3A 5%25\.json,line=2,endLine=2,col=2,endColumn=15,title=unknown-member::/m;
    assert.match(stdout, wanted);
    for (const line of stdout.trimEnd().split("\n")) {
      assert.match(line, /^::(error|warning|notice) [^:]+::.+$/);
      assert.doesNotMatch(line, /%(?!25|0A|0D|2C|3A)/);
    }
    const lines = await shell("cloud-dryrun check ssm:PutInventory lines.jsonl --format github");
    assert.match(
      lines.stdout,
      /^::error file=lines\.jsonl,line=3,endLine=3,col=15,endColumn=16,title=wrong-type::/m,
    );
    const piped = await shell(`cloud-dryrun check ${PUT} - --format github < misprint.json`);
    assert.match(piped.stdout, /^::error line=6,/, "standard input has no file");
  },

  async "cli: a request on each line, of files and of standard input"(workshop) {
    const [good, bad] = [SOUND, MISPRINTED].map((text) => JSON.stringify(JSON.parse(text)));
    // U+2028 ends a line for some, but not in JSON Lines; the last line has no line feed.
    const text = `${good}\r\n\n  \n${bad}\n${good.replace("日本", "\u2028")}\n${bad}`;
    const { shell } = place(workshop, { "sent.jsonl": text, "sent.txt": text });
    for (const words of [`${PUT} sent.jsonl`, `--lines ${PUT} sent.txt`, `${PUT} --lines - < sent.txt`]) {
      const { status, stdout } = await shell(`cloud-dryrun check --format json ${words}`);
      assert.equal(status, 1);
      const reports = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        reports.map(({ line, ok }) => [line, ok]),
        [
          [1, true],
          [4, false],
          [5, true],
          [6, false],
        ],
      );
    }
    const { stdout } = await shell(`cloud-dryrun check ${PUT} sent.jsonl`);
    assert.match(stdout, / --> sent\.jsonl:4:\d+ /);
    assert.match(stdout, /\n4 \| …?/);
    assert.match(stdout, /\n4 requests: 2 errors, 1 warning\n$/);
  },

  async "cli: a hundred megabytes on standard input get a report"(workshop) {
    const { shell } = place(workshop);
    const started = performance.now();
    for (const words of ["", "--lines"]) {
      const { status, stdout, stderr } = await shell(
        `head -c 100000000 /dev/zero | tr '\\0' '[' | cloud-dryrun check ${PUT} - ${words}`,
      );
      assert.deepEqual([status, stderr], [1, ""]);
      assert.match(stdout, /^error\[json-size\]/);
    }
    assert(performance.now() - started < 30_000);
  },

  async "cli: a pipe that closes early ends the command quietly"(workshop) {
    const items = Array(900).fill('{"Serverity":1}').join(",");
    const { shell } = place(workshop, { "many.json": MISPRINTED.replace(/\[ .* \]/, `[${items}]`) });
    const files = Array(20).fill("many.json").join(" ");
    const { status, stdout, stderr } = await shell(
      `cloud-dryrun check ${PUT} ${files} | head -1; exit \${PIPESTATUS[0]}`,
    );
    assert.deepEqual([status, stderr], [1, ""]);
    assert.match(stdout, /^error\[[a-z-]+\]: [^\n]+\n$/);
  },

  async "cli: colours and a progress bar are for terminals, and NO_COLOR is heard"(workshop) {
    const [good, bad] = [SOUND, MISPRINTED].map((text) => JSON.stringify(JSON.parse(text)));
    const user = place(workshop, { "sent.jsonl": `${`${good}\n`.repeat(60_000)}${bad}\n` });
    const { status, shown } = await typed(user, `cloud-dryrun check ${PUT} sent.jsonl`);
    assert.equal(status, 1);
    assert(shown.includes("\u001b[31merror[not-in-enum]"), shown.slice(-2000));
    assert.match(shown, /\[#*\.*\] \d+ lines of sent\.jsonl/);
    assert(
      shown.includes("\r\u001b[K\u001b[1m\u001b[31merror"),
      "the bar is gone before anything is written",
    );
    const without = await typed(user, `env NO_COLOR=1 cloud-dryrun check ${PUT} misprint.json`);
    assert.equal(without.status, 1);
    assert(!without.shown.includes("\u001b"));
    const { stdout, stderr } = await user.shell(`cloud-dryrun check ${PUT} sent.jsonl`);
    assert(!`${stdout}${stderr}`.includes("\u001b"));
  },

  async "cli: hash gives the digests, and says which of the given are wrong"(workshop) {
    const given = (hash) => INVENTORY.replace('"Content"', `"ContentHash":"${hash}","Content"`);
    const { shell } = place(workshop, { "right.json": given(DIGEST), "wrong.json": given("AAAA") });
    const alone = await shell("cloud-dryrun hash ssm:PutInventory request.json");
    assert.deepEqual([alone.status, alone.stdout], [0, `${DIGEST}  /Items/0/Content\n`]);
    const both = await shell("cloud-dryrun hash ssm:PutInventory right.json wrong.json");
    assert.equal(both.status, 1);
    assert.equal(
      both.stdout,
      `${DIGEST}  right.json /Items/0/Content  as given\n${DIGEST}  wrong.json /Items/0/Content  the request has AAAA\n`,
    );
    const { stdout } = await shell(
      "cloud-dryrun hash ssm:PutInventory --format json --algorithm sha256 --encoding hex - < request.json",
    );
    const [{ digest, hashed }] = JSON.parse(stdout).hashes;
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.equal(hashed, '[{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}]');
    const github = await shell("cloud-dryrun hash ssm:PutInventory *.json --format github");
    assert.match(
      github.stdout,
      /^::error file=wrong\.json,title=content-hash::\/Items\/0\/Content: [^\n]+\n$/,
    );
    const broken = await shell("echo '{' | cloud-dryrun hash ssm:PutInventory -");
    assert.deepEqual([broken.status, broken.stdout], [1, ""]);
    assert.match(broken.stderr, /^cloud-dryrun: standard input: /);
    assert.equal((await shell("cloud-dryrun hash ssm:ListInventoryEntries request.json")).status, 2);
  },

  async "cli: build and snippet write the request"(workshop) {
    const { shell } = place(workshop);
    const http = await shell(
      "cloud-dryrun build ssm:PutInventory request.json request.json --region eu-central-1 --fill-hashes",
    );
    const [first, second] = http.stdout.split("\n###\n\n");
    assert.equal(first.trimEnd(), second.trimEnd());
    assert.match(first, /^POST https:\/\/ssm\.eu-central-1\.amazonaws\.com\/\n(\S+: \S+\n)+\n\{.*\}\n$/);
    assert(first.includes(DIGEST));
    const json = await shell(
      "cloud-dryrun build ssm:PutInventory request.json --format json --endpoint http://127.0.0.1:1",
    );
    const { file, method, url, body } = JSON.parse(json.stdout);
    assert.deepEqual(
      [file, method, url, JSON.parse(body)],
      ["request.json", "POST", "http://127.0.0.1:1/", JSON.parse(INVENTORY)],
    );
    for (const target of ["aws-cli", "boto3", "javascript", "curl"]) {
      const { status, stdout } = await shell(
        `cloud-dryrun snippet ssm:PutInventory request.json --for ${target}`,
      );
      assert.equal(status, 0);
      assert(stdout.includes(NODE));
    }
    const broken = await shell("echo nonsense | cloud-dryrun build ssm:PutInventory - request.json");
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /^cloud-dryrun: standard input: [^\n]+\n$/);
    assert.match(broken.stdout, /^POST /);
  },

  async "cli: operations, describe and sample say what the library says"(workshop) {
    const { shell } = place(workshop);
    const library = await import(pathToFileURL(join(workshop.unpacked, "node.mjs")).href);
    const json = await shell("cloud-dryrun operations --format json");
    assert.deepEqual(
      json.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      library.operations(),
    );
    const { stdout } = await shell("cloud-dryrun operations INVENTORY put");
    assert.equal(stdout, "ssm:PutInventory  answered by the emulator, carries a content hash\n");
    assert.equal((await shell("cloud-dryrun operations nothing-of-the-kind")).status, 1);
    const sample = await shell("cloud-dryrun sample ssm:PutInventory --size full");
    assert.equal(sample.stdout, `${library.sample("ssm:PutInventory", "full")}\n`);
    const described = await shell("cloud-dryrun describe ssm:PutComplianceItems");
    assert.match(described.stdout, /^ {2}Severity {2}one of CRITICAL .*, required$/m);
    const shape = await shell("cloud-dryrun describe ssm:PutComplianceItems --format json --side output");
    assert.deepEqual(JSON.parse(shape.stdout), library.describe("ssm:PutComplianceItems", "output"));
  },

  async "cli: convert makes the answer to an event, with what was decided, and tells what is lost"(workshop) {
    const { shell } = place(workshop, {
      "event.json": PERIODIC,
      "events.jsonl": `${PERIODIC}\n\n{"domain_id":5}\n${PERIODIC}\n`,
      "rack.json": RACK,
      "disks.json": RACK.replace("RackInfo", "Disks"),
    });
    const library = await import(pathToFileURL(join(workshop.unpacked, "node.mjs")).href);
    const decided = "--decide compliance_state=NonCompliant";
    const { status, stdout, stderr } = await shell(`cloud-dryrun convert ${EVENT} event.json ${decided}`);
    const wanted = library.fromEvent(PERIODIC, { compliance_state: "NonCompliant" });
    assert.deepEqual([status, stderr, JSON.parse(stdout)], [0, "", wanted]);
    assert.equal(wanted.policy_resource.resource_type, null);
    const same = await shell(
      `cloud-dryrun convert ${EVENT} - ${decided} --to huawei-config:UpdatePolicyState --numbers-as-text < event.json`,
    );
    assert.deepEqual(JSON.parse(same.stdout), { ...wanted, evaluation_time: "1741759201000" });

    const several = await shell(`cloud-dryrun convert ${EVENT} events.jsonl ${decided}`);
    assert.deepEqual([several.status, several.stdout], [1, stdout.repeat(2)]);
    assert.match(several.stderr, /^cloud-dryrun: events\.jsonl:3:14 \/domain_id: .+; put quotes around it$/m);
    const json = JSON.parse(
      (await shell(`cloud-dryrun convert ${EVENT} events.jsonl ${decided} --format json`)).stdout,
    );
    assert.deepEqual(
      json.documents.map(({ text }) => JSON.parse(text)),
      [wanted, wanted],
    );
    assert(json.lost.length > 0 && json.lost.every(({ document }) => document === 1));

    const ofNode = `--instance-id ${NODE} --capture-time 2026-03-12T06:00:00Z`;
    const files = await shell(
      `cloud-dryrun convert ssm-agent:CustomInventoryFile rack.json disks.json ${ofNode}`,
    );
    assert.equal(files.status, 0, files.stderr);
    const { InstanceId, Items } = JSON.parse(files.stdout);
    assert.deepEqual(
      [InstanceId, Items.map(({ TypeName }) => TypeName)],
      [NODE, ["Custom:Disks", "Custom:RackInfo"]],
    );
  },

  async "cli: convert says what it needs and does not get"(workshop) {
    const { shell } = place(workshop, { "event.json": PERIODIC });
    for (const [words, told] of [
      [
        `${EVENT} event.json`,
        "--decide compliance_state=Compliant or --decide compliance_state=NonCompliant",
      ],
      [`${EVENT} event.json --decide compliance_state=compliant`, "Compliant"],
      [
        `${EVENT} event.json --decide compliance_state=Compliant --decide evaluation_hash=x`,
        "evaluation_hash",
      ],
      [
        `${EVENT} event.json --decide compliance_state=Compliant --decide compliance_state=x`,
        "decided twice",
      ],
      [
        `${EVENT} event.json --decide compliance_state=Compliant --to ${PUT}`,
        "huawei-config:UpdatePolicyState",
      ],
      [`${EVENT} event.json --decide compliance_state`, "NAME=VALUE"],
      [`${PUT} sound.json`, EVENT],
      ["event.json", "the operation comes first"],
      [EVENT, "--decide"],
      [`${EVENT} nowhere.json --decide compliance_state=Compliant`, "does not exist"],
    ]) {
      const { status, stdout, stderr } = await shell(`cloud-dryrun convert ${words}`);
      assert.deepEqual([status, stdout], [2, ""], words);
      assert.match(stderr, /^cloud-dryrun: [^\n]+\n$/);
      assert(stderr.includes(told), stderr);
    }
  },

  async "cli: a model that is brought along"(workshop) {
    const { shell } = place(workshop, { "parcels.json": JSON.stringify(PARCELS), "empty.json": "{}" });
    const { status, stdout } = await shell(
      "cloud-dryrun check parcels:GetParcel empty.json --model parcels.json",
    );
    assert.equal(status, 1);
    assert.match(stdout, /^error\[missing-member\]: `parcelId` is missing/);
    assert.equal(
      (await shell("cloud-dryrun check parcels:GetParcel empty.json --model nowhere.json")).status,
      2,
    );
    assert.equal(
      (await shell("cloud-dryrun check parcels:GetParcel empty.json --model empty.json")).status,
      2,
    );
  },

  async "cli: every example of the help does what it says, or at least runs"(workshop) {
    const { COMMANDS } = await import(pathToFileURL(join(workshop.unpacked, "cli", "commands.mjs")).href);
    const { shell } = place(workshop, {
      reporter: `#!/bin/sh\ncat request.json\n`,
      "requests/a.json": INVENTORY,
      "sent.jsonl": `${INVENTORY}\n`,
      "input.json": SOUND,
      "event.json": PERIODIC,
      "rack.json": RACK,
    });
    await shell("chmod +x reporter");
    let ran = 0;
    for (const [name, { options, examples }] of Object.entries(COMMANDS)) {
      const { status, stdout } = await shell(`cloud-dryrun ${name} --help`);
      assert.equal(status, 0);
      assert(stdout.startsWith(`cloud-dryrun ${name} `));
      assert.equal((await shell(`cloud-dryrun help ${name}`)).stdout, stdout);
      for (const option of Object.keys(options))
        assert(stdout.includes(`  --${option}`), `${name} --${option}`);
      for (const [line, what] of examples) {
        assert(stdout.includes(`  ${line}\n      ${what}\n`));
        if (name === "serve") continue; // it does not end by itself
        const { status: left, stderr } = await shell(
          line.replace(/\| sh$/, "| cat").replace(/ - /, " - < request.json "),
        );
        assert(left <= 1, `${line} left with ${left}: ${stderr}`);
        ran += 1;
      }
    }
    assert(ran > 10);
  },
};
