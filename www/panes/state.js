// What the emulator has stored, read from its snapshot, as a tree or as text.

import { copyButton, element, emptyNote, saveButton } from "../dom.js";
import { textBlock } from "../json-text.js";
import { tree } from "../tree.js";

/** @param {HTMLElement} panel @param {import("../main.js").App} app */
export function statePane(panel, app) {
  const open = new Set();
  let asText = false;
  /** The state that is on display; a large one is not built twice, and what somebody reads stays where it is. */
  let shown = null;
  const output = element("div", { class: "output" });
  const toggle = element("button", {
    type: "button",
    class: "quiet",
    textContent: "As text",
    "aria-pressed": "false",
    onclick() {
      asText = !asText;
      toggle.setAttribute("aria-pressed", String(asText));
      shown = null;
      refresh();
    },
  });
  const head = element(
    "div",
    { class: "output-head" },
    element("h3", null, "Stored state"),
    toggle,
    copyButton("the state", () => JSON.stringify(stateOf(app.emulator().snapshot), null, 2)),
    saveButton("the snapshot", () => ({
      text: app.emulator().snapshot,
      name: "snapshot.json",
      type: "application/json",
    })),
  );
  panel.append(head, output);

  function refresh() {
    const view = app.emulator();
    if (!view) return;
    const state = stateOf(view.snapshot);
    const text = JSON.stringify(state);
    if (text === shown) return;
    shown = text;
    if (isEmpty(state)) {
      head.hidden = view.log.length === 0;
      output.replaceChildren(
        emptyNote(
          "Nothing is stored",
          "Send a request that writes; what the emulator keeps of it appears here.",
        ),
      );
    } else {
      head.hidden = false;
      output.replaceChildren(
        asText
          ? textBlock(JSON.stringify(state, null, 2), { label: "Stored state", json: true })
          : tree(state, open),
      );
    }
  }

  return { refresh };
}

function stateOf(snapshot) {
  return JSON.parse(snapshot).state ?? {};
}

/** True if no leaf hangs anywhere: services without content still have their empty folders, and counters at nought. */
function isEmpty(value) {
  if (value === null || typeof value !== "object") return value === 0;
  return Object.values(value).every(isEmpty);
}
