// The reference of the rules: whole, true, and reached from a finding.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "../../pkg/node.mjs";
import { assertNoOverflow, PHONE, violationsOf } from "./look.mjs";
import { checked, findingsOf, textOf } from "./site.mjs";

const open = (visit, path = "rules.html", options = {}) => visit({ path, wait: false, ...options });

const rulesOf = (root) => JSON.parse(readFileSync(join(root, "build", "rules.json"), "utf8"));

/** The text of an example, where it is not cut. */
function wholeText({ pieces }) {
  const parts = pieces.map(({ text, marked }) => text ?? marked);
  return parts.includes(undefined) ? null : parts.join("");
}

/** The rules that the cases name: what findings can link to, said by people. */
function wantedRules(root) {
  const folder = join(root, "tests", "cases");
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".json"));
  const cases = files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
  return new Set(cases.flatMap(({ want }) => want.map(({ rule }) => rule)));
}

const shownRules = (page) => page.$$eval("article.rule:not([hidden])", (all) => all.map(({ id }) => id));

/** What stands at the place of a rule, as far as it is generated. */
const articles = (page) =>
  page.$$eval("article.rule", (all) =>
    all.map((one) => {
      const texts = (selector, from = one) =>
        [...from.querySelectorAll(selector)].map((part) => part.textContent);
      return {
        name: one.id,
        severity: one.querySelector("h3 .badge").textContent,
        summary: one.querySelector(".rule-summary").textContent,
        terms: texts("dt"),
        facts: texts("dd"),
        examples: [...one.querySelectorAll("figure")].map((figure) => ({
          kind: figure.classList[1],
          caption: figure.querySelector("figcaption").textContent,
          text: figure.querySelector("pre").textContent,
          marks: texts("mark", figure),
          messages: texts(".told-own > p:first-child", figure),
          helps: texts(".told-help", figure),
        })),
        isAlwaysFound: one.querySelector("p.example") !== null,
      };
    }),
  );

const plain = (words) => words.replaceAll("`", "");

