// Content hashes: what is hashed, byte for byte, and whether it is what the text gives.

import { copyButton, element, emptyNote } from "../dom.js";
import { Superseded } from "../engine.js";
import { textBlock } from "../json-text.js";
import { sentence } from "./request.js";

const CHOICES = {
  algorithm: { label: "Algorithm", values: { md5: "MD5", sha256: "SHA-256" } },
  encoding: { label: "Encoding", values: { base64: "base64", hex: "hex" } },
  form: { label: "Hashed text", values: { agent: "as the agent writes it", json: "as in the request" } },
};

/**
 * @param {HTMLElement} panel
 * @param {import("../main.js").App} app
 */
export function hashesPane(panel, app) {
  const chosen = { algorithm: "md5", encoding: "base64", form: "agent" };
  const output = element("div", { class: "output" });
  const fields = Object.entries(CHOICES).map(([key, { label, values }]) => {
    const select = element(
      "select",
      {
        id: `hash-${key}`,
        onchange() {
          chosen[key] = select.value;
          refresh();
        },
      },
      ...Object.entries(values).map(([value, text]) => element("option", { value }, text)),
    );
    return element("label", { class: "option", for: `hash-${key}` }, label, select);
  });
  const options = element("div", { class: "options" }, ...fields);
  panel.append(options, output);

  async function refresh() {
    const { operation, text } = app.request();
    options.hidden = !operation.hashed;
    if (!operation.hashed) {
      output.replaceChildren(
        emptyNote(
          "No content hash here",
          `${operation.name} carries none. Pick an operation that stores content.`,
        ),
      );
      return;
    }
    output.setAttribute("aria-busy", "true");
    try {
      const hashes = await app.call("hashes", [operation.id, text, { ...chosen }], "pane");
      output.replaceChildren(
        ...(hashes.length > 0
          ? hashes.map(hashOf)
          : [emptyNote("Nothing to hash", "The text has no content yet that a hash could belong to.")]),
      );
    } catch (error) {
      if (error instanceof Superseded) return;
      output.replaceChildren(emptyNote("No hash can be computed yet", sentence(error.message)));
    }
    output.removeAttribute("aria-busy");
  }

  /** @param {import("../protocol.js").ContentHash} hash */
  function hashOf({ path, given, digest, matches, hashed }) {
    return element(
      "section",
      { class: "hash", "aria-label": `Hash of ${path}` },
      element(
        "div",
        { class: "output-head" },
        element("h3", { class: "mono" }, path),
        verdict(given, matches),
      ),
      element(
        "div",
        { class: "digest" },
        element("code", { class: "mono digest-value" }, digest),
        copyButton("the hash", () => digest),
      ),
      given !== undefined &&
        matches === false &&
        element("p", { class: "hint" }, "The text gives ", element("code", null, given), "."),
      element(
        "div",
        { class: "output-head" },
        element("h4", null, "Exactly this is hashed"),
        copyButton("the hashed text", () => hashed),
      ),
      textBlock(hashed, { label: `The hashed text of ${path}` }),
    );
  }

  return { refresh };
}

function verdict(given, matches) {
  if (given === undefined) return element("span", { class: "badge" }, "none given");
  return matches
    ? element("span", { class: "badge ok" }, "matches the given hash")
    : element("span", { class: "badge warning" }, "differs from the given hash");
}
