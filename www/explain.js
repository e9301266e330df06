// An error that a service or a client answered with, pasted in: which members are at fault, and what to do.

import { showDialog } from "./dialogs.js";
import { element, emptyNote } from "./dom.js";
import { inWords } from "./editor.js";
import { Superseded } from "./engine.js";
import { sentence } from "./panes/request.js";

const PAUSE_MS = 150;

/** @param {import("./main.js").App} app */
export function showExplain(app) {
  let timer = 0;
  const results = element("div", { class: "explanations", "aria-live": "polite" });
  const input = element("textarea", {
    id: "error-text",
    rows: 7,
    class: "mono",
    spellcheck: false,
    placeholder: "botocore.exceptions.ClientError: An error occurred (…) when calling the … operation: …",
    oninput() {
      clearTimeout(timer);
      timer = setTimeout(explain, PAUSE_MS);
    },
  });

  async function explain() {
    if (input.value.trim() === "") {
      results.replaceChildren();
      return;
    }
    try {
      const list = await app.call("explain", [input.value], "explain");
      results.replaceChildren(
        ...(list.length > 0
          ? list.map(rowOf)
          : [
              emptyNote(
                "Not recognised",
                "Paste the whole answer: the JSON body of a refused request, or the text of the exception that the client printed.",
              ),
            ]),
      );
    } catch (error) {
      if (error instanceof Superseded) return;
      results.replaceChildren(emptyNote("It cannot be explained", sentence(error.message)));
    }
  }

  showDialog(
    "Explain an error",
    element("label", { for: "error-text" }, "The answer of the service, or what the client printed"),
    input,
    results,
  );
  input.focus();
}

/** @param {import("./protocol.js").Explanation} explanation */
function rowOf({ exception, operation, path, rule, message, help, basis, source }) {
  const facts = [
    exception,
    operation,
    path,
    rule && `rule: ${rule}`,
    basis && `basis: ${basis}${source ? ` (${source})` : ""}`,
  ];
  return element(
    "section",
    { class: "explanation" },
    element("p", { class: "finding-message" }, ...inWords(message)),
    help && element("p", { class: "finding-help" }, ...inWords(help)),
    element(
      "p",
      { class: "finding-facts" },
      ...facts.filter(Boolean).map((fact) => element("span", { class: "mono" }, fact)),
    ),
  );
}
