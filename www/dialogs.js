// The one dialog of the page, and what it shows: the examples and samples, and the keys.

import { byId, element } from "./dom.js";

/** @typedef {{ operation: string, name: string, note: string, text: string, kind: "sound" | "broken" }} Example */

export function showDialog(title, ...content) {
  const dialog = byId("dialog");
  byId("dialog-title").textContent = title;
  byId("dialog-body").replaceChildren(...content.filter(Boolean));
  dialog.showModal();
  byId("dialog-body").scrollTop = 0;
}

export function close() {
  byId("dialog").close();
}

/** Closes by its button and by a click beside it; Escape is the browser's. */
export function prepareDialog() {
  const dialog = byId("dialog");
  byId("dialog-close").addEventListener("click", close);
  dialog.addEventListener("click", (event) => event.target === dialog && close());
}

/**
 * @param {Example[]} examples
 * @param {import("./protocol.js").Operation[]} operations
 * @param {import("./protocol.js").Operation} current its examples come first
 * @param {(example: Example) => void} onPick
 * @param {Example[]} samples of the current operation, whose texts the engine writes when one is picked
 */
export function showExamples(examples, operations, current, onPick, samples) {
  const order = [current, ...operations.filter(({ id }) => id !== current.id)];
  const groups = order
    .map((operation) => ({
      operation,
      list: [
        ...examples.filter((example) => example.operation === operation.id),
        ...(operation === current ? samples : []),
      ],
    }))
    .filter(({ list }) => list.length > 0)
    .map(({ operation, list }) =>
      element(
        "section",
        { class: "example-group" },
        element("h3", null, operation.name),
        ...list.map((example) =>
          element(
            "button",
            {
              type: "button",
              class: "example",
              onclick() {
                close();
                onPick(example);
              },
            },
            element(
              "span",
              { class: "example-name" },
              element("strong", null, example.name),
              element(
                "span",
                { class: `badge ${example.kind === "sound" ? "ok" : "error"}` },
                example.kind === "sound" ? "sound" : "broken",
              ),
            ),
            element("span", { class: "example-note" }, example.note),
          ),
        ),
      ),
    );
  showDialog("Examples", ...groups);
}

const KEYS = [
  ["Ctrl or Cmd + Enter", "Send the text to the emulator, from anywhere on the page"],
  ["Tab, Shift + Tab", "To the next or previous control; Tab also leaves the text"],
  ["Ctrl + Space", "In the text: what can stand at the cursor"],
  ["F8, Shift + F8", "In the text: to the next or previous finding"],
  ["↑ ↓ Home End", "In the findings: from row to row"],
  ["Enter", "On a finding: to its place in the text"],
  ["← → Home End", "In the tabs: from pane to pane"],
  ["Ctrl or Cmd + F", "In the text: search and replace"],
  ["Ctrl or Cmd + Z, Y", "In the text: undo and redo, also of examples, fixes and shared texts"],
  ["Esc", "Close this, the search or a hover text"],
];

export function showKeys() {
  showDialog(
    "Keyboard",
    element(
      "table",
      { class: "keys" },
      element(
        "tbody",
        null,
        ...KEYS.map(([keys, what]) =>
          element("tr", null, element("th", { scope: "row" }, keys), element("td", null, what)),
        ),
      ),
    ),
  );
}
