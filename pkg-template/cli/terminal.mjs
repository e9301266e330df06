// Standard output, standard error and the exit status. Colours are for terminals that have them, a progress bar for
// people who look; pipes get plain text, and one that closes early ends the command quietly.

const CODES = { bold: 1, dim: 2, red: 31, yellow: 33, cyan: 36, blue: 34 };
const PATIENCE = 300; // milliseconds before a bar is worth its line
const PAUSE = 80; // milliseconds between two states of it
const BAR = 24; // characters

export class Terminal {
  #process;
  #bar = "";
  #started = performance.now();
  #drawn = 0;

  /** @param {NodeJS.Process} process */
  constructor(process) {
    this.#process = process;
    process.stdout.on("error", (error) => {
      if (error.code === "EPIPE") process.exit(); // with what is known so far
      this.complain(
        `the output cannot be written: ${error.code === "ENOSPC" ? "the disk is full" : error.message}`,
      );
      process.exit(Math.max(process.exitCode ?? 0, 1));
    });
    process.stderr.on("error", () => {}); // whoever reads the log may leave; a server stays
    /** @type {Record<keyof typeof CODES, (text: string) => string>} */
    this.paint = paintFor(process.stdout, process.env);
  }

  /** What was asked for. */
  write(text) {
    this.#clear();
    this.#process.stdout.write(text);
  }

  /** What went wrong, as one line. */
  complain(message) {
    this.note(`cloud-dryrun: ${message.replace(/\s*\n\s*/g, " ")}\n`);
  }

  /** What is said beside the result. */
  note(text) {
    this.#clear();
    this.#process.stderr.write(text);
  }

  /** The highest status that was asked for is the one that the command leaves with. */
  leaveWith(status) {
    this.#process.exitCode = Math.max(this.#process.exitCode ?? 0, status);
  }

  /** True when standard input is a person's keyboard. */
  get isTypedInto() {
    return this.#process.stdin.isTTY === true;
  }

  /** Shows how far it is; `part` from 0 to 1, or undefined where nobody knows. */
  progress(part, words) {
    const { stderr } = this.#process;
    const now = performance.now();
    if (!stderr.isTTY || now - this.#started < PATIENCE || now - this.#drawn < PAUSE) return;
    this.#drawn = now;
    const full = Math.round(Math.min(1, part ?? 0) * BAR);
    const bar = part === undefined ? "" : `[${"#".repeat(full)}${".".repeat(BAR - full)}] `;
    this.#bar = `${bar}${words}`.slice(0, Math.max(1, (stderr.columns || 80) - 1));
    stderr.write(`\r\u001b[K${this.#bar}`);
  }

  /** The bar leaves no trace. */
  #clear() {
    if (this.#bar === "") return;
    this.#bar = "";
    this.#process.stderr.write("\r\u001b[K");
  }

  done() {
    this.#clear();
  }
}

function paintFor(stream, { NO_COLOR = "" }) {
  const isPainted = stream.isTTY === true && NO_COLOR === "" && stream.hasColors();
  return Object.fromEntries(
    Object.entries(CODES).map(([name, code]) => [
      name,
      (text) => (isPainted ? `\u001b[${code}m${text}\u001b[0m` : text),
    ]),
  );
}
