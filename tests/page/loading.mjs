// How the page starts, and what it says when it cannot.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { checked, findingsOf, textOf } from "./site.mjs";

export default {
  async "the page loads from a sub-folder under a strict policy, in silence"(visit) {
    const page = await visit();
    assert.equal(await page.title(), "Cloud Dry Run");
    assert.ok((await page.$$("#operation option")).length >= 4);
    assert.match(await page.innerText("#version"), /^cloud-dryrun \d+\.\d+\.\d+/);
    assert.match(await page.innerText(".foot"), /Nothing leaves this browser/);
    assert.match(await page.innerText("#clock"), /Emulator in this tab/);
    assert.ok((await textOf(page)).length > 100);
    assert.ok((await findingsOf(page)).length > 0);
  },

  async "a missing wasm file is told in words, and trying again works"(visit) {
    const page = await visit({
      wait: false,
      before: (page) => page.route("**/*.wasm", (route) => route.abort()),
    });
    await page.waitForSelector(".empty.failed");
    assert.match(await page.innerText("#findings"), /could not be started[\s\S]*dryrun_bg\.wasm/);
    assert.equal(await page.isDisabled("#send"), true);
    page.troubles.length = 0;
    await page.unroute("**/*.wasm");
    await page.click("text=Try again");
    await checked(page);
    assert.equal(await page.isDisabled("#send"), false);
    assert.ok((await findingsOf(page)).length > 0);
  },

  async "a missing worker is told in words"(visit) {
    const page = await visit({
      wait: false,
      before: (page) => page.route("**/worker.js", (route) => route.fulfill({ status: 404, body: "" })),
    });
    await page.waitForSelector(".empty.failed");
    assert.match(await page.innerText("#findings"), /worker\.js/);
    page.troubles.length = 0;
  },

  async "opened as a file, the page says what to do instead"(visit, { folder }) {
    const page = await visit({ wait: false, path: pathToFileURL(`${folder}/index.html`).href });
    await page.waitForSelector(".empty.failed");
    assert.match(await page.innerText("#findings"), /over HTTP/);
    page.troubles.length = 0;
  },
};
