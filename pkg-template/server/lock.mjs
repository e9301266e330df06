// One server for each state file. The lock is a name that the system gives to one process and takes back when that
// process ends, however it ends: nothing is left behind that someone has to clear away.
import { createHash } from "node:crypto";
import { unlinkSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @param {string} file its real path
 *  @returns {Promise<() => Promise<void>>} gives the lock back; refused with `address-in-use` when another has it */
export async function locked(file) {
  const name = `cloud-dryrun-${createHash("sha256").update(file).digest("hex").slice(0, 24)}`;
  if (process.platform === "linux") return held(`\0${name}`);
  if (process.platform === "win32") return held(`\\\\.\\pipe\\${name}`);
  const path = join(tmpdir(), `${name}.sock`);
  // Here the name is a file, and outlives a process that was killed.
  if (!(await isAnswered(path))) unlinkQuietly(path);
  return held(path);
}

function held(address) {
  const holder = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    holder.once("error", reject);
    holder.listen(address, () => {
      holder.unref();
      resolve(() => new Promise((done) => holder.close(() => done())));
    });
  });
}

function isAnswered(path) {
  return new Promise((resolve) => {
    const socket = connect(path, () => resolve(true));
    socket.on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });
}

function unlinkQuietly(path) {
  try {
    unlinkSync(path);
  } catch {
    // There was none.
  }
}
