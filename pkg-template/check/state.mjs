// The state file: what it keeps, and what it says when something is wrong with it.
import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { friendOf, opened, part } from "./asking.mjs";
import { LIST, largeOf, NODE, PUT, putOf } from "./requests.mjs";

const START = { now: "2026-03-12T09:00:00Z", seed: 7, speed: 0 };
const racks = async ({ operation }, node = NODE) =>
  (await operation("ListInventoryEntries", { ...LIST, InstanceId: node })).json.Entries;

/** A folder of one's own, and servers over a file in it. */
function stateful(act) {
  return async (workshop) => {
    const folder = workshop.project({});
    const file = join(folder, "state.json");
    const warnings = [];
    const start = (options = {}) =>
      opened(workshop, { state: file, warn: (sentence) => warnings.push(sentence), ...START, ...options });
    await act({ workshop, folder, file, start, warnings });
  };
}

/** A state file with three changes. */
async function written(start) {
  const first = await start();
  for (const Rack of ["A", "B", "C"]) await first.operation("PutInventory", putOf(NODE, [{ Rack }]));
  await first.server.close();
}

async function assertLeftAlone({ file, folder, start }, code, said) {
  const before = readFileSync(file);
  await assert.rejects(start(), (error) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, said);
    assert.match(error.message, /left as it is/);
    return error.message.includes(file);
  });
  assert(readFileSync(file).equals(before));
  return readdirSync(folder).filter((name) => name.startsWith("state.json"));
}

