// From the text to its findings: when it is checked, what is shown of it, and the fixes that are applied to it.

import { byId, copyButton, element, saveButton, say } from "./dom.js";
import { EngineLost, Superseded } from "./engine.js";
import { asText, findingsList } from "./findings.js";
import { sentence } from "./panes/request.js";

const PAUSE_MS = 150;

/**
 * @param {{
 *   editor: ReturnType<typeof import("./editor.js").createEditor>,
 *   call: import("./main.js").App["call"],
 *   asked: () => { operation: string, kind: string } | null,
 *   onChecked: () => void,
 *   onAgain: () => void,
 * }} page `asked` says what the text is, or null where that is not known yet; `onAgain` that a text which ended the
 *   engine is to be tried once more
 */
export function checking({ editor, call, asked, onChecked, onAgain }) {
  let timer = 0;
  let version = 0;
  /** @type {import("./protocol.js").Report | null} */
  let report = null;

  const box = byId("findings");
  const list = findingsList({
    body: byId("findings-body"),
    count: byId("findings-count"),
    title: byId("findings-title"),
    onLight: (range) => editor.light(range),
    onGo: (range) => editor.goTo(range),
    onFix: (fix) => apply([fix]),
  });
  const fixAll = element("button", {
    type: "button",
    id: "fix-all",
    hidden: true,
    onclick: () => apply(safeFixes()),
  });
  const copy = copyButton("the findings", () => asText(report));
  const save = saveButton("the findings", () => ({
    text: JSON.stringify(report, null, 2),
    name: "findings.json",
    type: "application/json",
  }));
  Object.assign(copy, { id: "copy-findings", hidden: true });
  Object.assign(save, { id: "save-findings", hidden: true });
  byId("findings-actions").append(fixAll, copy, save);

  async function now() {
    clearTimeout(timer);
    const what = asked();
    if (!what) return;
    const checked = version;
    box.setAttribute("aria-busy", "true");
    try {
      const next = await call("check", [what.operation, editor.text(), what.kind], "check");
      // What was typed meanwhile has its own check coming.
      if (checked !== version) return;
      report = next;
      editor.show(report.findings);
      list.show(report);
      showActions();
      mark(editor.view.state.selection.main.head);
      onChecked();
    } catch (error) {
      if (error instanceof Superseded) return;
      report = null;
      editor.show([]);
      showActions();
      if (!(error instanceof EngineLost)) list.fail("This text cannot be checked", sentence(error.message));
      else
        list.fail(
          "The check was ended",
          "There are no findings for this text. Shorten it, or try once more.",
          element("button", { type: "button", onclick: again }, "Check again"),
        );
    }
    box.removeAttribute("aria-busy");
  }

  function again() {
    onAgain();
    now();
  }

  /** Says where the cursor is, and which findings are there. @param {number} offset */
  function mark(offset) {
    const { line, column } = editor.place(offset);
    byId("place").textContent = `Line ${line}, column ${column}`;
    list.mark(editor.at(offset));
  }

  function apply(fixes) {
    editor.apply(fixes);
    say(
      fixes.length === 1
        ? `Applied: ${fixes[0].title.replaceAll("`", "")}.`
        : `Applied ${fixes.length} fixes.`,
    );
    now();
  }

  /** Safe fixes that do not touch each other, in the order of the text. */
  function safeFixes() {
    let end = -1;
    return (report?.findings ?? [])
      .flatMap(({ fixes = [] }) => fixes.filter(({ trust }) => trust === "safe").slice(0, 1))
      .filter(({ edits }) => edits.length > 0)
      .sort((a, b) => a.edits[0].start - b.edits[0].start)
      .filter(({ edits }) => {
        if (edits.some(({ start }) => start < end)) return false;
        end = Math.max(...edits.map((edit) => edit.end));
        return true;
      });
  }

  function showActions() {
    const { length } = safeFixes();
    fixAll.hidden = length < 2;
    fixAll.textContent = `Apply ${length} safe fixes`;
    for (const button of [copy, save]) button.hidden = !report?.findings.length;
  }

  return {
    now,
    mark,
    apply,
    /** The text is another: it is checked after a pause. */
    changed() {
      version++;
      clearTimeout(timer);
      timer = setTimeout(now, PAUSE_MS);
    },
    /** Which text is there: a number that grows. */
    get version() {
      return version;
    },
    /** Nothing can be checked. @param {string} title @param {string} text @param {HTMLElement} action */
    fail(title, text, action) {
      box.removeAttribute("aria-busy");
      list.fail(title, text, action);
    },
  };
}
