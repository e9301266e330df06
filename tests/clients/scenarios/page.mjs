// The same SDK in a page of a browser, with the emulator in the page: no server, and no network at all.
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { ROOT } from "../places.mjs";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium"; // where Debian has it
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-sync",
];

export async function open() {
  const program = await bundled();
  const browser = await chromium.launch({
    executablePath: BROWSER,
    headless: true,
    chromiumSandbox: false,
    args: QUIET,
  });
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const fallen = [];
  page.on("pageerror", (error) => fallen.push(error));
  await page.setContent("<!doctype html><html lang=en><title>no server</title>");
  await page.addScriptTag({ content: program });
  const operations = await page.evaluate(() => globalThis.scenario.ready());
  const done = () => {
    if (asked.length > 0) throw new Error(`the page asked for ${asked.join(", ")}`);
    if (fallen.length > 0) throw fallen[0];
  };
  return {
    paginates: (operation) => operations.includes(operation),
    async start({ emulator, attempts }) {
      await page.evaluate((given) => globalThis.scenario.start(given), { emulator, attempts });
      return {
        perform: (step) => page.evaluate((given) => globalThis.scenario.perform(given), step),
        control: (step) => page.evaluate((given) => globalThis.scenario.control(given), step),
        requests: () => page.evaluate(() => globalThis.scenario.requests()),
        async close() {
          await page.evaluate(() => globalThis.scenario.close());
          done();
        },
      };
    },
    close: () => browser.close(),
  };
}

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "tests", "clients", "scenarios", "page_program.mjs")],
    ...{ bundle: true, write: false, format: "iife", platform: "browser", target: "es2022", minify: true },
    loader: { ".wasm": "binary" },
    define: { "import.meta.url": "undefined" },
    logLevel: "error",
  });
  return outputFiles[0].text;
}
