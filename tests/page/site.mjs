// The page as a visitor gets it: from a sub-folder of a small server, under a strict policy, in a real browser.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { beforeScripts, idle } from "./idle.mjs";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const FOLDER = "/some/sub-folder/";

/** @param {string} folder the built page */
export async function openSite(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const name = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) || "index.html" : "";
    const file = join(folder, name);
    if (!/^[\w.-]+$/.test(name) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(name)], "content-security-policy": POLICY });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    address: origin + FOLDER,

    /** Whether the browser is still there: one that runs out of memory is not. */
    isOpen: () => browser.isConnected(),

    /**
     * A visitor with an empty browser. Whatever goes wrong without being asked for is kept in `troubles`.
     * @param {{ path?: string, wait?: boolean, before?: (page: any) => Promise<void>, context?: object }} [options]
     */
    async visit({ path = "", wait = true, before, context: settings } = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        permissions: ["clipboard-read", "clipboard-write"],
        ...settings,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      await beforeScripts(page);
      const troubles = [];
      const home = /^https?:/.test(path) ? new URL(path).origin : origin;
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning")
          troubles.push(`console: ${message.text()}`);
      });
      page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
      page.on("requestfailed", (request) => {
        // A reload may cut short what was still loading, such as the icon.
        if (request.failure()?.errorText !== "net::ERR_ABORTED") troubles.push(`failed: ${request.url()}`);
      });
      page.on("response", (response) => {
        if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
      });
      page.on("request", (request) => {
        const url = new URL(request.url());
        if (url.origin !== home && !["blob:", "data:", "file:"].includes(url.protocol))
          troubles.push(`left the host: ${request.url()}`);
      });
      await before?.(page);
      await page.goto(/^\w+:/.test(path) ? path : origin + FOLDER + path);
      const visitor = Object.assign(page, { troubles, leave: () => context.close() });
      if (wait) await checked(visitor);
      return visitor;
    },

    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Waits until the findings, and the pane that is shown, belong to the text. */
export async function checked(page) {
  await page.waitForSelector('main[data-engine="ready"]');
  await idle(page);
  await page.waitForSelector('#findings:not([aria-busy="true"])');
}

/** Replaces the text as a paste would. */
export async function paste(page, text) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+a");
  await page.evaluate((value) => navigator.clipboard.writeText(value), text);
  await page.keyboard.press("Control+v");
  await checked(page);
}

/** The text in the editor, whole, also where it is not drawn. */
export function textOf(page) {
  return copied(page, "Copy the text");
}

/** What a button copies. @param {string} what its name */
export async function copied(page, what) {
  await page.click(`[aria-label="${what}"]`);
  return clipboardOf(page);
}

export async function clipboardOf(page) {
  await idle(page);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** @returns {Promise<{ rule: string, path: string, severity: string, message: string, place: string }[]>} */
export function findingsOf(page) {
  return page.$$eval(".finding", (rows) =>
    rows.map((row) => ({
      rule: row.querySelector(".finding-rule").textContent,
      path: row.querySelector(".finding-path").textContent,
      severity: row.classList[1],
      message: row.querySelector(".finding-message").textContent,
      place: row.querySelector(".finding-place").textContent,
    })),
  );
}

/** Picks an example by its name, or by a part that no other has. */
export async function example(page, name) {
  await page.click("#examples");
  const named = (hasText) => page.locator(".example", { has: page.locator("strong", { hasText }) });
  const whole = named(new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`));
  await ((await whole.count()) > 0 ? whole : named(name)).click();
  await checked(page);
}

/** Shows a pane and waits until it is filled. */
export async function pane(page, name) {
  await page.click(`#tab-${name}`);
  await idle(page);
  return page.innerText(`#panel-${name}`);
}

/** Sends, and waits for the answer to this request. */
export async function send(page) {
  const before = (await page.textContent("#tab-log .tab-note")) || "0";
  await page.click("#send");
  await page.waitForFunction(
    (count) => Number(document.querySelector("#tab-log .tab-note").textContent) > Number(count),
    before,
  );
  await idle(page);
  return page.innerText("#panel-response");
}

const START = {
  DocumentName: "AWS-StopEC2InstanceWithApproval",
  Parameters: {
    InstanceId: ["i-0123456789abcdef0"],
    Approvers: ["AKIDANN", "AKIDBEN"],
    SNSTopicArn: ["arn:aws:sns:us-east-1:123456789012:Automation"],
  },
};

/** Starts something that waits for an approval. */
export async function started(page) {
  await page.selectOption("#operation", "ssm:StartAutomationExecution");
  await paste(page, JSON.stringify(START));
  await send(page);
}
