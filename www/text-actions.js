// What can be done with the request text as a whole: indent, copy, save, share.

import { byId, copyButton, copyText, element, saveButton, say, sizeOf } from "./dom.js";
import { indented } from "./json-text.js";
import { LONGEST_LINK, toHash } from "./share.js";

// Some programs cut longer links when a message is passed on.
const COMFORTABLE_LINK = 8_000;

/**
 * @param {{
 *   editor: ReturnType<typeof import("./editor.js").createEditor>,
 *   shared: () => import("./share.js").Shared,
 *   name: () => string,
 *   onIndented: () => void,
 *   onTooLong: (sentence: string) => void,
 * }} page
 */
export function textActions({ editor, shared, name, onIndented, onTooLong }) {
  async function share() {
    const hash = toHash(shared());
    if (hash.length > LONGEST_LINK) {
      onTooLong("The text is too long for a link, even packed. Save it as a file and pass that on.");
      return;
    }
    history.replaceState(null, "", `#${hash}`);
    const copied = await copyText(location.href);
    const long =
      hash.length > COMFORTABLE_LINK
        ? ` It is ${sizeOf(hash.length)} long; some programs cut such links.`
        : "";
    say(`${copied ? "The link is copied" : "The link is in the address bar"}.${long}`);
  }

  function indent() {
    const before = editor.text();
    try {
      JSON.parse(before);
    } catch {
      say("Only sound JSON can be indented. The findings say where it breaks.");
      return;
    }
    const after = indented(before);
    if (after !== before) editor.replace(after);
    onIndented();
    say("Indented. No token was changed.");
  }

  byId("share").addEventListener("click", share);
  byId("request-actions").append(
    element(
      "button",
      { type: "button", class: "quiet", onclick: indent, title: "Changes white space only" },
      "Indent",
    ),
    copyButton("the text", () => editor.text()),
    saveButton("the text", () => ({
      text: editor.text(),
      name: `${name()}.json`,
      type: "application/json",
    })),
  );
}
