// The emulator of a server: time passes for it, and what changes it is kept before anyone hears of it. Without a
// file it lives in memory alone.
import { runningClock } from "../clock.js";
import { misuse } from "../misuse.js";
import { Emulator } from "../node.mjs";
import { NotKept, StateFile } from "./state-file.mjs";

export class Stage {
  #emulator;
  #file;
  #warn;
  /** What requests are believed by, which is in no snapshot. */
  #secrets = {};
  /** Time that passed without any other change since the last record. */
  #passed;
  /** Why nothing can be kept any more. */
  #lost;
  /** The number of the last request in the emulator's log. */
  #logged = 0;
  /** Those who wait for anything to change. */
  #watchers = new Set();

  /**
   * @param {object} options of the emulator, where a new one begins
   * @param {string | undefined} state the file
   * @param {(sentence: string) => void} warn
   */
  static async open(options, state, warn) {
    const stage = new Stage();
    stage.#warn = warn;
    for (const name of ["keys", "tokens"]) if (name in options) stage.#secrets[name] = options[name];
    const begin = () => new Emulator({ now: Date.now(), speed: 1, ...options });
    if (state === undefined) {
      stage.#emulator = begin();
      return stage;
    }
    stage.#file = await StateFile.open(state, warn);
    try {
      const found = stage.#file.read();
      if (found === undefined) stage.#begin(begin());
      else stage.#goOn(found, options);
    } catch (error) {
      stage.#emulator?.free();
      await stage.#file.close();
      throw error instanceof NotKept ? misuse("state-unusable", error.message, error) : error;
    }
    return stage;
  }

  /**
   * Answers a request, and keeps what it changed. A change that cannot be kept is undone, and the request refused.
   *
   * @param {Parameters<Emulator["send"]>[0]} request
   * @returns the answer, how long it is to be held back, and the operation, service and error that the log tells of it
   */
  send(request) {
    const { delay = 0, ...answer } = this.#now().send(request);
    const records = this.#taken();
    this.#wake();
    // Reads need no record, nor does the time before them: the next change tells its own.
    if (records.every(isTime)) this.#passed = records.at(-1) ?? this.#passed;
    else this.#keep(records);
    const { number, operation, service, error } = this.#lastLogged();
    this.#logged = number;
    return { answer, delay, operation, service, error };
  }

  /**
   * Does something else with the emulator, and keeps what it changed.
   *
   * @template T
   * @param {(emulator: Emulator) => T} what
   * @returns {T}
   */
  act(what) {
    const result = what(this.#now());
    this.#keep(this.#taken());
    this.#wake();
    return result;
  }

  /** Looks at the emulator, which changes nothing but the time.
   *  @template T @param {(emulator: Emulator) => T} what @returns {T} */
  look(what) {
    const result = what(this.#now());
    this.#passed = this.#taken().at(-1) ?? this.#passed;
    return result;
  }

  /**
   * Waits until something may have changed by itself or by somebody.
   *
   * @param {number} milliseconds after which it may by itself
   * @param {AbortSignal} signal ends the wait
   */
  async changed(milliseconds, signal) {
    if (signal.aborted) return;
    await new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        this.#watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener("abort", done);
      this.#watchers.add(done);
    });
  }

  /** Another emulator takes the place of this one. @param {string} snapshot */
  replace(snapshot) {
    const next = Emulator.restore(snapshot, this.#secrets);
    try {
      if (this.#file !== undefined) {
        next.takeJournal();
        this.#file.begin(next.snapshot());
      }
    } catch (error) {
      next.free();
      throw error;
    }
    this.#emulator.free();
    this.#emulator = next;
    this.#passed = undefined;
    this.#lost = undefined;
    this.#wake();
  }

  async close() {
    if (this.#file !== undefined && this.#lost === undefined) {
      try {
        runningClock(this.#emulator)();
        this.#append(this.#emulator.takeJournal());
      } catch (error) {
        this.#warn(`the time of the stop could not be kept: ${error.message}`);
      }
    }
    await this.#file?.close();
    this.#emulator.free();
  }

  #wake() {
    for (const done of [...this.#watchers]) done();
  }

  #begin(emulator) {
    this.#emulator = emulator;
    emulator.takeJournal();
    this.#file.begin(emulator.snapshot());
  }

  /** The emulator of the file, and the time since it was written: the clock runs while no server does. */
  #goOn(found, { speed }) {
    const { emulator, at } = this.#replayed(found);
    this.#emulator = emulator;
    this.#file.goOn();
    emulator.takeJournal();
    emulator.advance(Math.floor(Math.max(0, Date.now() - at) * emulator.speed));
    if (speed !== undefined) emulator.speed = speed;
    this.#file.append(emulator.takeJournal());
  }

  /** What the file holds, and the real time of its last change. */
  #replayed({ snapshot, changes }) {
    let emulator;
    try {
      emulator = Emulator.restore(snapshot, this.#secrets);
    } catch (error) {
      throw this.#file.unreadable(error.message);
    }
    let line = 1;
    let at = Date.now();
    try {
      for (const change of changes) {
        line++;
        at = change.at;
        for (const record of change.records) emulator.replay(record);
      }
    } catch (error) {
      emulator.free();
      if (error.code?.startsWith("state-")) throw error;
      throw this.#file.unreadable(`line ${line} cannot be done again: ${error.message}`);
    }
    return { emulator, at };
  }

  /** The emulator at the time that it is. */
  #now() {
    if (this.#lost !== undefined) throw new NotKept(this.#lost);
    runningClock(this.#emulator)();
    return this.#emulator;
  }

  /** What was recorded. The first call of an emulator begins the recording, which nobody without a file pays for. */
  #taken() {
    return this.#file === undefined ? [] : this.#emulator.takeJournal();
  }

  /** The log begins anew with every other emulator, and then has nothing behind the number known here. */
  #lastLogged() {
    return this.#emulator.log({ after: this.#logged }).at(-1) ?? this.#emulator.log().at(-1);
  }

  #keep(records) {
    if (this.#file === undefined || records.length === 0) return;
    try {
      this.#append(records);
    } catch (error) {
      this.#undo();
      throw new NotKept(`the change could not be kept and is undone: ${error.message}`, { cause: error });
    }
    if (this.#file.isDue) this.#shorten();
  }

  #append(records) {
    this.#file.append(this.#passed === undefined ? records : [this.#passed, ...records]);
    this.#passed = undefined;
  }

  #shorten() {
    try {
      this.#file.begin(this.#emulator.snapshot());
    } catch (error) {
      if (this.#file.isGone) throw this.#end(error.message);
      this.#warn(`the records could not be replaced by a new snapshot; they are kept on: ${error.message}`);
    }
  }

  /** From here on memory and file may tell different things, so nothing is answered. */
  #end(why) {
    this.#lost = `nothing can be kept any more, the server has to be started again: ${why}`;
    this.#warn(this.#lost);
    return new NotKept(this.#lost);
  }

  /** Back to what the file holds, at the time that it is. */
  #undo() {
    const { now } = this.#emulator;
    try {
      const found = this.#file.read();
      if (found === undefined) throw new NotKept("the file is gone");
      const { emulator } = this.#replayed(found);
      this.#file.goOn();
      this.#emulator.free();
      this.#emulator = emulator;
      emulator.takeJournal();
      emulator.advance(Math.max(0, now - emulator.now));
    } catch (error) {
      this.#end(error.message);
    }
  }
}

function isTime(record) {
  return record.control?.clock !== undefined;
}
