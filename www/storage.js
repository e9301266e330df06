// What the browser keeps: the theme for good, a typed text until the tab is closed. Storage can be
// forbidden or full, and the page works without it.

import { say } from "./dom.js";

const THEME = "cloud-dryrun-theme";
const DRAFT = "cloud-dryrun-draft";
const LONGEST_DRAFT = 2_000_000;
const THEMES = ["system", "light", "dark"];

/** A button that goes round the themes. @param {HTMLButtonElement} button */
export function themeButton(button) {
  let theme = document.documentElement.dataset.theme ?? "system";
  const show = () => {
    button.textContent = `Theme: ${theme}`;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  show();
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    show();
    say(`Theme: ${theme}.`);
    try {
      if (theme === "system") localStorage.removeItem(THEME);
      else localStorage.setItem(THEME, theme);
    } catch {
      say(`Theme: ${theme}. The browser does not let the page remember it.`);
    }
  });
}

/** @typedef {{ hash: string, operation: string, form: "wire" | "client", text: string }} Draft */

/** @returns {Draft | null} */
export function readDraft() {
  try {
    const draft = JSON.parse(sessionStorage.getItem(DRAFT));
    const sound = typeof draft?.text === "string" && ["wire", "client"].includes(draft.form);
    return sound ? draft : null;
  } catch {
    return null;
  }
}

/** @param {Draft | null} draft */
export function writeDraft(draft) {
  try {
    if (draft && draft.text.length <= LONGEST_DRAFT) sessionStorage.setItem(DRAFT, JSON.stringify(draft));
    else sessionStorage.removeItem(DRAFT);
  } catch {
    // Full or forbidden: the text is then gone after a reload, as on any page.
  }
}
