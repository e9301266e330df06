// A process of Python for all scenarios, which is told a step on each line and answers it with a line.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { environment, PYTHON, ROOT } from "../places.mjs";

/** @param {string} file the program, beside this file */
export function stepsOf(file) {
  const program = join(ROOT, "tests", "clients", "scenarios", file);
  const child = spawn(PYTHON, [program], { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(what) {
      child.stdin.write(`${JSON.stringify(what)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${program} ended before it answered`);
      const answer = JSON.parse(value);
      if (answer.broken !== undefined) throw new Error(answer.broken);
      return answer;
    },
    async close() {
      child.stdin.end();
    },
  };
}
