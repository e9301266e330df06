// Small helpers for building the page's own elements, copying and saving. No state.

/**
 * Builds an element. Properties that start with "on" become listeners, `class` and names with a hyphen
 * become attributes, the rest are set as properties; null and undefined are left out.
 * @param {string} tag
 * @param {Record<string, any> | null} [properties]
 * @param {...(Node | string | null | undefined | false)} children
 */
export function element(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class" || name === "role" || name === "for" || name.includes("-"))
      node.setAttribute(name, String(value));
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Says something once, for eyes and for screen readers. */
export function say(text) {
  const line = byId("status");
  // The same words twice in a row would not be read out again.
  line.textContent = line.textContent === text ? `${text}\u00a0` : text;
  line.dataset.shown = "true";
  clearTimeout(line.timer);
  line.timer = setTimeout(() => delete line.dataset.shown, 5000);
}

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without a secure context there is no clipboard object; the old command still works there.
    const area = element("textarea", { value: text, class: "offscreen", "aria-hidden": "true" });
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    before?.focus?.();
    return done;
  }
}

/** @param {string} text @param {string} name @param {string} [type] */
export function saveText(text, name, type = "text/plain") {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A button that copies what `textOf` gives at the time of the click.
 * @param {string} what as in "Copy the body"
 * @param {() => string} textOf
 */
export function copyButton(what, textOf, label = "Copy") {
  return element("button", {
    type: "button",
    class: "quiet",
    textContent: label,
    "aria-label": `${label} ${what}`,
    async onclick() {
      say((await copyText(textOf())) ? `Copied ${what}.` : `The browser did not allow copying ${what}.`);
    },
  });
}

/** @param {string} what @param {() => { text: string, name: string, type?: string }} fileOf */
export function saveButton(what, fileOf, label = "Download") {
  return element("button", {
    type: "button",
    class: "quiet",
    textContent: label,
    "aria-label": `${label} ${what}`,
    onclick() {
      const { text, name, type } = fileOf();
      saveText(text, name, type);
      say(`Saved ${what} as ${name}.`);
    },
  });
}

/** What an empty pane says: what it will show, and what to do for it. */
export function emptyNote(title, text) {
  return element(
    "div",
    { class: "empty" },
    element("p", { class: "empty-title" }, title),
    element("p", null, text),
  );
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** @param {number} length in characters or bytes */
export function sizeOf(length) {
  return length < 1000
    ? `${length} B`
    : `${(length / 1000).toLocaleString("en", { maximumFractionDigits: 1 })} KB`;
}
