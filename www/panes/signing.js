// What the request is signed with. It stays in these fields: no storage, no link and no log has it.

import { element } from "../dom.js";

/** The fields by their options, and whether what stands in them is hidden. */
const FIELDS = [
  ["accessKey", "Access key", false],
  ["secretKey", "Secret key", true],
  ["securityToken", "Token of temporary keys", true],
  ["domainId", "Account id, if it is wanted", false],
  ["token", "Or a token alone", true],
];

/** @param {() => void} onChange */
export function signingFields(onChange) {
  const inputs = FIELDS.map(([name, label, isHidden]) => {
    const input = element("input", {
      id: `sign-${name}`,
      type: isHidden ? "password" : "text",
      class: "mono",
      size: 18,
      autocomplete: "off",
      spellcheck: false,
      oninput: onChange,
    });
    return { name, input, label: element("label", { class: "option", for: input.id }, label, input) };
  });
  const problem = element("p", { class: "hint", role: "status" });
  const node = element(
    "details",
    { class: "signing" },
    element("summary", null, "Sign"),
    element("div", { class: "options" }, ...inputs.map(({ label }) => label)),
    element(
      "p",
      { class: "hint" },
      "Signed in this tab. Keys are kept in these fields alone: not stored, not in links, not in logs, gone with the tab.",
    ),
    problem,
  );

  return {
    node,
    /** What to sign with, or null where nothing is given. @returns {Record<string, string> | null} */
    credentials() {
      const given = inputs
        .map(({ name, input }) => [name, input.value.trim()])
        .filter(([, value]) => value !== "");
      return given.length > 0 ? Object.fromEntries(given) : null;
    },
    /** @param {string} text */
    tell(text) {
      problem.textContent = text;
    },
  };
}
