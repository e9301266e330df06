// The findings as a list: severity, words, rule, path, place, fixes. Rows and text point at each other.

import { counted, element, emptyNote } from "./dom.js";
import { inWords } from "./editor.js";

/** @typedef {import("./protocol.js").Finding} Finding */
/** @typedef {import("./protocol.js").Report} Report */

// More rows than anyone reads at once would make the page slow; the rest comes on request.
const CHUNK = 200;

const SYMBOLS = { error: "✕", warning: "!", info: "i" };

/**
 * @param {{
 *   body: HTMLElement,
 *   count: HTMLElement,
 *   title: HTMLElement,
 *   onLight: (range: import("./protocol.js").Range | null) => void,
 *   onGo: (range: import("./protocol.js").Range) => void,
 *   onFix: (fix: import("./protocol.js").Fix) => void,
 * }} options
 */
export function findingsList({ body, count, title, onLight, onGo, onFix }) {
  /** @type {HTMLElement[]} */
  let rows = [];
  /** @type {Finding[]} */
  let findings = [];
  let list = null;
  /** The row that has the tab stop. */
  let current = 0;

  function rowOf(finding, index) {
    const { line, character } = finding.range.start;
    const words = element("span", { class: "finding-message" }, ...inWords(finding.message));
    const main = element(
      "button",
      { type: "button", class: "finding-main", tabIndex: -1, onclick: () => onGo(finding.range) },
      element("span", { class: "finding-symbol", "aria-hidden": "true" }, SYMBOLS[finding.severity] ?? "i"),
      element("span", { class: "offscreen" }, `${finding.severity}: `),
      words,
      element("span", { class: "finding-place mono" }, `${line + 1}:${character + 1}`),
    );
    const actions = [
      ...(finding.fixes ?? []).map((fix) =>
        element(
          "button",
          {
            type: "button",
            class: "fix",
            tabIndex: -1,
            title: fix.trust === "safe" ? "Safe to apply" : "Look at the result after applying it",
            onclick: () => onFix(fix),
          },
          "Apply: ",
          ...inWords(fix.title),
        ),
      ),
      ...(finding.related ?? []).map(({ range, message }) =>
        element(
          "button",
          { type: "button", class: "related", tabIndex: -1, onclick: () => onGo(range) },
          ...inWords(message),
          ` (${range.start.line + 1}:${range.start.character + 1})`,
        ),
      ),
    ];
    const facts = element(
      "p",
      { class: "finding-facts" },
      // In a tab of its own: this one holds the emulator.
      element(
        "a",
        {
          class: "mono finding-rule",
          href: `rules.html#${finding.rule}`,
          target: "rules",
          title: "What this rule is about, with examples (in another tab)",
          tabIndex: -1,
        },
        finding.rule,
      ),
      element("span", { class: "mono finding-path" }, finding.path === "" ? "(whole text)" : finding.path),
      element(
        "span",
        { title: "How this is known" },
        `basis: ${finding.basis}${finding.source ? ` (${finding.source})` : ""}`,
      ),
      finding.exception &&
        element("span", { title: "What the service would answer with" }, `answer: ${finding.exception}`),
    );
    const row = element(
      "li",
      { class: `finding ${finding.severity}` },
      main,
      element(
        "div",
        { class: "finding-more" },
        finding.help && element("p", { class: "finding-help" }, ...inWords(finding.help)),
        actions.length > 0 && element("div", { class: "finding-actions" }, ...actions),
      ),
      element("p", { class: "finding-why" }, "Why: ", ...inWords(finding.why)),
      facts,
    );
    row.dataset.index = String(index);
    row.addEventListener("mouseenter", () => onLight(finding.range));
    row.addEventListener("mouseleave", () => onLight(null));
    row.addEventListener("focusin", () => {
      setCurrent(index);
      onLight(finding.range);
    });
    row.addEventListener("focusout", () => onLight(null));
    return row;
  }

  /** One row at a time is in the tab order, with its actions; the arrows move between rows. */
  function setCurrent(index) {
    const stop = (row, value) => {
      for (const part of row?.querySelectorAll("button, a") ?? []) part.tabIndex = value;
    };
    stop(rows[current], -1);
    current = Math.max(0, Math.min(index, rows.length - 1));
    stop(rows[current], 0);
  }

  function focusRow(index) {
    setCurrent(index);
    rows[current]?.querySelector(".finding-main").focus();
  }

  function showMore() {
    const from = rows.length;
    const next = findings.slice(from, from + CHUNK).map((finding, at) => rowOf(finding, from + at));
    rows.push(...next);
    list.append(...next);
    body.querySelector(".more")?.remove();
    if (rows.length < findings.length)
      body.append(
        element(
          "button",
          {
            type: "button",
            class: "more",
            onclick() {
              const first = rows.length;
              showMore();
              focusRow(first);
            },
          },
          `Show ${Math.min(CHUNK, findings.length - rows.length)} more`,
        ),
      );
  }

  body.addEventListener("keydown", (event) => {
    if (!list?.contains(event.target)) return;
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    focusRow(to);
  });

  return {
    /** @param {Report} report */
    show(report) {
      const hadFocus = body.contains(document.activeElement);
      const before = current;
      const top = body.scrollTop;
      findings = report.findings;
      rows = [];
      current = 0;
      if (findings.length === 0) {
        list = null;
        body.replaceChildren(
          emptyNote(
            "Nothing found",
            "As far as the model and the rules know, the service takes this text. Send it to see the answer.",
          ),
        );
        if (hadFocus) title.focus();
      } else {
        list = element("ol", { class: "finding-list", "aria-labelledby": "findings-title" });
        body.replaceChildren(list);
        showMore();
        if (report.truncated)
          body.append(
            element("p", { class: "hint" }, "There are more findings than are listed. Repair these first."),
          );
        setCurrent(0);
        body.scrollTop = top;
        if (hadFocus) focusRow(before);
      }
      count.replaceChildren(...summary(report));
    },

    /** Instead of findings: a failure in words, with what to do. */
    fail(titleText, text, ...actions) {
      findings = [];
      rows = [];
      list = null;
      const note = emptyNote(titleText, text);
      note.classList.add("failed");
      if (actions.length > 0) note.append(element("div", { class: "empty-actions" }, ...actions));
      body.replaceChildren(note);
      count.replaceChildren();
    },

    /** Marks the rows whose places hold the cursor. @param {number[]} indexes */
    mark(indexes) {
      const marked = new Set(indexes);
      let first = null;
      rows.forEach((row, index) => {
        if (marked.has(index)) {
          row.setAttribute("aria-current", "true");
          first ??= row;
        } else row.removeAttribute("aria-current");
      });
      if (first && !body.contains(document.activeElement)) {
        setCurrent(Number(first.dataset.index));
        reveal(first);
      }
    },
  };

  /** Scrolls within the pane only; scrollIntoView would move the page under the reader. */
  function reveal(row) {
    const { top, bottom } = row.getBoundingClientRect();
    const frame = body.getBoundingClientRect();
    if (top < frame.top) body.scrollTop -= frame.top - top;
    else if (bottom > frame.bottom) body.scrollTop += Math.min(bottom - frame.bottom, top - frame.top);
  }
}

/** @param {Report} report */
function summary(report) {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of report.findings) counts[severity]++;
  const parts = [
    counts.error > 0 && element("span", { class: "count error" }, counted(counts.error, "error")),
    counts.warning > 0 && element("span", { class: "count warning" }, counted(counts.warning, "warning")),
    counts.info > 0 && element("span", { class: "count info" }, counted(counts.info, "note")),
  ].filter(Boolean);
  if (parts.length === 0) return [element("span", { class: "count ok" }, "No findings")];
  return parts.flatMap((part, at) => (at > 0 ? [", ", part] : [part]));
}

/** The findings as lines of text, for copying. @param {Report} report */
export function asText(report) {
  return report.findings
    .map((finding) => {
      const { line, character } = finding.range.start;
      const head = `${line + 1}:${character + 1} ${finding.severity} ${finding.rule} ${finding.path}`;
      return `${head}\n  ${finding.message}${finding.help ? `\n  ${finding.help}` : ""}\n`;
    })
    .join("");
}
