// Runs programs as they are. Those for Python and JavaScript run many to a process, each as its own main program or
// module; those for a shell run one to a process.
import { execFile, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { environment, PYTHON, ROOT, WORK } from "./places.mjs";

const LIMIT_MS = 120_000;
const ENDINGS = { boto3: "py", "huawei-python": "py", python: "py", javascript: "mjs" };

/**
 * Runs the programs of tests.
 *
 * @param {string} client
 * @param {{ id: number, program: string }[]} tests
 * @returns {Promise<Record<number, string | undefined>>} how each ended: its error, or undefined
 */
export async function runAll(client, tests) {
  const folder = join(WORK, client);
  mkdirSync(folder, { recursive: true });
  const ending = ENDINGS[client] ?? "sh";
  const files = tests.map(({ id, program }) => {
    const file = join(folder, `${id}.${ending}`);
    writeFileSync(file, program);
    return { id, file };
  });
  const ends = {};
  if (ending === "sh") await shells(files, folder, ends);
  else await oneProcess(ending, files, ends);
  return ends;
}

/** Runs one program and gives what it printed. */
export async function outputOf(client, program, name) {
  const folder = join(WORK, "one");
  mkdirSync(folder, { recursive: true });
  const ending = ENDINGS[client] ?? "sh";
  const command = { py: PYTHON, mjs: process.execPath, sh: "bash" }[ending];
  const file = join(folder, `${client}-${name}.${ending}`);
  writeFileSync(file, program);
  const { error, stdout, stderr } = await execute(command, [file], folder);
  if (error) throw new Error(`${client} ${name}: ${error.message}\n${stderr}`);
  return stdout;
}

/** bash for one, the system's plain shell for the next. */
async function shells(files, folder, ends) {
  const waiting = [...files];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { id, file } = next;
      const place = join(folder, String(id));
      mkdirSync(place, { recursive: true });
      const { error, stderr } = await execute(id % 2 ? "bash" : "sh", [file], place);
      ends[id] = error ? `${error.message}\n${stderr}` : undefined;
    }
  };
  await Promise.all([worker(), worker()]);
}

function execute(command, args, cwd) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: environment, timeout: LIMIT_MS }, (error, stdout, stderr) => {
      resolve({ error, stdout, stderr });
    });
  });
}

/** The runner reads file names and answers each with its error or null, on a channel of its own. */
function oneProcess(ending, files, ends) {
  const here = (file) => join(ROOT, "tests", "clients", file);
  const [command, runner] =
    ending === "py" ? [PYTHON, here("run_python.py")] : [process.execPath, here("run_modules.mjs")];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [runner], {
      env: environment,
      stdio: ["pipe", "ignore", "inherit", "pipe"],
      timeout: LIMIT_MS,
    });
    child.on("error", reject);
    const answers = createInterface({ input: child.stdio[3] });
    let count = 0;
    answers.on("line", (line) => {
      const { file, error } = JSON.parse(line);
      ends[files.find((other) => other.file === file).id] = error ?? undefined;
      count += 1;
    });
    child.on("close", (status) => {
      if (count === files.length) resolve();
      else reject(new Error(`${runner} ended with ${status} after ${count} of ${files.length} programs`));
    });
    child.stdin.end(files.map(({ file }) => `${file}\n`).join(""));
  });
}
