// Further services: a model that the visitor brings. It stays in this tab; a new worker gets it again.

import { showDialog } from "./dialogs.js";
import { byId, counted, element, say } from "./dom.js";
import { sentence } from "./panes/request.js";

/**
 * @param {import("./main.js").App} app
 * @param {(operations: import("./protocol.js").Operation[], first: string | undefined) => void} onLoaded
 */
export function showModels(app, onLoaded) {
  const result = element("div", { id: "model-result", "aria-live": "polite" });

  async function take(file) {
    result.replaceChildren(element("p", null, "Reading…"));
    try {
      const { loaded, operations } = await app.call("loadModel", [await file.text()]);
      onLoaded(operations, loaded.operations[0]);
      result.replaceChildren(
        element(
          "p",
          null,
          `${loaded.service}: ${counted(loaded.operations.length, "operation")} can be checked, completed and built.`,
        ),
        ...(loaded.refused.length > 0
          ? [
              element("h3", null, "Left out"),
              element(
                "ul",
                null,
                ...loaded.refused.map(({ shape, reason }) =>
                  element("li", null, element("code", null, shape), `: ${reason}`),
                ),
              ),
            ]
          : []),
      );
      say(`Loaded the model of ${loaded.service}.`);
    } catch (error) {
      result.replaceChildren(element("p", { class: "field-error", role: "alert" }, sentence(error.message)));
    }
  }

  showDialog(
    "Load a model",
    element(
      "p",
      null,
      "Any service with a JSON or REST-JSON protocol: the Smithy JSON AST that its vendor publishes for it. ",
      "The file is read in this tab and sent nowhere.",
    ),
    element("label", { for: "model-file" }, "Model, a .json file"),
    element("input", {
      type: "file",
      id: "model-file",
      accept: ".json,application/json",
      onchange: (event) => event.target.files[0] && take(event.target.files[0]),
    }),
    result,
  );
  byId("model-file").focus();
}
