// What a text becomes: request, snippets, hashes, the emulator's answer and state.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { idle } from "./idle.mjs";
import { checked, copied, example, findingsOf, pane, paste, send, textOf } from "./site.mjs";

const RACK = "Custom:RackInfo";
const APPLICATIONS = "Installed applications";
const HASH_ONLY = "hash only";

export default {
  async "the request pane shows what goes over the wire"(visit) {
    const page = await visit();
    await example(page, RACK);
    const shown = await pane(page, "request");
    assert.match(shown, /POST https:\/\/ssm\.[a-z0-9-]+\.amazonaws\.com\//);
    assert.match(shown, /AmazonSSM\.PutInventory/);
    assert.match(shown, /application\/x-amz-json-1\.1/);
    const body = await copied(page, "Copy the body");
    assert.deepEqual(JSON.parse(body), JSON.parse(await textOf(page)));
    assert.match(await copied(page, "Copy all the request"), /^POST https:.*\n(?:.+: .+\n)+\n\{/);
  },

  async "region, endpoint and hashes change the request"(visit) {
    const page = await visit();
    await example(page, RACK);
    await page.fill("#region", "eu-central-1");
    await page.waitForSelector("text=ssm.eu-central-1.");
    await page.fill("#endpoint", "http://127.0.0.1:8787");
    await page.waitForSelector(".request-line >> text=http://127.0.0.1:8787");
    await page.check("#fill-hashes");
    await idle(page);
    const body = JSON.parse(await copied(page, "Copy the body"));
    assert.equal(body.Items[0].ContentHash, "h2S3423R45iIYNRHpkdDfg==");
  },

  async "the request is signed, and its keys are in no storage, link, draft or log"(visit) {
    const page = await visit();
    await example(page, RACK);
    await pane(page, "request");
    await page.click(".signing summary");
    await page.fill("#sign-secretKey", "s3cr3t-key");
    await page.waitForSelector("text=Not signed: a `secretKey` belongs to an `accessKey`");
    await page.fill("#sign-accessKey", "AKIDEXAMPLE");
    await page.waitForSelector(".headers >> text=AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
    assert.equal(await page.getAttribute("#sign-secretKey", "type"), "password");
    const answer = await send(page);
    assert.match(answer, /200/);
    assert.match(await pane(page, "log"), /AKIDEXAMPLE/);
    const kept = await page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pagehide"));
      return JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        location.href,
        document.body.innerText,
      ]);
    });
    assert.ok(!kept.includes("s3cr3t"), "the secret is kept somewhere");
    await page.reload();
    await pane(page, "request");
    assert.equal(await page.inputValue("#sign-secretKey"), "");
  },

  async "each snippet writes the request in its own words"(visit) {
    const page = await visit();
    await example(page, RACK);
    const targets = await page.$$eval('input[name="target"]', (all) => all.map(({ value }) => value));
    assert.deepEqual(targets, ["http", "aws-cli", "boto3", "javascript", "curl"]);
    const words = {
      "aws-cli": "put-inventory",
      boto3: "boto3",
      javascript: "PutInventoryCommand",
      curl: "curl",
    };
    for (const target of targets.slice(1)) {
      await page.check(`input[name="target"][value="${target}"]`);
      await idle(page);
      const text = await copied(page, "Copy the snippet");
      assert.ok(text.includes(words[target]), text);
      assert.ok(text.includes("Bay B/Row C/Rack D/Shelf E"), text);
    }
  },

  async "the hash pane shows the agent's hash and the exact text"(visit) {
    const page = await visit();
    await example(page, RACK);
    const shown = await pane(page, "hashes");
    assert.ok(shown.includes("h2S3423R45iIYNRHpkdDfg=="), shown);
    assert.ok(shown.includes("/Items/0/Content"));
    assert.ok(shown.includes('[{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}]'));
    assert.equal(await copied(page, "Copy the hash"), "h2S3423R45iIYNRHpkdDfg==");
    await page.selectOption("#hash-encoding", "hex");
    await page.waitForSelector("text=8764b7e36dd1e3988860d447a647437e");
  },

  async "a given hash is told to match or to differ"(visit) {
    const page = await visit();
    await example(page, APPLICATIONS);
    assert.match(await pane(page, "hashes"), /matches the given hash/);
    await paste(page, (await textOf(page)).replace("nginx", "apache"));
    await page.waitForSelector("text=differs from the given hash");
  },

  async "an operation without hashes says so"(visit) {
    const page = await visit();
    await page.selectOption("#operation", "ssm:ListInventoryEntries");
    await checked(page);
    assert.match(await pane(page, "hashes"), /No content hash here/);
  },

  async "send, read the answer, the state and the log, then read it back"(visit) {
    const page = await visit();
    await example(page, RACK);
    assert.match(await send(page), /200/);
    assert.match(await page.innerText("#status"), /^Answer: 200/);
    assert.match(await pane(page, "state"), /Bay B\/Row C\/Rack D\/Shelf E/);
    await page.click("text=As text");
    assert.match(await page.innerText("#panel-state pre"), /Bay B\/Row C\/Rack D\/Shelf E/);
    assert.match(await pane(page, "log"), /PutInventory\s+200/);
    await example(page, "The entries of one type");
    assert.match(await send(page), /"RackLocation": "Bay B\/Row C\/Rack D\/Shelf E"/);
    await pane(page, "log");
    await page.locator("#panel-log tr", { hasText: "PutInventory" }).locator("button").click();
    assert.match(await page.innerText("#panel-response"), /request 1/);
  },

  async "compliance goes in and comes back"(visit) {
    const page = await visit();
    await example(page, "A patch report of a custom type");
    assert.match(await send(page), /200/);
    await example(page, "What does not comply on this node");
    const answer = await send(page);
    assert.match(answer, /Firefox ESR 128\.8\.0/);
    assert.doesNotMatch(answer, /7-Zip/);
  },

  async "a broken request is refused and leaves the state empty"(visit) {
    const page = await visit();
    const answer = await send(page);
    assert.match(answer, /400/);
    assert.match(answer, /"__type"/);
    assert.match(await pane(page, "state"), /Nothing is stored/);
    await paste(page, '{ "Items": [');
    assert.match(await send(page), /400/);
  },

  async "the hash-only conversation: refused, sent in full, then taken"(visit) {
    const page = await visit();
    await example(page, HASH_ONLY);
    const errors = (await findingsOf(page)).filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, []);
    assert.match(await send(page), /ItemContentMismatchException/);
    await example(page, APPLICATIONS);
    assert.match(await send(page), /200/);
    await example(page, HASH_ONLY);
    assert.match(await send(page), /200/);
  },

  async "the clock stands, goes on when told, and reset starts over"(visit) {
    const page = await visit();
    const time = async () => Date.parse(await page.getAttribute("#clock-time", "datetime"));
    const start = await time();
    await example(page, RACK);
    await send(page);
    await page.click('[data-advance="PT1H"]');
    await page.waitForFunction(() => /PT1H/.test(document.querySelector("#status").textContent));
    assert.equal((await time()) - start, 3_600_000);
    await page.fill("#clock-by", "P1DT30M");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /P1DT30M/.test(document.querySelector("#status").textContent));
    assert.equal((await time()) - start, 3_600_000 + 86_400_000 + 1_800_000);
    await page.fill("#clock-by", "tomorrow");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#clock-error:not(:empty)");
    await page.click("#reset");
    await page.waitForFunction(() => /back at its start/.test(document.querySelector("#status").textContent));
    assert.equal(await time(), start);
    assert.match(await pane(page, "state"), /Nothing is stored/);
    assert.match(await pane(page, "log"), /No requests yet/);
  },

  async "results can be downloaded"(visit) {
    const page = await visit();
    await example(page, RACK);
    await pane(page, "request");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click('[aria-label="Download the body"]'),
    ]);
    assert.equal(download.suggestedFilename(), "PutInventory.json");
    assert.match(readFileSync(await download.path(), "utf8"), /Rack D/);
    await send(page);
    await pane(page, "state");
    const [snapshot] = await Promise.all([
      page.waitForEvent("download"),
      page.click('[aria-label="Download the snapshot"]'),
    ]);
    assert.equal(JSON.parse(readFileSync(await snapshot.path(), "utf8")).format, "cloud-dryrun");
  },
};
