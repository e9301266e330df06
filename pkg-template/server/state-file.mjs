// A file that keeps an emulator: its first line is a snapshot, each further line the records of one change. A line is
// written before the answer leaves, so whoever was answered finds the change after any end of the process. Each line
// carries a checksum over itself and the checksum before it: none can be changed, left out or taken from elsewhere.
import { createHash } from "node:crypto";
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { misuse } from "../misuse.js";
import { locked } from "./lock.mjs";

const NEWLINE = 0x0a;
const HEAD = Buffer.from('{"format":"cloud-dryrun",');
const SUM_LENGTH = 16; // hexadecimal digits; against accidents, not against forgery
const LEAST_JOURNAL = 4 * 1024 * 1024; // bytes; below this a new snapshot is not worth its writing
const SYNC_AFTER = 1_000; // milliseconds

const REASONS = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file may not grow further",
  EISDIR: "it is a folder",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "its folder is not a folder",
  EPERM: "permission denied",
  EROFS: "the disk is read-only",
};

/** A change that could not be written. */
export class NotKept extends Error {}

/** @typedef {{ at: number, records: unknown[] }} Kept what one change recorded, and the real time of its writing */

export class StateFile {
  #path;
  #warn;
  #unlock;
  #descriptor;
  /** Where the next line goes. */
  #end = 0;
  /** The size of the first line. */
  #snapshot = 0;
  /** The size from which on a new snapshot is due. */
  #due = Number.POSITIVE_INFINITY;
  #sum = "";
  #torn = 0;
  #isOpen = false;
  #syncing;
  #unsynced = false;
  #broken;

  constructor(path, warn, unlock) {
    this.#path = path;
    this.#warn = warn;
    this.#unlock = unlock;
  }

  /**
   * Takes the file for this process alone.
   *
   * @param {string} name
   * @param {(sentence: string) => void} warn
   */
  static async open(name, warn) {
    const path = realPath(name);
    const unlock = await locked(path).catch((error) => {
      const why = error.code === "EADDRINUSE" ? "another server is using it" : reasonOf(error);
      throw misuse("state-in-use", `cannot take the state file ${path}: ${why}`, error);
    });
    return new StateFile(path, warn, unlock);
  }

