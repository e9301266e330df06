// Runs a command with its output in a file, a time limit, and nothing left behind: every process of its group
// is ended, because a browser outlives the suite that started it when that suite falls.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { constants } from "node:os";

const GRACE = 3_000;

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function endGroup(pid) {
  if (!signalGroup(pid, "SIGTERM")) return;
  const deadline = Date.now() + GRACE;
  while (Date.now() < deadline) {
    if (!signalGroup(pid, 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signalGroup(pid, "SIGKILL");
}

/**
 * @param {string[]} command
 * @param {{ log: string, limit: number, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ status: number | null, trouble?: string, seconds: number }>} `trouble` when the command
 *   could not be started, or was ended
 */
export async function runLogged([program, ...args], { log, limit, env }) {
  const started = performance.now();
  const file = openSync(log, "w");
  // Its own session is its own process group, which is what gets ended.
  const child = spawn(program, args, { stdio: ["ignore", file, file], detached: true, env });
  closeSync(file);

  const interrupted = (signal) => {
    if (child.pid) signalGroup(child.pid, "SIGKILL");
    process.exit(128 + constants.signals[signal]);
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);

  let timer;
  const outcome = await new Promise((resolve) => {
    timer = setTimeout(
      () => resolve({ status: null, trouble: `took longer than ${limit / 60_000} minutes` }),
      limit,
    );
    child.on("error", (error) => resolve({ status: null, trouble: error.message }));
    child.on("exit", (status, signal) =>
      resolve(status === null ? { status, trouble: `ended by ${signal}` } : { status }),
    );
  });
  clearTimeout(timer);
  if (child.pid) await endGroup(child.pid);
  process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  return { ...outcome, seconds: (performance.now() - started) / 1000 };
}

/** The last lines of a log, indented. */
export function tailOf(path, lines = 40) {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join("\n");
}

/** The tests that a log names as failed, each with what is said of it, as far as it goes in few lines. */
export function failuresOf(path, linesEach = 8) {
  const lines = readFileSync(path, "utf8").split("\n");
  const said = lines.flatMap((line, at) =>
    /^\s*(FAIL|FAILED)\s|^thread '.*' .*panicked at|^test .* \.\.\. FAILED/.test(line)
      ? lines.slice(at, at + linesEach)
      : [],
  );
  return said.map((line) => `    ${line}`).join("\n");
}
