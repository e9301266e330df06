// A JSON value as nested, foldable lines. Built as it is unfolded, so that a large state opens at once.

import { element } from "./dom.js";

const CHUNK = 100;

// What fits on a few screens is shown unfolded; of more, only the upper levels.
const SMALL = 300;
const LEVELS = 4;

/**
 * @param {unknown} value
 * @param {Set<string>} open remembers what is unfolded, over refreshes
 */
export function tree(value, open) {
  const depth = nodesOf(value, SMALL) < SMALL ? Number.POSITIVE_INFINITY : LEVELS;
  const root = element("div", { class: "tree mono" });
  root.append(...childrenOf(value, "", { open, depth }));
  return root;
}

/** The number of values inside, or `most` if there are more. */
function nodesOf(value, most) {
  if (value === null || typeof value !== "object") return 1;
  let count = 1;
  for (const child of Object.values(value)) {
    count += nodesOf(child, most - count);
    if (count >= most) return most;
  }
  return count;
}

function childrenOf(value, path, options) {
  const entries = Object.entries(value);
  return entries
    .slice(0, CHUNK)
    .map(([key, child]) => lineOf(key, child, path, options))
    .concat(entries.length > CHUNK ? [moreOf(entries, CHUNK, path, options)] : []);
}

function moreOf(entries, from, path, options) {
  const left = entries.length - from;
  const button = element(
    "button",
    {
      type: "button",
      class: "more",
      onclick() {
        const next = entries
          .slice(from, from + CHUNK)
          .map(([key, child]) => lineOf(key, child, path, options));
        if (left > CHUNK) next.push(moreOf(entries, from + CHUNK, path, options));
        button.replaceWith(...next);
        next[0].querySelector("summary")?.focus();
      },
    },
    `Show ${Math.min(CHUNK, left)} of ${left.toLocaleString("en")} more`,
  );
  return button;
}

function lineOf(key, value, parent, options) {
  const path = `${parent}/${key}`;
  const name = element("span", { class: "json-key" }, key);
  if (value === null || typeof value !== "object" || Object.keys(value).length === 0)
    return element("div", { class: "tree-leaf" }, name, ": ", scalar(value));
  const details = element(
    "details",
    null,
    element("summary", null, name, element("span", { class: "tree-size" }, sizeOf(value))),
  );
  const fill = () => {
    if (details.childElementCount > 1) return;
    details.append(element("div", { class: "tree-children" }, ...childrenOf(value, path, options)));
  };
  const unfolded = options.open.has(path) || (options.depth > 0 && !options.open.has(`-${path}`));
  if (unfolded) {
    details.open = true;
    details.append(
      element(
        "div",
        { class: "tree-children" },
        ...childrenOf(value, path, { ...options, depth: options.depth - 1 }),
      ),
    );
  }
  details.addEventListener("toggle", () => {
    if (details.open) fill();
    options.open[details.open ? "add" : "delete"](path);
    options.open[details.open ? "delete" : "add"](`-${path}`);
  });
  return details;
}

function scalar(value) {
  const kind = value === null || typeof value === "boolean" ? "word" : typeof value;
  const text =
    value !== null && typeof value === "object"
      ? Array.isArray(value)
        ? "[]"
        : "{}"
      : JSON.stringify(value);
  return element("span", { class: kind === "object" ? "" : `json-${kind}` }, text);
}

function sizeOf(value) {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return Array.isArray(value) ? ` [${count.toLocaleString("en")}]` : ` {${count.toLocaleString("en")}}`;
}
