// JSON as text: indenting without touching a token, and colouring for reading. No parsing into objects.

/**
 * Indents JSON text. Only the white space between tokens changes, so equal keys, long numbers and escapes
 * stay as they were written, which JSON.stringify(JSON.parse(text)) would not keep.
 * @param {string} text sound JSON
 */
export function indented(text) {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g) ?? [];
  const out = [];
  let depth = 0;
  const newLine = () => out.push("\n", "  ".repeat(depth));
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === "{" || token === "[") {
      out.push(token);
      const next = tokens[at + 1];
      if (next === "}" || next === "]") out.push(tokens[++at]);
      else {
        depth++;
        newLine();
      }
    } else if (token === "}" || token === "]") {
      depth = Math.max(0, depth - 1);
      newLine();
      out.push(token);
    } else if (token === ",") {
      out.push(token);
      newLine();
    } else out.push(token === ":" ? ": " : token);
  }
  return out.join("");
}

/** Indented if it is JSON, as it is if not. */
export function readable(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return indented(text);
}

// Beyond these lengths a browser takes noticeably long to lay the text out.
const SHOWN = 100_000;
const COLOURED = 30_000;

/**
 * A block of text for reading: JSON in colour, long text cut with a note (copying gives all of it).
 * @param {string} text
 * @param {{ label: string, json?: boolean }} options
 */
export function textBlock(text, { label, json = false }) {
  const shown = text.length > SHOWN ? text.slice(0, SHOWN) : text;
  const pre = document.createElement("pre");
  pre.tabIndex = 0;
  pre.className = "text-block";
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", label);
  if (json && shown.length <= COLOURED) pre.append(coloured(shown));
  else pre.textContent = shown;
  const block = document.createDocumentFragment();
  block.append(pre);
  if (shown !== text) {
    const note = document.createElement("p");
    note.className = "hint";
    note.textContent =
      `The first ${SHOWN.toLocaleString("en")} of ${text.length.toLocaleString("en")} characters are shown. ` +
      "Copy and download give all of them.";
    block.append(note);
  }
  return block;
}

function coloured(text) {
  const fragment = document.createDocumentFragment();
  const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d[\d.eE+-]*/g;
  let last = 0;
  for (const match of text.matchAll(token)) {
    fragment.append(text.slice(last, match.index));
    const span = document.createElement("span");
    const [all, string, colon, word] = match;
    span.className = colon ? "json-key" : string ? "json-string" : word ? "json-word" : "json-number";
    span.textContent = colon ? string : all;
    fragment.append(span);
    last = match.index + span.textContent.length;
  }
  fragment.append(text.slice(last));
  return fragment;
}