  /** A file on its way to take the place of this one. */
  get #next() {
    return `${this.#path}.cloud-dryrun-next`;
  }

  /**
   * What the file holds; undefined where there is none yet, or an empty one. The changes are looked at one after the
   * other, after the snapshot. The file stays as it is until `goOn`.
   *
   * @returns {{ snapshot: string, changes: Iterable<Kept> } | undefined}
   */
  read() {
    this.#close();
    const text = this.#contents();
    if (text === undefined || text.length === 0) return undefined;
    const first = text.indexOf(NEWLINE);
    const head = first < 0 ? text : text.subarray(0, first);
    this.#sum = sumOf("", head);
    this.#snapshot = head.length + 1;
    this.#end = Math.min(this.#snapshot, text.length);
    return { snapshot: head.toString("utf8"), changes: this.#changesOf(text) };
  }

  /** Takes what was read as sound. A last line that was not written to its end is cut off: nobody was told of it. */
  goOn() {
    if (this.#torn > 0) {
      const what = `the last record of ${this.#path} was cut off while it was written`;
      this.#warn(`${what}; its ${this.#torn} bytes are passed over`);
      this.#attempt(() => ftruncateSync(this.#descriptor, this.#end));
    }
    if (this.#isOpen) this.#write(Buffer.of(NEWLINE));
    this.#torn = 0;
    this.#isOpen = false;
    // Left by a process that was killed while it wrote a snapshot.
    rmSync(this.#next, { force: true });
  }

  #contents() {
    try {
      this.#descriptor = openSync(this.#path, "r+");
    } catch (error) {
      if (error.code === "ENOENT" && existsSync(dirname(this.#path))) return undefined;
      throw misuse("state-unusable", `cannot open the state file ${this.#path}: ${reasonOf(error)}`, error);
    }
    if (!fstatSync(this.#descriptor).isFile()) throw this.#refused("it is not a file");
    const head = Buffer.alloc(HEAD.length);
    const length = readSync(this.#descriptor, head, 0, HEAD.length, 0);
    if (length > 0 && !head.equals(HEAD)) {
      throw this.#refused("it does not begin with a snapshot of cloud-dryrun");
    }
    try {
      return readFileSync(this.#path);
    } catch (error) {
      throw this.#refused(reasonOf(error));
    }
  }

  /** The sound lines after the first; `#end` and `#sum` follow them. */
  *#changesOf(text) {
    for (let count = 0; this.#end < text.length; count++) {
      const newline = text.indexOf(NEWLINE, this.#end);
      const line = text.subarray(this.#end, newline < 0 ? text.length : newline);
      const record = line.subarray(SUM_LENGTH + 1);
      const sum = sumOf(this.#sum, record);
      const isSound = line.subarray(0, SUM_LENGTH + 1).toString("latin1") === `${sum} `;
      if (!isSound && newline < 0) break;
      if (!isSound) throw this.#damaged(count, text);
      this.#sum = sum;
      this.#end = newline < 0 ? text.length : newline + 1;
      yield JSON.parse(record.toString("utf8"));
    }
    this.#torn = text.length - this.#end;
    // A snapshot as it was downloaded, or a line that lacks its end alone.
    this.#isOpen = text[this.#end - 1] !== NEWLINE;
    this.#setDue();
  }

  #damaged(sound, text) {
    const saved = `${this.#path}.rescued`;
    const found = `line ${sound + 2} is damaged`;
    const begin = `the state file ${this.#path} is left as it is: ${found}`;
    try {
      writeFileSync(saved, text.subarray(0, this.#end), { flag: "wx", mode: 0o600 });
    } catch (error) {
      const why = error.code === "EEXIST" ? "there is such a file already" : reasonOf(error);
      return misuse("state-damaged", `${begin}; what is sound could not be saved as ${saved}: ${why}`, error);
    }
    return misuse("state-damaged", `${begin}; what is sound, ${sound + 1} lines, is saved as ${saved}`);
  }

  /** Whoever reads what it holds may find that it makes no sense. */
  unreadable(why) {
    return this.#refused(why);
  }

  #refused(why) {
    return misuse("state-unusable", `cannot use ${this.#path} as state: ${why}; the file is left as it is`);
  }

  /**
   * Writes what one change recorded. Whatever goes wrong, the file ends with a whole line.
   *
   * @param {unknown[]} records
   */
  append(records) {
    if (this.#broken !== undefined) throw new NotKept(this.#broken);
    const record = Buffer.from(JSON.stringify({ at: Date.now(), records }));
    const sum = sumOf(this.#sum, record);
    this.#write(Buffer.concat([Buffer.from(`${sum} `), record, Buffer.of(NEWLINE)]));
    this.#sum = sum;
    this.#syncSoon();
  }

  /** Whether the records are worth a new snapshot, or the file has to be written anew. */
  get isDue() {
    return this.#end >= this.#due || this.isGone;
  }

  /** Whether somebody removed it: what is written to it then ends with this process. */
  get isGone() {
    return fstatSync(this.#descriptor).nlink === 0;
  }

  /**
   * Puts a new file in the place of the old one: a snapshot and no records but the time. The old one stays until
   * the new one is whole and on the disk.
   *
   * @param {string} snapshot
   */
  begin(snapshot) {
    const head = Buffer.from(snapshot);
    const record = Buffer.from(JSON.stringify({ at: Date.now(), records: [] }));
    const headSum = sumOf("", head);
    const sum = sumOf(headSum, record);
    const text = Buffer.concat([head, Buffer.from(`\n${sum} `), record, Buffer.of(NEWLINE)]);
    let descriptor;
    try {
      descriptor = openSync(this.#next, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
      if (this.#descriptor !== undefined) fchmodSync(descriptor, fstatSync(this.#descriptor).mode);
      writeWhole(descriptor, text, 0);
      fsyncSync(descriptor);
      renameSync(this.#next, this.#path);
    } catch (error) {
      if (descriptor !== undefined) closeSync(descriptor);
      rmSync(this.#next, { force: true });
      // Later, and not with every change from now on.
      this.#due = Math.max(2 * this.#end, LEAST_JOURNAL);
      throw new NotKept(`${this.#path}: ${reasonOf(error)}`, { cause: error });
    }
    syncFolder(dirname(this.#path));
    this.#close();
    this.#descriptor = descriptor;
    this.#sum = sum;
    this.#snapshot = head.length + 1;
    this.#end = text.length;
    this.#setDue();
  }

  async close() {
    clearTimeout(this.#syncing);
    if (this.#descriptor !== undefined && this.#unsynced) this.#attempt(() => fsyncSync(this.#descriptor));
    this.#close();
    await this.#unlock();
  }

  #close() {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #setDue() {
    this.#due = this.#snapshot + Math.max(this.#snapshot, LEAST_JOURNAL);
  }

  #write(bytes) {
    try {
      writeWhole(this.#descriptor, bytes, this.#end);
    } catch (error) {
      // What was written of it is no whole line, and the next one may not follow it.
      this.#attempt(() => ftruncateSync(this.#descriptor, this.#end));
      throw new NotKept(`${this.#path}: ${reasonOf(error)}`, { cause: error });
    }
    this.#end += bytes.length;
  }

  /** After a failure of these the file cannot be relied on, and takes no more changes. */
  #attempt(act) {
    try {
      act();
    } catch (error) {
      this.#broken = `${this.#path}: ${reasonOf(error)}; it takes no more until the server is started again`;
      this.#warn(this.#broken);
    }
  }

  /**
   * What is written survives the end of the process at once. To survive the end of the machine it has to reach the
   * disk, which takes a thousand times as long as the write: that is done behind the answers, once a second.
   */
  #syncSoon() {
    this.#unsynced = true;
    this.#syncing ??= setTimeout(() => {
      this.#syncing = undefined;
      if (this.#descriptor === undefined) return;
      this.#unsynced = false;
      const descriptor = this.#descriptor;
      fdatasync(descriptor, (error) => {
        // A new file took the place of one that was still on its way.
        if (error && descriptor === this.#descriptor)
          this.#attempt(() => {
            throw error;
          });
      });
    }, SYNC_AFTER).unref();
  }
}

function sumOf(before, bytes) {
  return createHash("sha256").update(before).update(bytes).digest("hex").slice(0, SUM_LENGTH);
}

function writeWhole(descriptor, bytes, at) {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
}

/** The file itself where the name is a link: a new snapshot takes the place of the file, not of the link. */
function realPath(name) {
  const path = resolve(name);
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
  }
}

/** Without this, the disk may know the new file and not its name. */
function syncFolder(path) {
  let folder;
  try {
    folder = openSync(path, "r");
    fsyncSync(folder);
  } catch {
    // Not every system lets a folder be opened; then there is nothing to do.
  }
  if (folder !== undefined) closeSync(folder);
}

function reasonOf(error) {
  return REASONS[error.code] ?? error.message;
}
