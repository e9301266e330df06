// What can stand at the cursor, and what the member under the pointer means. The engine says both; this puts
// them into CodeMirror's list and hover.

import {
  autocompletion,
  completionKeymap,
  insertCompletionText,
  startCompletion,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { hoverTooltip, keymap } from "@codemirror/view";
import { element } from "./dom.js";
import { describedAt, factsOf } from "./shapes.js";

/** @typedef {import("./protocol.js").Completion} Completion */

/** Where a list opens by itself: behind what begins a name or a value, and within one. */
const INVITES = /["\w$:.-]$/;

const TYPES = { member: "property", key: "variable", value: "enum" };

/**
 * @param {{
 *   complete: (text: string, offset: number) => Promise<Completion[]>,
 *   describe: () => Promise<import("./protocol.js").Shape | null>,
 *   words: (text: string) => (string | HTMLElement)[],
 * }} engine
 */
export function completion({ complete, describe, words }) {
  async function source(context) {
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    if (!context.explicit && !INVITES.test(before)) return null;
    const list = await complete(context.state.doc.toString(), context.pos);
    if (context.aborted || list.length === 0) return null;
    const from = list[0].range.start.offset;
    const here = list.filter(({ range }) => range.start.offset === from);
    // CodeMirror's own filter would look for the quote too, which is no part of a name.
    const typed = context.state.sliceDoc(from, context.pos).replace(/^"/, "").toLowerCase();
    const fitting = here.filter(({ label }) => label.toLowerCase().includes(typed));
    const options = (context.explicit && fitting.length === 0 ? here : fitting).map(optionOf);
    return options.length === 0 ? null : { from, options, filter: false };
  }

  function optionOf({ label, kind, insert, range, doc }) {
    return {
      label,
      type: TYPES[kind],
      info: doc === undefined ? undefined : () => element("div", { class: "hover" }, ...words(doc)),
      apply: (view) => put(view, insert, range),
    };
  }

  return [
    autocompletion({ override: [source], icons: false, defaultKeymap: false }),
    keymap.of(completionKeymap),
    hoverTooltip(async (view, pos) => {
      const place = placeOf(view.state, pos);
      const root = place && (await describe());
      const found = root && describedAt(root, place.path);
      if (!found) return null;
      return { pos: place.from, end: place.to, above: false, create: () => ({ dom: card(found, words) }) };
    }),
  ];
}

/** Puts a completion in, with the cursor inside the value that it brings, if it is an empty one. */
function put(view, insert, range) {
  const { from, to } = { from: range.start.offset, to: Math.min(range.end.offset, view.state.doc.length) };
  const change = insertCompletionText(view.state, insert, from, to);
  const empty = /""|\[\]|\{\}/.exec(insert);
  const isStub = empty && empty.index > 0;
  view.dispatch({ ...change, ...(isStub && { selection: { anchor: from + empty.index + 1 } }) });
  if (isStub) startCompletion(view);
}

function card({ shape, isKey, name }, words) {
  return element(
    "div",
    { class: "hover" },
    element("p", null, element("code", null, name), ` ${isKey ? "key, " : ""}${factsOf(shape).join(", ")}`),
    shape.doc && element("p", { class: "hover-help" }, ...words(shape.doc)),
  );
}

/** The path to the name or value under the pointer, along the tree that CodeMirror keeps. */
function placeOf(state, pos) {
  const leaf = syntaxTree(state).resolveInner(pos, 1);
  if (!/^(PropertyName|String|Number|True|False|Null)$/.test(leaf.name)) return null;
  const path = [];
  for (let node = leaf; node; node = node.parent) {
    const parent = node.parent;
    if (node.name === "Property") {
      const name = node.getChild("PropertyName");
      if (name) path.unshift(nameOf(state.sliceDoc(name.from, name.to)));
    } else if (parent?.name === "Array") path.unshift(null);
  }
  return path.length === 0 ? null : { path, from: leaf.from, to: leaf.to };
}

function nameOf(quoted) {
  try {
    return JSON.parse(quoted);
  } catch {
    return quoted;
  }
}
