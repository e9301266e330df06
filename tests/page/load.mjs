// Large texts and calls that take too long.

import assert from "node:assert/strict";
import { checked, example, findingsOf, pane, paste, send } from "./site.mjs";

function largeReport(bytes) {
  const items = [];
  for (let size = 0; size < bytes; ) {
    const item = {
      Id: `check-${items.length}`,
      Title: `Check number ${items.length} of the hardening guide`,
      Severity: items.length % 50 === 7 ? "MAJOR" : "HIGH",
      Status: "COMPLIANT",
      Details: { DocumentName: "linux-hardening", DetailedText: "As it should be. ".repeat(8) },
    };
    items.push(item);
    size += JSON.stringify(item).length + 1;
  }
  return JSON.stringify({
    ResourceId: "i-0a1b2c3d4e5f67890",
    ResourceType: "ManagedInstance",
    ComplianceType: "Custom:LinuxHardening",
    ExecutionSummary: { ExecutionTime: 1741759200 },
    Items: items,
  });
}

/** Makes the worker sleep on a call whose text holds the word, before the engine sees it. */
async function sleepy(page) {
  await page.route("**/worker.js", async (route) => {
    const response = await route.fetch();
    const sleep = `self.addEventListener("message", ({ data }) => {
      if (!JSON.stringify(data).includes("please sleep")) return;
      const end = Date.now() + 60000;
      while (Date.now() < end);
    });\n`;
    await route.fulfill({ response, body: sleep + (await response.text()) });
  });
}

export default {
  async "1.4 MB of text leaves the page responsive"(visit) {
    const page = await visit();
    for (const text of [
      largeReport(1_400_000),
      JSON.stringify(JSON.parse(largeReport(1_300_000)), null, 2),
    ]) {
      assert.ok(text.length > 1_400_000);
      await page.evaluate(() => {
        window.longest = 0;
        let last = performance.now();
        const frame = (now) => {
          window.longest = Math.max(window.longest, now - last);
          last = now;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      });
      await paste(page, text);
      await page.keyboard.type("   ", { delay: 40 });
      await checked(page);
      assert.ok((await findingsOf(page)).length > 50);
      const longest = await page.evaluate(() => window.longest);
      // Half a second is what one notices as a stumble; the machine of a test can be much slower than a desk's.
      assert.ok(longest < 5000, `the longest pause between two frames was ${Math.round(longest)} ms`);
    }
    assert.match(await send(page), /400/);
  },

  async "long lists of findings come in parts"(visit) {
    const page = await visit();
    await paste(page, largeReport(400_000).replaceAll('"HIGH"', '"Higher"'));
    assert.equal((await findingsOf(page)).length, 200);
    await page.click("text=/Show \\d+ more/");
    assert.ok((await findingsOf(page)).length > 200);
  },

  async "a call that takes too long ends the worker, says so, and keeps the emulator's state"(visit) {
    const page = await visit({ path: "?limit-ms=3000", before: sleepy });
    let workers = 0;
    page.on("request", (request) => {
      workers += request.url().endsWith("worker.js") ? 1 : 0;
    });
    await example(page, "Custom:RackInfo");
    await send(page);
    await paste(page, '{ "InstanceId": "please sleep" }');
    await page.waitForSelector("#banner:not([hidden])");
    assert.match(await page.innerText("#banner"), /longer than 3 s/);
    assert.match(await page.innerText("#findings"), /The check was ended/);
    // Nobody asks with the same text again, so the new worker stays.
    await page.waitForTimeout(5000);
    assert.equal(workers, 1);
    assert.match(await pane(page, "request"), /was ended/);
    await paste(page, '{ "InstanceId": "awake" }');
    assert.ok((await findingsOf(page)).length > 0);
    assert.match(await pane(page, "state"), /Bay B\/Row C\/Rack D\/Shelf E/);
    assert.match(await pane(page, "log"), /PutInventory/);
  },
};
