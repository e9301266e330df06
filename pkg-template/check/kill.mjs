// The server is killed at random points, a hundred times, while clients change its state over several connections:
// whatever was answered has to be there afterwards, and nothing that was never asked for.
import { strict as assert } from "node:assert";
import { Agent } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { asked, friendOf } from "./asking.mjs";
import { largeOf } from "./requests.mjs";

const LANES = 2; // servers that live and die at the same time
const KILLS = 50; // of each
const WRITERS = 4;
const LONGEST_LIFE = 60; // milliseconds before the kill
const FIRST_ANSWER = 2_000; // milliseconds that are waited for it at most
const LARGE = 50; // rows; takes long enough to write that a kill can come in between

export const killChecks = {
  async "kill: a hundred kills at random points lose nothing that was answered"(workshop) {
    const folder = workshop.project({});
    const lanes = Array.from({ length: LANES }, (_, index) => lane(workshop, join(folder, `state-${index}`)));
    const totals = await Promise.all(lanes);
    const sum = (name) => totals.reduce((all, total) => all + total[name], 0);
    assert.equal(sum("kills"), LANES * KILLS);
    // A test in which nothing was answered, or nothing was open when the end came, would show nothing.
    assert(sum("answered") > 2 * sum("kills"), `${sum("answered")} changes were answered`);
    assert(sum("open") > sum("kills"), `${sum("open")} requests were open at the end`);
  },
};

async function lane(workshop, file) {
  const ledger = new Ledger();
  const totals = { kills: 0, answered: 0, open: 0 };
  for (let round = 0; round <= KILLS; round++) {
    const started = await workshop.start(
      workshop.unpacked,
      ...["node", "cli.mjs", "serve", "--port", "0", "--state", file, "--log", "off", "--seed", "7"],
    );
    const friend = friendOf(started.line);
    await ledger.compare(friend, round === KILLS);
    if (round === KILLS) {
      started.child.kill("SIGTERM");
      assert.deepEqual(await started.ended, { status: 0, signal: null });
      break;
    }
    const agent = new Agent({ keepAlive: true, maxSockets: WRITERS + 1 });
    const life = { over: false };
    const writers = Array.from({ length: WRITERS }, (_, index) =>
      write(friend.port, agent, ledger, index, life),
    );
    writers.push(steer(friend.port, agent, ledger, life));
    // What one of them finds is told below, once the server is gone.
    for (const writer of writers) writer.catch(() => {});
    // The first answer of a process takes a while; most of the kills come after it.
    if (round % 5 > 0) await Promise.race([ledger.nextAnswer(), wait(FIRST_ANSWER)]);
    await wait(Math.random() * LONGEST_LIFE);
    life.over = true;
    totals.open += ledger.open;
    started.child.kill("SIGKILL");
    await Promise.all([...writers, started.ended]);
    agent.destroy();
    totals.kills++;
  }
  totals.answered = ledger.answered;
  return totals;
}

/** Puts one node after the other, until the server is gone. */
async function write(port, agent, ledger, writer, life) {
  for (let count = 0; !life.over; count++) {
    const id = ledger.next("i");
    const put = largeOf(id, id, count % 8 === 2 * writer ? LARGE : 1);
    const headers = { "x-amz-target": "AmazonSSM.PutInventory" };
    const body = JSON.stringify(put);
    await ledger.ask(id, () => asked({ port, method: "POST", path: "/", headers, body, agent }));
  }
}

/** Moves the clock and adds faults, which are changes as well. */
async function steer(port, agent, ledger, life) {
  for (let count = 0; !life.over; count++) {
    const id = ledger.next("f");
    const [path, body] =
      count % 2 === 0
        ? ["/_dryrun/fault", [{ operation: "ssm:GetInventory", exception: id, status: 400, times: 1 }]]
        : ["/_dryrun/clock", { advance: "PT1S" }];
    const answer = await ledger.ask(path.endsWith("fault") ? id : undefined, () =>
      asked({ port, method: "POST", path, headers: {}, body: JSON.stringify(body), agent }),
    );
    if (answer?.json.now !== undefined) ledger.saw(answer.json.now);
  }
}

/** What was asked for, and what of it was answered. */
class Ledger {
  #last = 0;
  #asked = new Set();
  #answered = new Set();
  #latest = 0;
  #told = [];
  open = 0;

  /** A name that nothing had before: of a node, `i`, or of a fault, `f`. */
  next(kind) {
    return `${kind}-${(++this.#last).toString(16).padStart(17, "0")}`;
  }

  get answered() {
    return this.#answered.size;
  }

  nextAnswer() {
    return new Promise((resolve) => this.#told.push(resolve));
  }

  saw(now) {
    this.#latest = Math.max(this.#latest, Date.parse(now));
  }

  async ask(id, act) {
    if (id !== undefined) this.#asked.add(id);
    this.open++;
    try {
      const answer = await act();
      assert.equal(answer.status, 200, answer.text);
      if (id !== undefined) this.#answered.add(id);
      for (const tell of this.#told.splice(0)) tell();
      return answer;
    } catch (error) {
      // The server is gone. Anything else is no part of this test.
      if (error.code === undefined || error instanceof assert.AssertionError) throw error;
      return undefined;
    } finally {
      this.open--;
    }
  }

  /** Looks through the snapshot each time, and at some or all of it through the API. */
  async compare(friend, isLast) {
    const { json: clock } = await friend.control("GET", "clock");
    assert(Date.parse(clock.now) >= this.#latest, `the clock went back to ${clock.now}`);
    this.saw(clock.now);
    const { text } = await friend.control("GET", "snapshot");
    const found = new Set(text.match(/\b[if]-[0-9a-f]{17}/g));
    const faults = (await friend.control("GET", "fault")).json.map(({ exception }) => exception);
    const isListed = new Set(faults);
    const lost = [...this.#answered].filter((id) => !found.has(id));
    assert.deepEqual(lost, [], "these were answered and are gone");
    const invented = [...found].filter((id) => !this.#asked.has(id));
    assert.deepEqual(invented, [], "nobody asked for these");
    for (const id of this.#answered) assert(id.startsWith("i") || isListed.has(id), `${id} is not listed`);
    const nodes = [...this.#answered].filter((id) => id.startsWith("i"));
    for (const id of isLast ? nodes : nodes.slice(-3)) await assertRead(friend, id);
  }
}

async function assertRead(friend, id) {
  const { json } = await friend.operation("ListInventoryEntries", {
    InstanceId: id,
    TypeName: "Custom:Rack",
  });
  assert.equal(json.Entries?.[0]?.id, id);
}
