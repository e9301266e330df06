// The reference of the rules as HTML that needs no script, from what `cargo run --example rules` prints. All words
// about a rule come from there; here are only those that are the same for every rule.

import { toHash } from "../share.js";

/**
 * @typedef {{ text: string } | { marked: string } | { "left-out": number } | { "marked-left-out": number }} Piece
 * @typedef {{
 *   case: string | null, note: string | null, operation: string, form: "wire" | "client" | "answer",
 *   labels?: Record<string, string>,
 *   is_built_in: boolean, pieces: Piece[], findings: import("../protocol.js").Finding[],
 * }} Example
 * @typedef {{
 *   name: string, service: string | null, severity: string, summary: string, why: string, basis: string,
 *   source: string | null, operations: string[], elsewhere: { place: string, severity: string, why: string }[],
 *   exceptions: string[], broken: Example, sound: Example | null,
 * }} Rule
 */

/** As many findings of one rule as make clear what it finds. */
const MOST_FINDINGS = 4;

const FORMS = { wire: "", client: ", in client form", answer: ", a recorded answer" };

/** Characters that nobody would see. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u{feff}]/gu;

/** @param {Rule[]} rules */
export function rulesPage(rules) {
  const groups = groupsOf(rules);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="Every rule that Cloud Dry Run checks requests by, with reasons, sources and examples.">
    <meta name="color-scheme" content="light dark">
    <title>Rules – Cloud Dry Run</title>
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="rules.css">
    <script src="theme.js"></script>
    <script src="rules.js" defer></script>
  </head>
  <body>
    <a class="skip" href="#rules">Skip to the rules</a>
    <header class="top">
      <div class="brand">
        <img src="icon.svg" alt="" width="22" height="22">
        <h1>Rules of Cloud Dry Run</h1>
        <p>What is checked, why, and how it is known.</p>
      </div>
      <div class="top-actions">
        <a class="quiet" href="index.html">Check a request</a>
        <button type="button" id="theme" class="quiet" hidden>Theme: system</button>
      </div>
    </header>
    <p id="status" role="status" class="status"></p>
    <main class="reference">
      <nav class="contents" aria-label="Rules by family">
        <div id="filtering" class="filtering" hidden>
          <label for="filter">Find a rule</label>
          <input type="search" id="filter" autocomplete="off" spellcheck="false" placeholder="size, hash, time…">
          <p id="filter-count" class="hint" role="status">${rules.length} rules</p>
        </div>
${groups.map((group, at) => contents(group, groups[at - 1])).join("\n")}
      </nav>
      <div id="rules" class="rules" tabindex="-1">
        <p class="lead">A finding is an <b>error</b> where the service would refuse the request or take it for something
          else, a <b>warning</b> where it would hardly be taken as it is meant, an <b>info</b> where it is worth knowing.
          An assumption is never an error. Every example is a request of the project's own tests, and what is said of it
          is what the check says.</p>
${groups.map(section).join("\n")}
        <p id="none" class="empty" hidden>No rule has all of these words.</p>
      </div>
    </main>
  </body>
</html>
`;
}

/** The rules by service and family, in their order. @param {Rule[]} rules */
function groupsOf(rules) {
  const groups = new Map();
  for (const rule of rules) {
    const family = rule.service === null ? null : rule.name.split("/")[0].replaceAll("-", " ");
    const title = family === null ? "Text and model" : `${rule.service}: ${family}`;
    const id = `family-${title.toLowerCase().replace(/\W+/g, "-")}`;
    if (!groups.has(title))
      groups.set(title, { id, title, family: family ?? title, service: rule.service, rules: [] });
    groups.get(title).rules.push(rule);
  }
  return [...groups.values()];
}

function contents({ id, family, service, rules }, before) {
  const links = rules.map(
    ({ name }) => `            <li><a class="mono" href="#${escaped(name)}">${escaped(name)}</a></li>`,
  );
  const heading =
    service !== null && service !== before?.service
      ? `        <p class="hint">${escaped(service)}</p>\n`
      : "";
  return `${heading}        <details data-family="${id}">
          <summary>${escaped(family)} <span class="badge">${rules.length}</span></summary>
          <ul>
${links.join("\n")}
          </ul>
        </details>`;
}

function section({ id, title, rules }) {
  return `        <section aria-labelledby="${id}">
          <h2 id="${id}">${escaped(title)}</h2>
${rules.map(article).join("\n")}
        </section>`;
}

/** @param {Rule} rule */
function article(rule) {
  const { name, severity, summary, why, basis, source, operations, elsewhere, exceptions, broken, sound } =
    rule;
  const facts = [
    ["Why", inWords(why)],
    ["Basis", `${escaped(basis)}${source === null ? "" : `: ${inWords(source)}`}`],
    ["Looks at", operations.length === 0 ? "every text" : operations.map(code).join(", ")],
    exceptions.length > 0 && ["Answer of the service", exceptions.map(code).join(", ")],
    ...elsewhere.map((other) => [`In ${other.place}`, `${escaped(other.severity)}: ${inWords(other.why)}`]),
  ];
  const rows = facts.filter(Boolean).map(([term, told]) => `<dt>${escaped(term)}</dt><dd>${told}</dd>`);
  return `          <article class="rule card" id="${escaped(name)}" aria-label="${escaped(name)}" tabindex="-1">
            <div class="rule-said">
              <h3><span class="badge ${escaped(severity)}">${escaped(severity)}</span>
                <a class="mono" href="#${escaped(name)}">${escaped(name)}</a></h3>
              <p class="rule-summary">${inWords(summary)}</p>
              <dl>${rows.join("")}</dl>
            </div>
            <div class="rule-examples">
${example(broken, name, severity)}
${sound === null ? alwaysFound() : example(sound, name, severity)}
            </div>
          </article>`;
}

/** @param {Example} one @param {string} rule @param {string} severity */
function example(one, rule, severity) {
  const { note, operation, form, labels = {}, findings } = one;
  const beside = Object.entries(labels).map(
    ([name, value]) => `, with ${code(name)} ${code(value)} beside it`,
  );
  const own = findings.filter((finding) => finding.rule === rule);
  const others = findings.filter((finding) => finding.rule !== rule);
  const isSound = own.length === 0;
  const link = addressOf(one);
  const about = note === null ? `made for its size, ${lengthOf(one)} characters` : inWords(note);
  const open = link === null ? "" : ` <a href="${link}">Open it</a>`;
  const told = own.slice(0, MOST_FINDINGS).map(finding);
  if (own.length > told.length)
    told.push(`<li class="hint">and ${own.length - told.length} more of this rule</li>`);
  told.push(...others.slice(0, MOST_FINDINGS).map(other));
  if (others.length > MOST_FINDINGS)
    told.push(`<li class="hint">and ${others.length - MOST_FINDINGS} of other rules</li>`);
  return `              <figure class="example ${isSound ? "sound" : "broken"}">
                <figcaption><b>${isSound ? "Sound" : "Found"}</b>: ${about}
                  <span class="hint">${code(operation)}${FORMS[form]}${beside.join("")}</span>${open}</figcaption>
                <pre><code>${one.pieces.map((piece) => pieceOf(piece, severity)).join("")}</code></pre>
                ${told.length > 0 ? `<ul class="told">${told.join("")}</ul>` : ""}
              </figure>`;
}

/** @param {Example} one */
function lengthOf({ pieces }) {
  const lengths = pieces
    .flatMap(Object.values)
    .map((part) => (typeof part === "number" ? part : part.length));
  return lengths.reduce((sum, length) => sum + length, 0).toLocaleString("en");
}

function alwaysFound() {
  return `              <p class="example hint">There is no text without it: every request that the service could take has it.</p>`;
}

function finding({ path, message, help }) {
  const place = path === "" ? "(whole text)" : path;
  const advice = help === undefined ? "" : `<p class="told-help">${inWords(help)}</p>`;
  return `<li class="told-own"><p>${inWords(message)} <span class="mono hint">${escaped(place)}</span></p>${advice}</li>`;
}

function other({ rule, message }) {
  return `<li class="hint">also <a class="mono" href="#${escaped(rule)}">${escaped(rule)}</a>: ${inWords(message)}</li>`;
}

/** @param {Piece} piece */
function pieceOf(piece, severity) {
  const cut = (count) => `<span class="cut">… ${count.toLocaleString("en")} characters …</span>`;
  const [[kind, value]] = Object.entries(piece);
  const inside = typeof value === "number" ? cut(value) : shown(value);
  if (!kind.startsWith("marked")) return inside;
  return `<mark class="${escaped(severity)}">${inside}</mark>`;
}

/** Where the page opens the example; null where it cannot: in part, beside something else, or of a model that nobody has there. */
function addressOf({ operation, form, labels, is_built_in, pieces }) {
  const parts = pieces.map(({ text, marked }) => text ?? marked);
  if (!is_built_in || labels !== undefined || parts.includes(undefined)) return null;
  return `index.html#${toHash({ operation, form, text: parts.join("") })}`;
}

function code(text) {
  return `<code>${escaped(text)}</code>`;
}

/** Words in backticks are set as code, as on the page. */
function inWords(text) {
  return text
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escaped(part)))
    .join("");
}

/** A text of a request: what nobody would see is named. */
function shown(text) {
  return escaped(text).replace(UNSEEN, (unseen) => {
    const point = unseen.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `<span class="unseen">U+${point}</span>`;
  });
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
}
