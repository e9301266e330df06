// What runs on the emulator's clock: who is awaited, the requests that go on from there, and how a run went.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { assertNoOverflow, PHONE } from "./look.mjs";
import { checked, pane, send, started, textOf } from "./site.mjs";

async function sendAs(page, key) {
  await pane(page, "request");
  await page.fill("#access-key", key);
  return send(page);
}

const rows = (page) =>
  page.$$eval('[aria-label="Steps of the run"] tbody tr', (all) =>
    all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())),
  );

export default {
  async "before anything has run, the pane says what it is for"(visit) {
    const page = await visit();
    assert.match(await pane(page, "runs"), /Nothing has run yet/);
  },

  async "who is awaited is listed with the requests that go on, and how it went is drawn"(visit) {
    const page = await visit();
    await started(page);
    assert.equal(await page.innerText("#tab-runs .tab-note"), "1");
    const shown = await pane(page, "runs");
    assert.match(shown, /at approve · since .* · until .* · 0 of 1 approval · by AKIDANN, AKIDBEN/);
    assert.deepEqual(
      (await rows(page)).map(([step, status, , took]) => [step, status, took]),
      [
        ["approve", "Waiting", "0 s"],
        ["stopInstances", "Pending", "–"],
      ],
    );
    await page.click("#panel-runs .awaited button:has-text('Approve')");
    await checked(page);
    assert.match(await page.evaluate(() => document.activeElement.className), /cm-content/);
    assert.equal(await page.inputValue("#operation"), "ssm:SendAutomationSignal");
    assert.equal(JSON.parse(await textOf(page)).SignalType, "Approve");
    assert.match(await page.innerText("#note"), /Approve: say under Request who sends it/);
    assert.match(await sendAs(page, "AKIDZOE"), /400/);
    await page.click('[data-advance="PT1H"]');
    assert.match(await sendAs(page, "AKIDBEN"), /200/);
    assert.equal(await page.innerText("#tab-runs .tab-note"), "");
    assert.match(await pane(page, "runs"), /Nobody\./);
    await page.click('[data-advance="PT1H"]');
    await page.waitForFunction(() => /Success/.test(document.querySelector("#run").selectedOptions[0].text));
    assert.deepEqual(
      (await rows(page)).map(([step, status, , took]) => [step, status, took]),
      [
        ["approve", "Success", "1 h"],
        ["stopInstances", "Success", "1 s"],
      ],
    );
    const bars = await page.$$eval(".run-bar", (all) =>
      all.map(({ className, style }) => [className, Math.round(Number.parseFloat(style.left))]),
    );
    assert.deepEqual(bars, [
      ["run-bar ok", 0],
      ["run-bar ok", 100],
    ]);
    await page.click(".run-events summary");
    assert.match(await page.innerText(".run-events"), /Approve\s+arn:aws:iam::123456789012:user\/AKIDBEN/);
  },

  async "the request says who sends it, and no snippet does"(visit) {
    const page = await visit();
    await pane(page, "request");
    await page.fill("#access-key", "AKIDANN");
    await page.waitForSelector("#panel-request >> text=Credential=AKIDANN/");
    await page.check('input[name="target"][value="curl"]');
    await page.waitForSelector("#panel-request >> text=curl");
    assert.doesNotMatch(await page.innerText("#panel-request pre"), /AKIDANN/);
    await page.check('input[name="target"][value="http"]');
    await page.fill("#access-key", "no key");
    await page.waitForSelector("#panel-request >> text=/no access key/");
  },

  async "another run is chosen by the keyboard, and a reset forgets them all"(visit) {
    const page = await visit();
    await started(page);
    await page.click('[data-advance="PT1H"]');
    await started(page);
    await pane(page, "runs");
    const [newest, oldest] = await page.$$eval("#run option", (all) => all.map(({ value }) => value));
    assert.equal(await page.inputValue("#run"), newest);
    await page.focus("#run");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() =>
      /1 h/.test(document.querySelector('[aria-label="Steps of the run"] tbody').innerText),
    );
    assert.equal(await page.inputValue("#run"), oldest);
    await page.click(`.awaited li:nth-child(2) button:has-text("Show the run")`);
    await page.waitForFunction((id) => document.querySelector("#run").value === id, newest);
    await page.click("#reset");
    await page.waitForSelector("#panel-runs >> text=Nothing has run yet");
  },

  async "runs fit a phone, in both themes"(visit, { root }) {
    const folder = join(root, "build", "screenshots");
    mkdirSync(folder, { recursive: true });
    for (const [name, context] of Object.entries({
      light: { colorScheme: "light" },
      dark: { colorScheme: "dark" },
      360: { ...PHONE, colorScheme: "light" },
    })) {
      const page = await visit({ context });
      await started(page);
      await page.click('[data-advance="PT1H"]');
      await started(page);
      await pane(page, "runs");
      await page.click(`.awaited li:first-child button:has-text("Reject")`);
      await checked(page);
      assert.match(await sendAs(page, "AKIDANN"), /200/);
      await page.click('[data-advance="PT1H"]');
      await pane(page, "runs");
      await page.selectOption("#run", { index: 1 });
      await page.waitForSelector(".run-bar.error");
      await page.click(".run-events summary");
      await assertNoOverflow(page, name);
      await page.screenshot({ path: join(folder, `page-runs-${name}.png`), fullPage: name === "360" });
    }
  },
};
