// What the checks work with: the packed package, fresh folders that depend on it, commands, a static
// server on loopback and a headless browser. Everything goes when the workshop closes.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(dirname(HERE));
const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium"; // where Debian has it
const QUIET = [
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

const execute = promisify(execFile);

export class Workshop {
  #folder = mkdtempSync(join(tmpdir(), "cloud-dryrun-check-"));
  #number = 0;
  #browser;
  #afterwards = [];

  static async open() {
    const workshop = new Workshop();
    if (!existsSync(join(ROOT, "pkg", "package.json")))
      throw new Error("pkg/ is missing; run make package first");
    const options = ["--json", "--ignore-scripts", "--pack-destination", workshop.#folder];
    const { stdout } = await execute("npm", ["pack", join(ROOT, "pkg"), ...options]);
    const listing = JSON.parse(stdout);
    // npm answered with a list of packages up to version 11 and answers with an object by name since.
    const [packed] = Array.isArray(listing) ? listing : Object.values(listing);
    workshop.packed = packed.files.map(({ path }) => path).sort();
    await execute("tar", ["-xzf", join(workshop.#folder, packed.filename), "-C", workshop.#folder]);
    return workshop;
  }

  /** The package as unpacked. */
  get unpacked() {
    return join(this.#folder, "package");
  }

  /** Something of the project's tools, by its path in node_modules. */
  tool(path) {
    return join(ROOT, "node_modules", path);
  }

  /** A folder with the package installed, the exercise, and the given files. */
  project(files) {
    const folder = join(this.#folder, `user-${++this.#number}`);
    mkdirSync(folder);
    cpSync(this.unpacked, join(folder, "node_modules", "cloud-dryrun"), { recursive: true });
    cpSync(join(HERE, "exercise.mjs"), join(folder, "exercise.mjs"));
    const manifest = { "package.json": JSON.stringify({ name: "user", private: true, type: "module" }) };
    for (const [name, text] of Object.entries({ ...manifest, ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  }

  /** Lets a project use one of the project's own packages, as if it had installed it. */
  borrow(folder, name) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(this.tool(name), place);
  }

  /** Runs a command; a non-zero exit status is an error with all it said. */
  async run(folder, program, ...args) {
    const { status, output } = await this.attempt(folder, program, ...args);
    if (status !== 0) throw new Error(`${program} ${args.join(" ")} left with ${status}:\n${output}`);
    return output;
  }

  /** Runs a command and says how it went. */
  async attempt(folder, program, ...args) {
    try {
      const { stdout, stderr } = await execute(program, args, { cwd: folder });
      return { status: 0, stdout, stderr, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error;
      if (typeof code !== "number") throw error;
      return { status: code, stdout, stderr, output: stdout + stderr };
    }
  }

  /** Starts a command and gives it with the first line that it prints. */
  async start(folder, program, ...args) {
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    this.afterwards(() => child.kill("SIGKILL"));
    const said = { stdout: "", stderr: "" };
    child.stderr.on("data", (chunk) => {
      said.stderr += chunk;
    });
    const ended = once(child, "exit").then(([status, signal]) => ({ status, signal }));
    const line = new Promise((resolve) => {
      child.stdout.on("data", (chunk) => {
        said.stdout += chunk;
        if (said.stdout.includes("\n")) resolve(said.stdout.split("\n", 1)[0]);
      });
    });
    const early = ended.then(({ status }) => {
      throw new Error(`${program} left with ${status} before it said anything:\n${said.stderr}`);
    });
    return { child, ended, said, line: await Promise.race([line, early]) };
  }

  /** Serves a folder on loopback and gives the address. */
  async serve(folder, headers = {}) {
    const server = createServer((request, response) => {
      const path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
      const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path));
      if (!existsSync(file)) return response.writeHead(404).end();
      const type = TYPES[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, ...headers }).end(readFileSync(file));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    this.afterwards(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${server.address().port}`;
  }

  /** Opens an address and waits until the page says how it went; complaints of the page are failures. */
  async visit(address) {
    this.#browser ??= await chromium.launch({
      executablePath: BROWSER,
      headless: true,
      chromiumSandbox: false,
      args: QUIET,
    });
    const context = await this.#browser.newContext();
    this.afterwards(() => context.close());
    const page = await context.newPage();
    const complaints = [];
    // A page that fell gives no outcome; its error is one.
    const fallen = new Promise((_, reject) => page.on("pageerror", reject));
    fallen.catch(() => {});
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await page.goto(address);
    try {
      const done = page.waitForFunction(() => globalThis.outcome, undefined, { timeout: 30_000 });
      const outcome = await Promise.race([done, fallen]);
      return { outcome: await outcome.jsonValue(), complaints, page };
    } catch (error) {
      throw new Error(`the page came to no end: ${error.message}\n${complaints.join("\n")}`);
    }
  }

  /** Something to do when the check at hand is over. */
  afterwards(task) {
    this.#afterwards.push(task);
  }

  async tidy() {
    for (const task of this.#afterwards.splice(0).reverse()) await task();
  }

  async close() {
    await this.tidy();
    await this.#browser?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
