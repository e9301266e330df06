// The whole job without a pointer.

import assert from "node:assert/strict";
import { idle } from "./idle.mjs";
import { checked, findingsOf } from "./site.mjs";

const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at.id || at.className;
  });

/** Presses Tab until the focus is where it is wanted; where it never comes, a keyboard cannot go. */
async function tabTo(page, wanted, key = "Tab") {
  for (let presses = 0; presses < 60; presses++) {
    if (wanted.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} never reaches ${wanted}`);
}

const TEXT = `{
  "InstanceId": "i-0a1b2c3d4e5f67890",
  "Items": [
    {
      "TypeName": "Custom:RackInfo",
      "SchemaVersion": "1.0",
      "CaptureTime": "yesterday",
      "Content": [{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}]
    }
  ]
}`;

export default {
  async "the whole job works with the keyboard alone"(visit) {
    const page = await visit();
    await tabTo(page, /^operation$/);
    await page.keyboard.type("PutInventory");
    await checked(page);
    assert.equal(await page.inputValue("#operation"), "ssm:PutInventory");

    await tabTo(page, /cm-content/);
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(TEXT);
    await checked(page);
    const [finding] = await findingsOf(page);
    assert.equal(finding.path, "/Items/0/CaptureTime");

    await tabTo(page, /finding-main/);
    await page.keyboard.press("Enter");
    assert.match(await focused(page), /cm-content/);
    assert.equal(await page.evaluate(() => getSelection().toString()), '"yesterday"');
    await page.keyboard.insertText('"2025-03-12T06:00:00Z"');
    await checked(page);
    assert.ok((await findingsOf(page)).every(({ severity }) => severity !== "error"));

    await page.keyboard.press("Control+Enter");
    await page.waitForSelector("#panel-response .answer");
    assert.match(await page.innerText("#panel-response"), /200/);
    await tabTo(page, /^tab-response$/);
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "tab-state");
    assert.match(await page.innerText("#panel-state"), /Bay B\/Row C\/Rack D\/Shelf E/);
    await page.keyboard.press("End");
    assert.match(await page.innerText("#panel-log"), /PutInventory/);
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(page), "tab-request");
  },

  async "the first tab stop skips to the text, and Tab leaves the text"(visit) {
    const page = await visit();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "skip");
    await page.keyboard.press("Enter");
    assert.match(await focused(page), /cm-content/);
    const before = await page.evaluate(() => document.querySelector(".cm-content").textContent);
    await page.keyboard.press("Tab");
    assert.doesNotMatch(await focused(page), /cm-content/);
    await page.keyboard.press("Shift+Tab");
    assert.match(await focused(page), /cm-content/);
    assert.equal(await page.evaluate(() => document.querySelector(".cm-content").textContent), before);
    assert.equal(await page.evaluate(() => location.hash), "");
  },

  async "arrow keys move between findings, and Tab to the fixes of one"(visit) {
    const page = await visit();
    await tabTo(page, /finding-main/);
    const row = () => page.evaluate(() => document.activeElement.closest(".finding")?.dataset.index);
    assert.equal(await row(), "0");
    await page.keyboard.press("ArrowDown");
    assert.equal(await row(), "1");
    await page.keyboard.press("End");
    assert.equal(await row(), "4");
    await page.keyboard.press("Home");
    assert.equal(await row(), "0");
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /fix/);
    await page.keyboard.press("Enter");
    await checked(page);
    assert.equal((await findingsOf(page)).length, 4);
    assert.match(await focused(page), /finding-main/);
  },

  async "F8 goes from finding to finding in the text"(visit) {
    const page = await visit();
    await page.click(".cm-content");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("F8");
    assert.match(await page.innerText("#place"), /^Line 6,/);
    await page.keyboard.press("F8");
    assert.match(await page.innerText("#place"), /^Line 14,/);
  },

  async "examples and keys open and close by keyboard, and the focus comes back"(visit) {
    const page = await visit();
    for (const id of ["keys", "examples"]) {
      await page.focus(`#${id}`);
      await page.keyboard.press("Enter");
      assert.equal(await page.isVisible("#dialog"), true);
      await page.keyboard.press("Escape");
      assert.equal(await page.isVisible("#dialog"), false);
      assert.equal(await focused(page), id);
    }
    await page.keyboard.press("Enter");
    await tabTo(page, /^example$/);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await checked(page);
    assert.match(await focused(page), /cm-content/);
  },

  async "every control that has the focus shows it"(visit) {
    const page = await visit();
    const seen = new Set();
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      // The editor marks its focus a moment after it has it.
      await idle(page);
      const { name, shown } = await page.evaluate(() => {
        const at = document.activeElement;
        const name = at.id || at.textContent || at.value || at.tagName;
        if (at === document.body) return { name, shown: true };
        const frame = at.closest(".editor");
        if (frame) return { name, shown: getComputedStyle(frame, "::after").borderTopWidth === "2px" };
        const style = getComputedStyle(at.type === "radio" ? at.nextElementSibling : at);
        return { name, shown: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 1 };
      });
      assert.ok(shown, `${name} has the focus and does not show it`);
      seen.add(name);
    }
    assert.ok(seen.size > 20, [...seen].join());
  },
};
