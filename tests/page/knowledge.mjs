// What the page knows beside findings: what can stand here, what it means, samples, errors, answers, models.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { idle } from "./idle.mjs";
import { checked, findingsOf, paste, textOf } from "./site.mjs";

const PUT = "ssm:PutInventory";
const FILE = "ssm-agent:CustomInventoryFile";

async function open(visit, operation, text) {
  const page = await visit();
  await page.selectOption("#operation", operation);
  if (text !== undefined) await paste(page, text);
  return page;
}

/** Puts the cursor behind the first of some words, and asks what can stand there. */
async function completionsBehind(page, words) {
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  const before = (await textOf(page)).split(words)[0] + words;
  await page.click(".cm-content");
  await page.keyboard.press("Control+Home");
  const lines = before.split("\n");
  for (let i = 1; i < lines.length; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  const indented = await page.evaluate(() => getSelection().anchorOffset);
  for (let i = indented; i < lines.at(-1).length; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+Space");
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  await idle(page);
  // A list that has just opened takes no key, so that nobody picks by accident.
  await page.waitForTimeout(150);
  return page.$$eval(".cm-tooltip-autocomplete .cm-completionLabel", (all) =>
    all.map((one) => one.textContent),
  );
}

export default {
  async "what can stand at the cursor is offered, and taken with a key"(visit) {
    const page = await open(
      visit,
      "ssm:SendAutomationSignal",
      '{"AutomationExecutionId": "x", "SignalType": ""}',
    );
    const offered = await completionsBehind(page, '"SignalType": "');
    assert.deepEqual(offered.slice(0, 2), ["Approve", "Reject"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await checked(page);
    assert.equal(JSON.parse(await textOf(page)).SignalType, "Reject");
  },

  async "members that are not there yet are offered in broken text, and leave it better"(visit) {
    const page = await open(visit, PUT, '{\n"InstanceId": "i-0123456789abcdef0",\n"It');
    const offered = await completionsBehind(page, '"It');
    assert.equal(offered[0], "Items");
    assert.ok(!offered.includes("InstanceId"));
    await page.keyboard.press("Enter");
    assert.match(await textOf(page), /"Items": \[/);
  },

  async "a hover says what a member is and means"(visit) {
    const page = await open(visit, PUT, '{\n  "InstanceId": "i-0123456789abcdef0",\n  "Items": []\n}');
    await page.hover(".cm-line:nth-child(2) .json-key");
    const card = page.locator(".cm-tooltip-hover .hover", { hasText: "required" });
    await card.waitFor();
    assert.match(await card.innerText(), /InstanceId.*text/);
  },

  async "both samples of every operation are sound"(visit) {
    const page = await visit();
    for (const id of await page.$$eval("#operation option", (all) => all.map(({ value }) => value))) {
      for (const name of ["Sample: what has to be there", "Sample: everything"]) {
        await page.selectOption("#operation", id);
        await page.click("#examples");
        await page.locator(".example", { has: page.locator("strong", { hasText: name }) }).click();
        await checked(page);
        const errors = (await findingsOf(page)).filter(({ severity }) => severity === "error");
        assert.deepEqual(errors, [], `${id}, ${name}`);
      }
    }
  },

  async "an error that was pasted is explained: each fault with its place, its rule and what to do"(visit) {
    const page = await visit();
    await page.click("#explain");
    assert.equal(await page.evaluate(() => document.activeElement.id), "error-text");
    await page.fill(
      "#error-text",
      "An error occurred (ValidationException) when calling the PutComplianceItems operation: 2 validation errors detected: " +
        "Value null at 'resourceType' failed to satisfy constraint: Member must not be null; " +
        "Value 'MAJOR' at 'items.2.member.severity' failed to satisfy constraint: Member must satisfy enum value set: " +
        "[CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNSPECIFIED]",
    );
    await page.waitForSelector(".explanation");
    const rows = await page.$$eval(".explanation", (all) => all.map((one) => one.innerText));
    assert.equal(rows.length, 2);
    assert.match(
      rows[0],
      /ResourceType is missing[\s\S]*ssm:PutComplianceItems[\s\S]*\/ResourceType[\s\S]*missing-member/,
    );
    assert.match(rows[1], /MAJOR[\s\S]*HIGH[\s\S]*\/Items\/1\/Severity[\s\S]*not-in-enum/);
    await page.fill("#error-text", "nothing of the kind");
    await page.waitForSelector(".explanations .empty");
    await page.fill("#error-text", "");
    await page.waitForFunction(() => document.querySelector(".explanations").childElementCount === 0);
  },

  async "what a client refused itself is explained too"(visit) {
    const page = await visit();
    await page.click("#explain");
    await page.fill(
      "#error-text",
      'Parameter validation failed:\nMissing required parameter in Items[0]: "Severity"\nUnknown parameter in Items[0]: "Severty", must be one of: Id, Title, Severity, Status, Details',
    );
    await page.waitForSelector(".explanation");
    const rows = await page.$$eval(".explanation", (all) => all.map((one) => one.innerText));
    assert.match(rows[0], /Severity is missing[\s\S]*\/Items\/0\/Severity/);
    assert.match(rows[1], /did you mean Severity\?/);
  },

  async "a recorded answer is checked against what the operation gives"(visit) {
    const page = await open(visit, "ssm:ListInventoryEntries", '{"Entries": [{"Name": 5}], "Extra": 1}');
    await page.check('input[name="form"][value="answer"]', { force: true });
    await checked(page);
    const found = await findingsOf(page);
    assert.deepEqual(
      found.map(({ rule, severity }) => `${severity} ${rule}`),
      ["error wrong-type", "info unknown-member"],
    );
    assert.match(await page.innerText("#panel-request"), /goes nowhere/);
    await page.click("#send");
    assert.match(await page.innerText("#status"), /no request/);
  },

  async "a model of another service can be brought along, and outlives the worker"(visit, { root }) {
    const page = await visit();
    await page.click("#load-model");
    await page.setInputFiles("#model-file", join(root, "tests", "page", "parcels.json"));
    await page.waitForSelector("#model-result p");
    assert.match(await page.innerText("#model-result"), /parcels: 2 operations/);
    await page.keyboard.press("Escape");
    assert.equal(await page.inputValue("#operation"), "parcels:GetParcel");
    await paste(page, '{"parcelId": "p-1"}');
    assert.deepEqual(
      (await findingsOf(page)).map(({ rule }) => rule),
      ["pattern-mismatch"],
    );
  },

  async "an event becomes the request that answers it, with what somebody decides"(visit) {
    const page = await visit();
    await page.selectOption("#operation", "huawei-function:ConfigEvent");
    await checked(page);
    await page.getByRole("button", { name: "Convert to UpdatePolicyState" }).click();
    await page.waitForSelector(".converted");
    assert.equal(await page.inputValue("#decided-compliance_state"), "Compliant");
    await page.selectOption("#decided-compliance_state", "NonCompliant");
    await page.locator(".converted", { hasText: '"NonCompliant"' }).waitFor();
    await page.click("text=Open in the editor");
    await checked(page);
    assert.equal(await page.inputValue("#operation"), "huawei-config:UpdatePolicyState");
    assert.equal(JSON.parse(await textOf(page)).compliance_state, "NonCompliant");
    assert.deepEqual(await findingsOf(page), []);
  },

  async "a file is not sent but converted, and what is lost in silence is seen"(visit, { root }) {
    const file =
      '{"TypeName": "Custom:RackInfo", "SchemaVersion": "1.0", "Content": [{"Rack": 1}, {"Rack": "A"}]}';
    const page = await open(visit, FILE, file);
    assert.deepEqual(
      (await findingsOf(page)).map(({ rule, severity }) => `${severity} ${rule}`),
      ["warning inventory-file/vanishing-entry"],
    );
    assert.match(await page.innerText("#panel-request"), /A file is not sent/);
    await page.click("#send");
    assert.match(await page.innerText("#status"), /convert it/);

    await page.click("text=Convert to PutInventory");
    await page.waitForSelector(".not-yet");
    assert.match(await page.innerText(".conversion"), /instanceId.*on which node/);
    await page.fill("#node", "server");
    await page.locator(".not-yet", { hasText: "is not sound" }).waitFor();
    await page.fill("#node", "i-0a1b2c3d4e5f67890");
    await page.waitForSelector(".lost li");
    assert.match(await page.innerText(".lost"), /Content\/0\/Rack.*drops the entry without a word/);
    const folder = join(root, "build", "screenshots");
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, "convert.png") });
    await page.click("text=Open in the editor");
    await checked(page);
    assert.equal(await page.inputValue("#operation"), PUT);
    const request = JSON.parse(await textOf(page));
    assert.equal(request.InstanceId, "i-0a1b2c3d4e5f67890");
    assert.deepEqual(request.Items[0].Content, [{ Rack: "A" }]);
    assert.match(await page.innerText("#note"), /1 part did not come over/);
    await page.click("#send");
    await page.waitForSelector("#panel-response:not([hidden])");
    assert.match(await page.innerText("#panel-response"), /200/);

    await page.click("text=Convert to CustomInventoryFile");
    await page.waitForSelector(".converted");
    assert.match(await page.innerText(".converted"), /RackInfo\.json/);
    await page.click("text=Open in the editor");
    await checked(page);
    assert.equal(await page.inputValue("#operation"), FILE);
    assert.deepEqual(await findingsOf(page), []);
  },

  async "of several files the first by name counts"(visit) {
    const page = await open(visit, FILE);
    const file = (name, from) => ({
      name,
      mimeType: "application/json",
      buffer: Buffer.from(
        JSON.stringify({ TypeName: "Custom:A", SchemaVersion: "1.0", Content: { From: from } }),
      ),
    });
    await page.setInputFiles("#convert-files", [file("b.json", "b"), file("a.json", "a")]);
    await page.fill("#node", "i-0a1b2c3d4e5f67890");
    await page.waitForSelector(".lost li");
    assert.match(await page.innerText(".lost"), /b\.json.*is the type of a\.json too/);
    await page.click("text=Open in the editor");
    await checked(page);
    assert.deepEqual(JSON.parse(await textOf(page)).Items[0].Content, [{ From: "a" }]);
  },
};