export default {
  async "reference: every rule is there with all its parts and both examples"(visit, { root }) {
    const page = await open(visit);
    const shown = new Map((await articles(page)).map((one) => [one.name, one]));
    const rules = rulesOf(root);
    assert.deepEqual([...shown.keys()].sort(), rules.map(({ name }) => name).sort());
    assert.equal((await shownRules(page)).length, rules.length);
    for (const rule of rules) {
      const { severity, summary, terms, facts, examples, isAlwaysFound } = shown.get(rule.name);
      assert.equal(severity, rule.severity, rule.name);
      assert.equal(summary, plain(rule.summary), rule.name);
      assert.deepEqual(terms.slice(0, 3), ["Why", "Basis", "Looks at"]);
      assert.equal(facts[0], plain(rule.why), rule.name);
      assert.ok(
        facts[1].startsWith(rule.basis) && facts[1].endsWith(plain(rule.source ?? rule.basis)),
        facts[1],
      );
      assert.equal(facts[2], rule.operations.join(", ") || "every text", rule.name);
      for (const name of rule.exceptions) assert.ok(facts[3].includes(name), `${rule.name}: ${name}`);
      assert.equal(isAlwaysFound, rule.sound === null, rule.name);
      assert.deepEqual(
        examples.map(({ kind }) => kind),
        rule.sound === null ? ["broken"] : ["broken", "sound"],
        rule.name,
      );
      assert.ok(examples[0].marks.length > 0 && examples[0].messages.length > 0, rule.name);
      for (const [which, example] of examples.entries()) {
        const { operation, note } = which === 0 ? rule.broken : rule.sound;
        assert.ok(example.caption.includes(operation), example.caption);
        assert.ok(example.caption.includes(plain(note ?? "made for its size")), example.caption);
      }
    }
  },

  async "reference: examples say what the packed check says of them"(visit, { root }) {
    const page = await open(visit);
    const shown = new Map((await articles(page)).map((one) => [one.name, one]));
    let compared = 0;
    for (const { name, broken, sound } of rulesOf(root)) {
      for (const [at, example] of [broken, sound].entries()) {
        const text = example && wholeText(example);
        // The package has no model that only tests bring along.
        if (!text || !example.is_built_in) continue;
        const { form, labels } = example;
        const options = form === "answer" ? { side: "output" } : { form, ...(labels && { labels }) };
        const report = check(example.operation, text, options);
        const own = report.findings.filter(({ rule }) => rule === name);
        const { messages, helps } = shown.get(name).examples[at];
        assert.equal(own.length > 0, at === 0, name);
        assert.ok(at === 0 || report.ok, name);
        const firsts = own.slice(0, messages.length);
        assert.ok(messages.length === own.length || messages.length >= 4, name);
        assert.deepEqual(
          messages,
          firsts.map(({ message, path }) => `${plain(message)} ${path || "(whole text)"}`),
        );
        assert.deepEqual(
          helps,
          firsts.map(({ help }) => plain(help)),
        );
        compared++;
      }
    }
    assert.ok(compared > 200, `only ${compared}`);
  },

  async "reference: every rule that a case names has its place, and no link leads nowhere"(visit, { root }) {
    const page = await open(visit);
    const ids = new Set(await page.$$eval("[id]", (all) => all.map(({ id }) => id)));
    const wanted = wantedRules(root);
    assert.ok(wanted.size > 100);
    for (const name of wanted) assert.ok(ids.has(name), `${name} has no place`);
    const links = await page.$$eval('a[href^="#"]', (all) => all.map(({ hash }) => hash.slice(1)));
    for (const id of links) assert.ok(ids.has(id), `#${id} leads nowhere`);
  },

  async "reference: a finding's link leads to its rule, in a tab beside the page"(visit) {
    const page = await visit();
    const row = page.locator(".finding", { hasText: "/Items/0/Severity" });
    const [tab] = await Promise.all([page.waitForEvent("popup"), row.locator("a.finding-rule").click()]);
    await tab.waitForLoadState();
    assert.match(tab.url(), /\/rules\.html#not-in-enum$/);
    const place = await tab.$eval("article:target", (one) => ({
      name: one.id,
      top: one.getBoundingClientRect().top,
      hasFocus: document.activeElement === one,
    }));
    assert.ok(
      place.name === "not-in-enum" && place.hasFocus && place.top >= 0 && place.top < 400,
      JSON.stringify(place),
    );
    // The page that the finding is on stays as it is.
    assert.ok((await findingsOf(page)).length > 0);
  },

  async "reference: every finding of the page links to a place that is there"(visit, { root }) {
    const ids = new Set(rulesOf(root).map(({ name }) => name));
    const page = await visit();
    const hrefs = await page.$$eval("a.finding-rule", (all) => all.map((link) => link.getAttribute("href")));
    assert.equal(hrefs.length, (await findingsOf(page)).length);
    for (const href of hrefs) assert.ok(ids.has(href.replace(/^rules\.html#/, "")), href);
  },

  async "reference: an example opens on the page, with the same finding"(visit) {
    const page = await open(visit, "rules.html#inventory/unknown-type");
    const text = await page.innerText("article:target .broken pre");
    await page.click("article:target .broken a[href^='index.html']");
    await checked(page);
    assert.equal((await textOf(page)).replace(/\s/g, ""), text.replace(/\s/g, ""));
    assert.ok((await findingsOf(page)).some(({ rule }) => rule === "inventory/unknown-type"));
  },

  async "reference: words find rules, a link finds one that they hide"(visit) {
    const page = await open(visit);
    const all = await shownRules(page);
    await page.fill("#filter", "size limit");
    const some = await shownRules(page);
    assert.ok(
      some.length > 3 && some.length < 20 && some.every((name) => name.includes("size")),
      some.join(),
    );
    assert.equal(await page.innerText("#filter-count"), `${some.length} of ${all.length} rules`);
    const listed = await page.$$eval("nav li:not([hidden]) a", (links) =>
      links.map(({ hash }) => hash.slice(1)),
    );
    assert.deepEqual(listed, some);
    await page.fill("#filter", "nothing has these words");
    assert.deepEqual(await shownRules(page), []);
    assert.equal(await page.isVisible("#none"), true);
    await page.evaluate(() => {
      location.hash = "#json-depth";
    });
    await page.waitForSelector("#json-depth:focus");
    assert.equal((await shownRules(page)).length, all.length);
    await page.fill("#filter", "size");
    await page.press("#filter", "Escape");
    assert.equal((await shownRules(page)).length, all.length);
  },

  async "reference: it is read and walked without a script"(visit, { root }) {
    const page = await open(visit, "rules.html#too-long", { context: { javaScriptEnabled: false } });
    const { length } = rulesOf(root);
    assert.equal(await page.locator("article.rule:visible").count(), length);
    assert.equal(await page.isVisible("#filter"), false);
    assert.equal(await page.isVisible("#theme"), false);
    assert.equal(await page.locator("article:target").getAttribute("id"), "too-long");
  },

  async "reference: the keyboard skips to the rules, opens a family, and goes to a rule"(visit) {
    const page = await open(visit);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => location.hash), "#rules");
    await page.focus("nav details:nth-of-type(1) summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.matches("article:target"));
    assert.equal(await page.evaluate(() => document.activeElement.id), "json-duplicate-key");
  },

  async "reference: axe finds nothing and nothing scrolls sideways, in both themes and at 360 px"(
    visit,
    { root },
  ) {
    const source = readFileSync(join(root, "node_modules", "axe-core", "axe.min.js"), "utf8");
    const looks = { light: { colorScheme: "light" }, dark: { colorScheme: "dark" }, narrow: PHONE };
    for (const [name, context] of Object.entries(looks)) {
      const page = await open(visit, "rules.html#compliance/items-over-the-size-limit", { context });
      assert.deepEqual(await violationsOf(page, source), [], name);
      await assertNoOverflow(page, name);
      await page.screenshot({ path: join(root, "build", "screenshots", `rules-${name}.png`) });
    }
  },
};
