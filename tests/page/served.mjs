// The page as the package's server gives it: its emulator is the server's, which other clients have too.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { serve } from "../../pkg/server.mjs";
import { example, pane, send } from "./site.mjs";

const NODE = "i-0123456789abcdef0";
const ENTRY = { RackLocation: "put by another client" };
const PUT = {
  InstanceId: NODE,
  Items: [
    {
      ...{ TypeName: "Custom:RackInfo", SchemaVersion: "1.0", CaptureTime: "2026-03-12T08:00:00Z" },
      Content: [ENTRY],
    },
  ],
};

/** A visitor of the server's page, and a client beside it. */
async function served(folder, visit, act, context = {}) {
  const entries = [];
  const log = (entry) => entries.push(entry);
  const server = await serve({ port: 0, page: folder, speed: 0, now: "2026-03-12T09:00:00Z", seed: 7, log });
  try {
    const page = await visit({ path: `${server.url}/`, context });
    await act({ page, server, entries, client: clientOf(server.url) });
  } finally {
    await server.close();
  }
}

function clientOf(url) {
  const asked = async (path, init) => (await fetch(url + path, init)).json();
  return {
    call(target, input) {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
      return asked("/", { method: "POST", headers, body: JSON.stringify(input) });
    },
    control: (route, init) => asked(`/_dryrun/${route}`, init),
  };
}

function shotOf(root, name) {
  const folder = join(root, "build", "screenshots");
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

const logged = (page, count) =>
  page.waitForFunction(
    (wanted) => document.querySelector("#tab-log .tab-note").textContent === wanted,
    String(count),
  );

export default {
  async "served by the package's server, the page says whose emulator it shows"(visit, { folder }) {
    await served(folder, visit, async ({ page, server }) => {
      assert.match(await page.innerText("#clock"), new RegExp(`Emulator of the server at ${server.url}`));
      const words = await page.innerText(".foot");
      assert.match(words, /cloud-dryrun serve/);
      assert.ok(words.includes(server.url));
      assert.doesNotMatch(words, /Nothing leaves this browser/);
      assert.match(await page.innerText("header"), /Nothing leaves this machine/);
      assert.match(await pane(page, "response"), /of the server at/);
    });
  },

  async "it fits a phone as well"(visit, { folder, root }) {
    const phone = { viewport: { width: 360, height: 740 } };
    await served(
      folder,
      visit,
      async ({ page, server }) => {
        await server.close();
        await page.waitForSelector("#silence:not([hidden])");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 360, `${wide} px wide`);
        await page.screenshot({ path: shotOf(root, "page-served-360.png"), fullPage: true });
        page.troubles.length = 0;
      },
      phone,
    );
  },

  async "what another client put is seen in the page, while it is open"(visit, { folder, root }) {
    await served(folder, visit, async ({ page, client, entries }) => {
      assert.match(await pane(page, "state"), /Nothing is stored/);
      await client.call("AmazonSSM.PutInventory", PUT);
      await page.waitForSelector(`#panel-state >> text=${ENTRY.RackLocation}`);
      await client.call("AmazonSSM.PutInventory", { ...PUT, InstanceId: "nobody" });
      await logged(page, 2);
      assert.match(await pane(page, "log"), /PutInventory\s+400[\s\S]*PutInventory\s+200/);
      // That the page looks again and again is not told.
      const told = entries.filter(({ path }) => !/\.\w+$/.test(path));
      assert.deepEqual(
        told.map(({ method, operation, status }) => [method, operation, status]),
        [
          ["GET", undefined, 200],
          ["POST", "ssm:PutInventory", 200],
          ["POST", "ssm:PutInventory", 400],
        ],
      );
      await page.screenshot({ path: shotOf(root, "page-served.png") });
    });
  },

  async "what the page sends, another client reads"(visit, { folder }) {
    await served(folder, visit, async ({ page, client }) => {
      await client.call("AmazonSSM.ListInventoryEntries", { InstanceId: NODE, TypeName: "Custom:RackInfo" });
      await logged(page, 1);
      await example(page, "Custom:RackInfo");
      assert.match(await send(page), /200[\s\S]*request 2/);
      const { state } = await client.control("snapshot");
      assert.match(JSON.stringify(state), /Bay B\/Row C\/Rack D\/Shelf E/);
      const log = await client.control("log");
      assert.deepEqual(
        log.map(({ operation, status }) => [operation, status]),
        [
          ["ssm:ListInventoryEntries", 200],
          ["ssm:PutInventory", 200],
        ],
      );
    });
  },

  async "a broken text goes to the server as it stands"(visit, { folder }) {
    await served(folder, visit, async ({ page, client }) => {
      const answer = await send(page);
      assert.match(answer, /400/);
      assert.match(answer, /"__type"/);
      assert.equal((await client.control("log")).length, 1);
      page.troubles.length = 0;
    });
  },

  async "the clock and the reset are the server's"(visit, { folder }) {
    await served(folder, visit, async ({ page, client }) => {
      await client.call("AmazonSSM.PutInventory", PUT);
      await logged(page, 1);
      await page.click('[data-advance="PT1H"]');
      await page.waitForFunction(() => /PT1H/.test(document.querySelector("#status").textContent));
      assert.equal((await client.control("clock")).now, "2026-03-12T10:00:00.000Z");
      await client.control("clock", { method: "POST", body: '{"set":"2026-04-01T00:00:00Z"}' });
      await page.waitForSelector('#clock-time[datetime="2026-04-01T00:00:00.000Z"]', { state: "attached" });
      await page.fill("#clock-by", "tomorrow");
      await page.keyboard.press("Enter");
      await page.waitForSelector("#clock-error:not(:empty)");
      await page.click("#reset");
      await page.waitForFunction(() =>
        /back at its start/.test(document.querySelector("#status").textContent),
      );
      assert.deepEqual(await client.control("log"), []);
      assert.equal((await client.control("clock")).now, "2026-03-12T09:00:00.000Z");
      page.troubles.length = 0;
    });
  },

  async "a server that does not answer is told in words, and found again when it is back"(visit, { folder }) {
    await served(folder, visit, async ({ page, server }) => {
      await server.close();
      await page.waitForSelector("#silence:not([hidden])");
      assert.match(await page.innerText("#silence"), /does not answer/);
      await page.click("#send");
      await page.waitForSelector("#panel-response >> text=Not sent");
      const again = await serve({ port: Number(new URL(server.url).port), page: folder });
      try {
        await page.waitForSelector("#silence", { state: "hidden" });
      } finally {
        await again.close();
      }
      page.troubles.length = 0;
    });
  },
};
