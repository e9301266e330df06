// The emulator's answer to one request: status, headers, body.

import { copyButton, element, emptyNote, saveButton } from "../dom.js";
import { readable, textBlock } from "../json-text.js";
import { headerTable } from "./request.js";

/** @typedef {{ operation: string, number?: number, time?: string, response: import("../protocol.js").WireResponse }} Exchange */

/** @param {HTMLElement} panel @param {string} place where the emulator is */
export function responsePane(panel, place) {
  const output = element("div", { class: "output" });
  panel.append(output);
  clear();

  function clear() {
    output.replaceChildren(
      emptyNote("No answer yet", `Press Send, or Ctrl+Enter in the text. The emulator ${place} answers.`),
    );
  }

  return {
    clear,

    /** @param {Exchange} exchange */
    show({ operation, number, time, response }) {
      const body = readable(response.body);
      const good = response.status < 400;
      const error = errorOf(response);
      output.replaceChildren(
        element(
          "div",
          { class: "output-head" },
          element(
            "p",
            { class: "answer" },
            element("span", { class: `badge ${good ? "ok" : "error"}` }, String(response.status)),
            " ",
            element("strong", null, good ? "Success" : (error ?? "Refused")),
          ),
          copyButton("the body", () => body),
          saveButton("the body", () => ({ text: body, name: "response.json", type: "application/json" })),
        ),
        element(
          "p",
          { class: "hint" },
          [
            operation,
            number !== undefined && `request ${number}`,
            time && `at ${time}`,
            response.delay && `after ${response.delay} ms`,
          ]
            .filter(Boolean)
            .join(" · "),
        ),
        headerTable(response.headers),
        element("h3", null, "Body"),
        response.body === ""
          ? element("p", { class: "hint" }, "The body is empty.")
          : textBlock(body, { label: "Body of the response", json: true }),
      );
    },

    /** A request that did not get as far as an answer. */
    fail(text) {
      output.replaceChildren(emptyNote("Not sent", text));
    },
  };
}

/** The name of an error, as JSON protocols write it: "prefix#Name" or "Name:address", under one of two keys. */
export function errorOf({ body }) {
  try {
    const { __type: type, code } = JSON.parse(body);
    const name = type ?? code;
    return typeof name === "string" ? name.replace(/^.*#/, "").replace(/:.*$/, "") : null;
  } catch {
    return null;
  }
}
