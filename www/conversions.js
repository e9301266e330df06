// The documents that the text, or files from a folder, can be made into, and what does not come over.

import { close, showDialog } from "./dialogs.js";
import { copyButton, counted, element, saveButton } from "./dom.js";
import { inWords } from "./editor.js";
import { Superseded } from "./engine.js";
import { textBlock } from "./json-text.js";
import { sentence } from "./panes/request.js";

/** A text of more characters is looked at in the editor. */
const LONGEST_SHOWN = 4_000;

/** @typedef {{ name?: string, text: string | Uint8Array }} Given */

/**
 * @param {HTMLElement} actions where the buttons go
 * @param {import("./main.js").App} app
 * @param {(operation: string, text: string, note: string) => void} onConverted
 */
export function conversions(actions, app, onConverted) {
  const buttons = element("span", { id: "conversions" });
  actions.append(buttons);
  /** The node of the last conversion: whoever converts twice means the same. */
  let node = "";
  /** What was decided last, by the names of members. */
  const given = {};

  /** @param {string} to @param {Given[]} documents */
  async function open(to, documents) {
    const { operation } = app.request();
    const { decides } = app.operation();
    const { members } = await app.call("describe", [to, "input"]);
    const result = element("div", { class: "conversion", "aria-live": "polite" });

    async function run() {
      const captureTime = new Date().toISOString().replace(/\.\d+/, "");
      const decided = Object.fromEntries(decides.map((name) => [name, given[name] ?? ""]));
      const options =
        decides.length > 0 ? { given: decided } : { captureTime, ...(node && { instanceId: node }) };
      try {
        const conversion = await app.call("convert", [operation.id, to, documents, options], "convert");
        result.replaceChildren(...shown(to, conversion));
      } catch (error) {
        if (error instanceof Superseded) return;
        result.replaceChildren(element("p", { class: "not-yet" }, ...inWords(sentence(error.message))));
      }
    }

    const isFile = operation.kind === "file" && decides.length === 0;
    const fields = decides.map((name) => decisionField(name, members[name]?.values, run));
    showDialog(`Convert to ${nameOf(to)}`, ...fields, isFile && nodeField(run), result);
    run();
  }

  /** A choice where there are values to choose from, else a field. */
  function decisionField(name, values, run) {
    given[name] ??= values?.[0] ?? "";
    const more = values ? {} : { size: 24, autocomplete: "off", spellcheck: false };
    const input = element(
      values ? "select" : "input",
      {
        id: `decided-${name}`,
        class: "mono",
        ...more,
        oninput() {
          given[name] = input.value.trim();
          run();
        },
      },
      ...(values ?? []).map((value) => element("option", { value }, value)),
    );
    input.value = given[name];
    return element("label", { class: "option", for: input.id }, element("code", null, name), input);
  }

  function nodeField(run) {
    const input = element("input", {
      id: "node",
      class: "mono",
      size: 24,
      value: node,
      autocomplete: "off",
      spellcheck: false,
      oninput() {
        node = input.value.trim();
        run();
      },
    });
    return element("label", { class: "option", for: "node" }, "Node that the files lie on", input);
  }

  function shown(to, { documents, lost }) {
    return [
      documents.length === 0 && element("p", null, "Nothing can be made of it."),
      ...documents.map((document, index) => rowOf(to, document, index, lost.length)),
      lost.length > 0 && element("h3", null, "What does not come over"),
      lost.length > 0 && element("ul", { class: "lost" }, ...lost.map(lostRow)),
    ].filter(Boolean);
  }

  function rowOf(to, { name, text }, index, lost) {
    const title = name ?? `${nameOf(to)} ${index + 1}`;
    const file = () => ({ text, name: name ?? `${nameOf(to)}-${index + 1}.json`, type: "application/json" });
    function take() {
      close();
      onConverted(to, text, `Converted. ${counted(lost, "part")} did not come over.`);
    }
    return element(
      "section",
      { class: "converted" },
      element("h3", null, title),
      copyButton(title, () => text),
      saveButton(title, file),
      element("button", { type: "button", class: "primary", onclick: take }, "Open in the editor"),
      text.length <= LONGEST_SHOWN && textBlock(text, { label: title, json: true }),
    );
  }

  function filesButton(to) {
    const input = element("input", {
      type: "file",
      id: "convert-files",
      multiple: true,
      hidden: true,
      async onchange() {
        const read = async (file) => ({ name: file.name, text: new Uint8Array(await file.arrayBuffer()) });
        const documents = await Promise.all([...input.files].map(read));
        input.value = "";
        if (documents.length > 0) open(to, documents);
      },
    });
    const button = element("button", { type: "button", class: "quiet", onclick: () => input.click() });
    button.textContent = "Convert files…";
    return [button, input];
  }

  return {
    /** Shows what the operation can be made into. */
    show() {
      const { convertsTo, kind } = app.operation();
      buttons.replaceChildren(
        ...convertsTo.flatMap((to) => [
          element(
            "button",
            { type: "button", class: "quiet", onclick: () => open(to, [{ text: app.request().text }]) },
            `Convert to ${nameOf(to)}`,
          ),
          ...(kind === "file" ? filesButton(to) : []),
        ]),
      );
    },
  };
}

function lostRow({ name, path, message, help }) {
  return element(
    "li",
    null,
    element("code", null, [name, path].filter(Boolean).join(" ") || "The document"),
    " ",
    ...inWords(sentence(message)),
    element("p", { class: "finding-help" }, ...inWords(sentence(help))),
  );
}

function nameOf(operation) {
  return operation.slice(operation.indexOf(":") + 1);
}
