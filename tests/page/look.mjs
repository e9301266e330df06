// Sizes, screenshots, and what a screen reader gets.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { example, pane, send, started } from "./site.mjs";

const TABS = ["request", "hashes", "response", "state", "runs", "log"];

/** The buttons that open a dialog. */
const DIALOGS = ["examples", "keys", "load-model"];

export const PHONE = { viewport: { width: 360, height: 740 } };

async function worked(page) {
  await example(page, "Custom:RackInfo");
  await send(page);
  await example(page, "A hardening report");
  await send(page);
  await started(page);
}

export async function assertNoOverflow(page, where) {
  const { wide, inner } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    inner: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= inner, `${where}: ${wide} px wide in ${inner} px`);
}

export async function violationsOf(page, source) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
  );
}

export default {
  async "nothing makes the page scroll sideways at 360 px"(visit, { root }) {
    const page = await visit({ context: PHONE });
    await assertNoOverflow(page, "at the start");
    await worked(page);
    for (const tab of TABS) {
      await pane(page, tab);
      await assertNoOverflow(page, tab);
    }
    for (const target of await page.$$eval('input[name="target"]', (all) => all.map(({ value }) => value))) {
      await pane(page, "request");
      await page.check(`input[name="target"][value="${target}"]`);
      await assertNoOverflow(page, target);
    }
    for (const id of DIALOGS) {
      await page.click(`#${id}`);
      await assertNoOverflow(page, id);
      await page.keyboard.press("Escape");
    }
    const folder = join(root, "build", "screenshots");
    mkdirSync(folder, { recursive: true });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: join(folder, "page-360.png"), fullPage: true });
  },

  async "two columns stand side by side at 1280 px, and the page itself does not scroll"(visit, { root }) {
    const folder = join(root, "build", "screenshots");
    mkdirSync(folder, { recursive: true });
    for (const colorScheme of ["light", "dark"]) {
      const page = await visit({ context: { colorScheme } });
      await worked(page);
      const [left, right] = await page.$$eval(".column", (all) =>
        all.map((one) => one.getBoundingClientRect().toJSON()),
      );
      assert.ok(right.left >= left.right && Math.abs(left.top - right.top) < 2);
      const fits = () => document.documentElement.scrollHeight <= document.documentElement.clientHeight;
      assert.ok(await page.evaluate(fits));
      await page.screenshot({ path: join(folder, `page-1280-${colorScheme}.png`) });
    }
  },

  async "axe finds nothing, in both themes, in every pane and dialog"(visit, { root }) {
    const source = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
    for (const context of [
      { colorScheme: "light" },
      { colorScheme: "dark" },
      { ...PHONE, colorScheme: "light" },
    ]) {
      const page = await visit({ context });
      const found = [...(await violationsOf(page, source))];
      await worked(page);
      for (const tab of TABS) {
        await pane(page, tab);
        found.push(...(await violationsOf(page, source)).map((one) => `${tab}: ${one}`));
      }
      for (const id of DIALOGS) {
        await page.click(`#${id}`);
        found.push(...(await violationsOf(page, source)).map((one) => `${id}: ${one}`));
        await page.keyboard.press("Escape");
      }
      assert.deepEqual(found, [], JSON.stringify(context));
    }
  },

  async "every control has a name, and what changes is announced"(visit) {
    const page = await visit();
    const nameless = await page.$$eval("button, input, select, textarea, [role=textbox]", (all) =>
      all
        .filter(
          (one) =>
            !(
              one.getAttribute("aria-label") ||
              one.textContent.trim() ||
              one.labels?.[0]?.textContent.trim()
            ),
        )
        .map((one) => one.outerHTML),
    );
    assert.deepEqual(nameless, []);
    assert.equal(await page.getAttribute("#findings-count", "aria-live"), "polite");
    assert.equal(await page.getAttribute("#status", "role"), "status");
    assert.equal(await page.getAttribute("#banner", "role"), "alert");
  },
};