export const stateChecks = {
  "state: requests and control calls are there after a restart": stateful(async ({ start, warnings }) => {
    const first = await start();
    await first.operation("PutInventory", PUT);
    await first.control("POST", "clock", { advance: "P1D" });
    await first.control("POST", "fault", [{ operation: "ssm:GetInventory", exception: "X", times: 3 }]);
    await first.operation("GetInventory", {});
    const faults = (await first.control("GET", "fault")).json;
    const snapshot = (await first.control("GET", "snapshot")).text;
    await first.server.close();

    const second = await start();
    assert.equal((await second.control("GET", "snapshot")).text, snapshot);
    assert.deepEqual((await second.control("GET", "fault")).json, faults);
    assert.equal((await second.control("GET", "clock")).json.now, "2026-03-13T09:00:00.000Z");
    assert.deepEqual(await racks(second), PUT.Items[0].Content);
    await second.control("DELETE", "fault");
    await second.control("POST", "reset");
    await second.operation("PutInventory", putOf(NODE, [{ Rack: "later" }]));
    await second.server.close();

    const third = await start();
    assert.deepEqual((await third.control("GET", "fault")).json, []);
    assert.deepEqual(await racks(third), [{ Rack: "later" }]);
    await third.control("POST", "snapshot", snapshot);
    await third.server.close();
    assert.deepEqual(await racks(await start()), PUT.Items[0].Content);
    assert.deepEqual(warnings, []);
  }),

  "state: the clock runs on while no server does, and never back": stateful(async ({ start }) => {
    const first = await start({ speed: 1_000 });
    const before = Date.parse((await first.control("GET", "clock")).json.now);
    await first.server.close();
    const second = await start({ speed: 1_000 });
    const after = Date.parse((await second.control("GET", "clock")).json.now);
    assert(after >= before && after < before + 600_000, `${before} ${after}`);
    await second.server.close();
    // What a state has, it keeps; the speed alone can be given anew.
    const third = await start({ speed: 0, seed: 8, now: "2020-01-01T00:00:00Z" });
    const { now, speed } = (await third.control("GET", "clock")).json;
    assert.equal(speed, 0);
    assert(Date.parse(now) >= after);
    assert.equal(JSON.parse((await third.control("GET", "snapshot")).text).seed, 7);
  }),

  "state: a record that was cut off is passed over, wherever it was cut": stateful(
    async ({ workshop, file, start }) => {
      await written(start);
      const whole = readFileSync(file);
      const { Stage } = await part(workshop.unpacked, "server/stage.mjs");
      const stateAt = async (length, name) => {
        const warnings = [];
        writeFileSync(name, whole.subarray(0, length));
        const stage = await Stage.open({}, name, (sentence) => warnings.push(sentence));
        const { state } = JSON.parse(stage.look((emulator) => emulator.snapshot()));
        await stage.close();
        // What was cut off is gone, and what was added can be read again.
        const again = await Stage.open({}, name, (sentence) => warnings.push(sentence));
        assert.deepEqual(JSON.parse(again.look((emulator) => emulator.snapshot())).state, state);
        await again.close();
        return { state: JSON.stringify(state), warnings };
      };
      const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
      assert(ends.length >= 5, `${ends.length} lines`);
      const states = [];
      for (const [index, end] of ends.entries()) states.push(await stateAt(end, `${file}.${index}`));
      assert.equal(new Set(states.map(({ state }) => state)).size, 4);
      assert.deepEqual(
        states.flatMap(({ warnings }) => warnings),
        [],
      );
      for (let cut = 0; cut < 120; cut++) {
        const length = ends[0] + 1 + Math.floor(Math.random() * (whole.length - ends[0] - 1));
        const line = ends.findLastIndex((end) => end <= length);
        const { state, warnings } = await stateAt(length, `${file}.cut`);
        // A line that lacks its last byte alone is whole.
        const isWhole = ends.includes(length + 1);
        assert.equal(state, states[isWhole ? line + 1 : line].state, `cut at ${length}`);
        const torn = !isWhole && !ends.includes(length);
        assert.equal(warnings.length, torn ? 1 : 0, `cut at ${length}: ${warnings}`);
        if (torn)
          assert.match(warnings[0], /was cut off while it was written; its \d+ bytes are passed over/);
      }
    },
  ),

  "state: a damaged record is refused, and what is sound before it is saved": stateful(
    async ({ file, folder, start }) => {
      await written(start);
      const whole = readFileSync(file);
      const text = whole.toString("latin1");
      const second = text.indexOf('\\"B\\"');
      assert(second > 0);
      whole.write("b", second + 2, "latin1");
      writeFileSync(file, whole);
      const files = await assertLeftAlone({ file, folder, start }, "state-damaged", /line \d is damaged/);
      assert.deepEqual(files, ["state.json", "state.json.rescued"]);
      const saved = await start({ state: `${file}.rescued` });
      assert.deepEqual(await racks(saved), [{ Rack: "A" }]);
      // A second try does not write over what was saved.
      await assertLeftAlone({ file, folder, start }, "state-damaged", /there is such a file already/);
    },
  ),

  "state: a line that is missing in the middle is noticed": stateful(async ({ file, folder, start }) => {
    await written(start);
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.toSpliced(2, 1).join("\n"));
    await assertLeftAlone({ file, folder, start }, "state-damaged", /line 3 is damaged/);
  }),

  "state: a damaged or newer snapshot is refused": stateful(async ({ file, folder, start }) => {
    await written(start);
    const whole = readFileSync(file, "utf8");
    const wrong = {
      damaged: whole.replace('"seed":7', '"seed":8'),
      version: whole.replace(/"version":\d+/, '"version":999'),
      cut: whole.slice(0, 100),
    };
    for (const [what, text] of Object.entries(wrong)) {
      writeFileSync(file, text);
      const said = { damaged: /damaged/, version: /version 999/, cut: / / }[what];
      const files = await assertLeftAlone({ file, folder, start }, "state-unusable", said);
      assert.deepEqual(files, ["state.json"]);
    }
  }),

  "state: a file of something else is not touched": stateful(async ({ file, folder, start }) => {
    for (const text of ["# notes\n", "\0\0\0", '{"a":1}\n', '{"format":"other"}', "{", "\n"]) {
      writeFileSync(file, text);
      await assertLeftAlone({ file, folder, start }, "state-unusable", /not begin with a snapshot/);
    }
    mkdirSync(`${file}.folder`);
    await assert.rejects(start({ state: `${file}.folder` }), {
      code: "state-unusable",
      message: /it is a folder/,
    });
    await assert.rejects(start({ state: join(folder, "no", "state") }), {
      code: "state-unusable",
      message: /its folder does not exist/,
    });
    await assert.rejects(start({ state: "/dev/null" }), {
      code: "state-unusable",
      message: /it is not a file/,
    });
  }),

  "state: an empty file and a downloaded snapshot are beginnings": stateful(
    async ({ file, start, warnings }) => {
      writeFileSync(file, "");
      await written(start);
      const snapshot = (await (await start()).control("GET", "snapshot")).text;
      writeFileSync(`${file}.downloaded`, snapshot);
      const first = await start({ state: `${file}.downloaded` });
      assert.deepEqual(await racks(first), [{ Rack: "C" }]);
      await first.operation("PutInventory", PUT);
      await first.server.close();
      assert.deepEqual(await racks(await start({ state: `${file}.downloaded` })), PUT.Items[0].Content);
      assert.deepEqual(warnings, []);
    },
  ),

  "state: two servers do not share a file, not even through a link": stateful(async ({ file, start }) => {
    const first = await start();
    const link = `${file}.link`;
    symlinkSync(file, link);
    for (const state of [file, link]) {
      await assert.rejects(start({ state }), { code: "state-in-use", message: /another server is using it/ });
    }
    await first.operation("PutInventory", PUT);
    await first.server.close();
    const second = await start({ state: link });
    assert.deepEqual(await racks(second), PUT.Items[0].Content);
  }),

  "state: records give way to a new snapshot, and nothing is lost by it": stateful(
    async ({ file, start }) => {
      const first = await start();
      for (let index = 0; index < 60; index++) {
        const node = `i-${String(index % 4).padStart(8, "0")}`;
        assert.equal((await first.operation("PutInventory", largeOf(node, String(index), 100))).status, 200);
      }
      const { size } = statSync(file);
      assert(size < 7_000_000, `${size} bytes for 60 times 200 KB`);
      await first.server.close();
      const second = await start();
      for (const index of [0, 1, 2, 3]) {
        const [{ id }] = await racks(second, `i-${String(index).padStart(8, "0")}`);
        assert.equal(id, String(56 + index));
      }
    },
  ),

  "state: a process that is killed while it writes a new snapshot leaves the old file": stateful(
    async ({ file, folder, start, warnings }) => {
      await written(start);
      writeFileSync(`${file}.cloud-dryrun-next`, readFileSync(file).subarray(0, 200));
      assert.deepEqual(await racks(await start()), [{ Rack: "C" }]);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith("state.json")),
        ["state.json"],
      );
      assert.deepEqual(warnings, []);
    },
  ),

  "state: a file that was removed is written again": stateful(async ({ file, start }) => {
    const first = await start();
    await first.operation("PutInventory", PUT);
    rmSync(file);
    await first.operation("PutInventory", putOf("i-00000001", [{ Rack: "2" }]));
    await first.server.close();
    const second = await start();
    assert.deepEqual(await racks(second), PUT.Items[0].Content);
    assert.deepEqual(await racks(second, "i-00000001"), [{ Rack: "2" }]);
  }),

  "state: where nothing can be kept any more, nothing is answered any more": stateful(
    async ({ folder, start, warnings }) => {
      const own = join(folder, "own");
      mkdirSync(own);
      const first = await start({ state: join(own, "state.json") });
      await first.operation("PutInventory", PUT);
      rmSync(own, { recursive: true });
      for (const _ of [1, 2]) {
        const { status, json } = await first.operation("PutInventory", putOf(NODE, [{ Rack: "2" }]));
        assert.deepEqual([status, json.code], [500, "not-kept"]);
        assert.match(json.message, /^nothing can be kept any more, .*its folder does not exist/);
      }
      assert.equal((await first.control("GET", "clock")).status, 500);
      assert.equal((await first.control("GET", "health")).status, 200);
      assert.equal(warnings.length, 1);
      await first.server.close();
    },
  ),

  async "state: a disk that is full refuses the change, undoes it, and loses nothing"(workshop) {
    const folder = workshop.project({});
    const file = join(folder, "state.json");
    const words = ["cli.mjs", "serve", "--port", "0", "--state", file, "--log", "off", "--speed", "0"];
    // 64 KiB is all that a file may have; Node gets an error instead of a signal.
    const limited = `ulimit -f 64; exec node ${words.map((word) => `'${word}'`).join(" ")}`;
    const full = await workshop.start(workshop.unpacked, "bash", "-c", limited);
    const friend = friendOf(full.line);
    assert.equal((await friend.operation("PutInventory", PUT)).status, 200);
    const large = largeOf(NODE, "large", 50);
    for (const _ of [1, 2]) {
      const refused = await friend.operation("PutInventory", large);
      assert.deepEqual([refused.status, refused.json.code], [500, "not-kept"]);
      assert.match(refused.json.message, /could not be kept and is undone: .*state\.json: /);
      assert.deepEqual(await racks(friend), PUT.Items[0].Content);
    }
    assert.equal((await friend.operation("PutInventory", putOf(NODE, [{ Rack: "small" }]))).status, 200);
    full.child.kill("SIGKILL");
    await full.ended;
    const { line } = await workshop.start(workshop.unpacked, "node", ...words);
    assert.deepEqual(await racks(friendOf(line)), [{ Rack: "small" }]);
  },

  async "state: without leave to read or write, the command says so"(workshop) {
    const folder = workshop.project({});
    const words = ["cli.mjs", "serve", "--port", "0", "--state"];
    const run = promisify(execFile);
    const attempt = (state) => workshop.attempt(workshop.unpacked, "node", ...words, state);
    const { status, stdout, stderr } = await attempt(join(folder, "nowhere", "state.json"));
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^cloud-dryrun: [^\n]*its folder does not exist\n$/);
    if (process.getuid?.() !== 0) return;
    // Root may do everything, so another user tries.
    const file = join(folder, "mine.json");
    writeFileSync(file, "", { mode: 0o400 });
    await run("chmod", ["-R", "a+rX", dirname(workshop.unpacked)]);
    const other = { uid: 65_534, gid: 65_534, cwd: "/" };
    const outcome = run(
      process.execPath,
      [join(workshop.unpacked, "cli.mjs"), ...words.slice(1), file],
      other,
    );
    await assert.rejects(outcome, {
      code: 1,
      stderr: /^cloud-dryrun: cannot open [^\n]*permission denied\n$/,
    });
  },
};
