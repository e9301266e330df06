// From a text to its findings, and back from a finding to its place.

import assert from "node:assert/strict";
import { examplesOf } from "../../tools/services.mjs";
import { checked, copied, example, findingsOf, paste, textOf } from "./site.mjs";

const underlined = (page) => page.$$eval(".cm-lintRange", (marks) => marks.map((mark) => mark.textContent));
const cursor = (page) => page.innerText("#place");

export default {
  async "the broken example shows its findings and underlines them"(visit) {
    const page = await visit();
    const found = (await findingsOf(page))
      .filter(({ severity }) => severity === "error")
      .map(({ rule, path }) => `${rule} ${path}`);
    assert.deepEqual(found.sort(), [
      "missing-member /Items/1/Severity",
      "missing-member /Items/2/Status",
      "not-in-enum /Items/0/Severity",
      "unknown-member /Items/1/Serverity",
      "wrong-type /ExecutionSummary/ExecutionTime",
    ]);
    assert.match(await page.innerText("#findings-count"), /5 errors/);
    const marks = await underlined(page);
    assert.ok(marks.includes('"2025-03-12T06:00:00Z"'));
    assert.ok(marks.includes('"MAJOR"'));
    assert.equal((await page.$$(".cm-gutterElement.cm-line-error")).length > 0, true);
  },

  async "every sound example is without an error, every broken one has errors or loses something"(
    visit,
    { root },
  ) {
    const page = await visit();
    const all = examplesOf(root);
    const operations = await page.$$eval("#operation option", (options) => options.map(({ value }) => value));
    for (const { operation, name, kind, text } of all) {
      assert.ok(operations.includes(operation), `${name} is for ${operation}, which is not there`);
      await example(page, name);
      assert.equal(await page.inputValue("#operation"), operation);
      assert.equal(await textOf(page), text);
      const severities = (await findingsOf(page)).map(({ severity }) => severity);
      if (kind === "sound") assert.ok(!severities.includes("error"), `${name}: ${severities}`);
      else
        assert.ok(
          severities.some((severity) => severity !== "info"),
          `${name}: ${severities}`,
        );
    }
    const kinds = new Map(all.map(({ operation }) => [operation, new Set()]));
    for (const { operation, kind } of all) kinds.get(operation).add(kind);
    assert.ok(kinds.size >= 4);
    for (const [operation, has] of kinds) assert.deepEqual([...has].sort(), ["broken", "sound"], operation);
  },

  async "a fix applied by a click repairs the text"(visit) {
    const page = await visit();
    const before = await findingsOf(page);
    const row = page.locator(".finding", { hasText: "/ExecutionSummary/ExecutionTime" });
    await row.locator(".fix").first().click();
    await checked(page);
    const after = await findingsOf(page);
    assert.equal(after.length, before.length - 1);
    assert.ok(!after.some(({ path }) => path === "/ExecutionSummary/ExecutionTime"));
    assert.match(await page.innerText("#status"), /^Applied/);
    assert.match(await textOf(page), /"ExecutionTime": 1741759200,/);
  },

  async "a click on a row goes to its place in the text"(visit) {
    const page = await visit();
    const row = page.locator(".finding", { hasText: "/Items/0/Severity" });
    const place = await row.locator(".finding-place").innerText();
    await row.locator(".finding-main").click();
    const selected = await page.evaluate(() => getSelection().toString());
    assert.equal(selected, '"MAJOR"');
    assert.equal(await page.evaluate(() => document.activeElement.classList.contains("cm-content")), true);
    assert.match(await cursor(page), new RegExp(`^Line ${place.split(":")[0]},`));
  },

  async "hovering or focusing a row lights its place"(visit) {
    const page = await visit();
    const row = page.locator(".finding", { hasText: "/ExecutionSummary/ExecutionTime" });
    const lit = () => page.$$eval(".cm-lit", (marks) => marks.map((mark) => mark.textContent).join(""));
    await row.hover();
    assert.equal(await lit(), '"2025-03-12T06:00:00Z"');
    await page.hover(".brand");
    assert.equal(await lit(), "");
    await row.locator(".finding-main").focus();
    assert.equal(await lit(), '"2025-03-12T06:00:00Z"');
  },

  async "the cursor in a range marks the row"(visit) {
    const page = await visit();
    await page.locator(".cm-lintRange", { hasText: "MAJOR" }).click();
    const marked = await page.$$eval('.finding[aria-current="true"] .finding-path', (all) =>
      all.map((path) => path.textContent),
    );
    assert.deepEqual(marked, ["/Items/0/Severity"]);
  },

  async "hovering an underlined value shows the words and the fix"(visit) {
    const page = await visit();
    await page.locator(".cm-lintRange", { hasText: "2025-03-12" }).hover();
    const hover = page.locator(".cm-tooltip .cm-diagnostic");
    await hover.waitFor();
    const message = (await findingsOf(page)).find(({ rule }) => rule === "wrong-type").message;
    assert.ok((await hover.innerText()).includes(message));
    await hover.locator("button", { hasText: "Apply:" }).first().click();
    await checked(page);
    assert.ok(!(await findingsOf(page)).some(({ rule }) => rule === "wrong-type"));
  },

  async "places stay right while the text before them changes"(visit) {
    const page = await visit();
    await page.click(".cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("\n\n");
    // Without waiting for the next check: the findings are still those of the former text.
    await page.locator(".finding", { hasText: "/Items/0/Severity" }).locator(".finding-main").click();
    assert.equal(await page.evaluate(() => getSelection().toString()), '"MAJOR"');
  },

  async "text that is typed is checked after a pause"(visit) {
    const page = await visit();
    await paste(page, "");
    assert.ok((await findingsOf(page)).every(({ rule }) => rule.startsWith("json-")));
    await page.keyboard.type('{ "Items": [ ] ');
    await checked(page);
    assert.ok((await findingsOf(page)).length > 0);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("[1, 2");
    await checked(page);
    assert.match((await findingsOf(page))[0].rule, /^json-syntax$|^wrong-type$/);
  },

  async "an untouched example changes with the operation, typed text stays"(visit) {
    const page = await visit();
    const first = await textOf(page);
    await page.selectOption("#operation", "ssm:PutInventory");
    await checked(page);
    const second = await textOf(page);
    assert.notEqual(second, first);
    await page.click(".cm-content");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" ");
    await page.selectOption("#operation", "ssm:PutComplianceItems");
    await checked(page);
    assert.equal(await textOf(page), `${second} `);
    assert.ok((await findingsOf(page)).some(({ rule }) => rule === "missing-member"));
  },

  async "text in client form may write a time as ISO 8601"(visit) {
    const page = await visit();
    await page.check('input[name="form"][value="client"]');
    await checked(page);
    const rules = (await findingsOf(page)).map(({ rule }) => rule);
    assert.ok(!rules.includes("wrong-type"), rules.join());
    assert.ok(rules.includes("not-in-enum"));
  },

  async "indenting changes no token"(visit) {
    const page = await visit();
    const text = '{"a":1.00,"a":[ ],"b":[1,{"c":"x: {, \\" y"}],"d":12345678901234567890}';
    await paste(page, text);
    await page.click("text=Indent");
    await checked(page);
    const after = await textOf(page);
    assert.match(after, /^\{\n {2}"a": 1\.00,\n {2}"a": \[\],\n/);
    assert.equal(after.replace(/\s(?=(?:[^"\\]|\\.|"(?:[^"\\]|\\.)*")*$)/g, ""), text.replace("[ ]", "[]"));
    await paste(page, "{");
    await page.click("text=Indent");
    assert.equal(await textOf(page), "{");
  },

  async "findings can be copied"(visit) {
    const page = await visit();
    const text = await copied(page, "Copy the findings");
    assert.match(text, /14:19 error not-in-enum \/Items\/0\/Severity\n {2}\S/);
  },
};
