// The request text: CodeMirror with findings underlined, their places kept right while the text changes.
// It shows findings and reports where the cursor is; it decides nothing about them.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completion } from "./completion.js";
import { element } from "./dom.js";

/** @typedef {import("./protocol.js").Finding} Finding */
/** @typedef {import("./protocol.js").Fix} Fix */

const colours = HighlightStyle.define([
  { tag: tags.propertyName, class: "json-key" },
  { tag: tags.string, class: "json-string" },
  { tag: tags.number, class: "json-number" },
  { tag: [tags.bool, tags.null], class: "json-word" },
]);

/** The place that a row of the findings lights up. */
const setLit = StateEffect.define();
const litMark = Decoration.mark({ class: "cm-lit" });
const litLine = Decoration.line({ class: "cm-lit-line" });
const lit = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects)
      if (effect.is(setLit))
        next = effect.value ? litDecorations(transaction.state, effect.value) : Decoration.none;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function litDecorations(state, { from, to }) {
  const line = litLine.range(state.doc.lineAt(from).from);
  return Decoration.set(from < to ? [line, litMark.range(from, to)] : [line], true);
}

/** Line numbers take the colour of the worst finding in their line. */
class LineMark extends GutterMarker {
  constructor(severity) {
    super();
    this.elementClass = `cm-line-${severity}`;
  }
}
const lineMarks = {
  error: new LineMark("error"),
  warning: new LineMark("warning"),
  info: new LineMark("info"),
};
const setLineMarks = StateEffect.define();
const markedLines = StateField.define({
  create: () => RangeSet.empty,
  update(value, transaction) {
    let next = value.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(setLineMarks)) next = effect.value;
    return next;
  },
  provide: (field) => gutterLineClass.from(field),
});

function lineMarksOf(state, places) {
  const rank = { info: 0, warning: 1, error: 2 };
  const worst = new Map();
  for (const { from, severity } of places) {
    const start = state.doc.lineAt(from).from;
    if (rank[severity] >= (rank[worst.get(start)] ?? 0)) worst.set(start, severity);
  }
  return RangeSet.of(
    [...worst].map(([start, severity]) => lineMarks[severity].range(start)),
    true,
  );
}

/**
 * @param {{
 *   parent: HTMLElement,
 *   onChange: () => void,
 *   onCursor: (offset: number) => void,
 *   onSend: () => void,
 *   onFix: (fix: Fix) => void,
 *   complete: (text: string, offset: number) => Promise<import("./protocol.js").Completion[]>,
 *   describe: () => Promise<import("./protocol.js").Shape | null>,
 * }} options
 */
export function createEditor({ parent, onChange, onCursor, onSend, onFix, complete, describe }) {
  /** @type {Finding[]} */
  let findings = [];
  /** What happened to the text since the findings were made. */
  let since = null;

  const view = new EditorView({ state: stateOf(""), parent });

  function sendKey() {
    onSend();
    return true;
  }

  function stateOf(doc) {
    return EditorState.create({
      doc,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run: sendKey },
            { key: "Ctrl-Enter", run: sendKey },
          ]),
        ),
        lineNumbers(),
        foldGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        highlightSelectionMatches(),
        search({ top: true }),
        json(),
        syntaxHighlighting(colours),
        lit,
        markedLines,
        completion({ complete, describe, words: inWords }),
        // Tab is not bound, so it leaves the editor as it leaves every other field.
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...searchKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({
          "aria-label": "Request text",
          "aria-describedby": "note",
          // It is a tab stop anyway; said aloud, tools that check the page see it too.
          tabindex: "0",
          spellcheck: "false",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            since = since ? since.composeDesc(update.changes.desc) : update.changes.desc;
            onChange();
          }
          if (update.docChanged || update.selectionSet) onCursor(update.state.selection.main.head);
        }),
      ],
    });
  }

  /** Where an offset of the findings is now. */
  function now(offset, side = 1) {
    const bounded = Math.max(0, Math.min(offset, since ? since.length : view.state.doc.length));
    return since ? since.mapPos(bounded, side) : bounded;
  }

  /** @param {Finding} finding */
  function placeOf(finding) {
    return rangeOf(finding.range);
  }

  function rangeOf(range) {
    const from = now(range.start.offset, 1);
    return { from, to: Math.max(from, now(range.end.offset, -1)) };
  }

  function diagnosticOf(finding) {
    const { from, to } = placeOf(finding);
    return {
      from,
      to,
      severity: finding.severity,
      source: finding.rule,
      message: finding.message,
      renderMessage: () =>
        element(
          "div",
          { class: "hover" },
          element("p", null, ...inWords(finding.message)),
          finding.help && element("p", { class: "hover-help" }, ...inWords(finding.help)),
        ),
      actions: (finding.fixes ?? []).map((fix) => ({
        name: `Apply: ${fix.title.replaceAll("`", "")}`,
        apply: () => onFix(fix),
      })),
    };
  }

  return {
    view,
    text: () => view.state.doc.toString(),
    length: () => view.state.doc.length,
    focus: () => view.focus(),

    /** Replaces all of the text in one step that undo takes back. */
    replace(text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
        userEvent: "input.replace",
      });
    },

    /** Replaces all of the text and forgets what was before: nothing typed is lost by it. */
    open(text) {
      since = null;
      findings = [];
      view.setState(stateOf(text));
      onChange();
      onCursor(0);
    },

    /** @param {Finding[]} next findings of the text as it is now */
    show(next) {
      findings = next;
      since = null;
      const state = view.state;
      const diagnostics = findings.map(diagnosticOf);
      const update = setDiagnostics(state, diagnostics);
      view.dispatch(update);
      view.dispatch({ effects: [setLineMarks.of(lineMarksOf(state, diagnostics)), setLit.of(null)] });
    },

    /** @param {import("./protocol.js").Range | null} range */
    light(range) {
      view.dispatch({ effects: setLit.of(range && rangeOf(range)) });
    },

    /** @param {import("./protocol.js").Range} range */
    goTo(range) {
      const { from, to } = rangeOf(range);
      view.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: "center" }),
        userEvent: "select",
      });
      view.focus();
    },

    /** The findings whose places hold the offset. @returns {number[]} */
    at(offset) {
      const found = [];
      findings.forEach((finding, index) => {
        const { from, to } = placeOf(finding);
        if (from <= offset && offset <= to) found.push(index);
      });
      return found;
    },

    /** @param {Fix[]} fixes that do not touch each other */
    apply(fixes) {
      const changes = fixes
        .flatMap((fix) => fix.edits)
        .map(({ start, end, text }) => ({ from: now(start, 1), to: now(end, -1), insert: text }))
        .filter(({ from, to }) => from <= to);
      view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
    },

    place(offset) {
      const line = view.state.doc.lineAt(offset);
      return { line: line.number, column: offset - line.from + 1 };
    },
  };
}

/** Words in backticks become code. @param {string} text @returns {(string | HTMLElement)[]} */
export function inWords(text) {
  return text.split(/(`[^`]+`)/).map((part) => {
    if (!/^`[^`]+`$/.test(part)) return part;
    return element("code", null, part.slice(1, -1));
  });
}
