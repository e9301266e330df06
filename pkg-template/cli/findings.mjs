// Findings for a person: the place, the line of the request, carets below what is meant, and what to do. Nothing that
// stands in a request reaches the terminal as it is: it could move the cursor, or turn the text around.

const COLUMNS = 100; // the longest piece of a line that is shown
const READ = 16 << 20; // bytes; of a longer request the check reads nothing either
const COLOURS = { error: "red", warning: "yellow", info: "cyan" };
const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // places count the mark

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const WIDTHLESS = /\p{Mn}|\p{Me}/u;

/**
 * @param {import("./sources.mjs").Source} source
 * @param {{ findings: object[], truncated: boolean }} report
 * @param {Record<string, (text: string) => string>} paint
 */
export function findingsAsText(source, { findings, truncated }, paint) {
  if (findings.length === 0) return "";
  const text = source.bytes.length > READ ? "" : decoder.decode(source.bytes);
  const shown = findings.map((finding) => findingAsText(source, text, finding, paint));
  const more = truncated ? `${plain(source.name)}: there is more; --limit says how much is told\n\n` : "";
  return `${shown.join("\n")}\n${more}`;
}

function findingAsText({ file, name, line: first = 1 }, text, finding, paint) {
  const { severity, rule, message, help, why, basis, source, fixes = [], related = [] } = finding;
  const { start } = finding.range;
  const colour = paint[COLOURS[severity]];
  const number = String(first + start.line);
  const gutter = " ".repeat(number.length);
  const bar = paint.blue("|");
  const place = `${plain(file ?? name.replace(/:\d+$/, ""))}:${number}:${start.character + 1}`;
  const lines = [
    `${paint.bold(colour(`${severity}[${rule}]`))}${paint.bold(`: ${plain(message)}`)}`,
    `${gutter}${paint.blue("-->")} ${place}${finding.path === "" ? "" : `  ${plain(finding.path)}`}`,
  ];
  const excerpt = excerptOf(text, finding.range);
  if (excerpt !== undefined) {
    const { before, marked, after, indent, length } = excerpt;
    lines.push(
      `${gutter} ${bar}`,
      `${paint.blue(number)} ${bar} ${before}${colour(marked)}${after}`,
      `${gutter} ${bar} ${" ".repeat(indent)}${colour("^".repeat(length))}`,
    );
  }
  const say = (what, words) =>
    lines.push(`${gutter} ${paint.blue("=")} ${paint.bold(what)}: ${plain(words)}`);
  if (help !== undefined) say("help", help);
  for (const { title, trust } of fixes.slice(0, 1)) say(trust === "safe" ? "fix" : "possible fix", title);
  for (const { range, message: words } of related) say("see", `line ${first + range.start.line}: ${words}`);
  say("why", `${why} (${basis}${source === undefined ? "" : `: ${source}`})`);
  return `${lines.join("\n")}\n`;
}

/** The part of the first line of a range that fits, and where the carets stand. */
function excerptOf(text, { start, end }) {
  if (start.offset > text.length || text === "") return undefined;
  const lineStart = start.offset - start.character;
  const lineEnd = text.slice(start.offset).search(/[\r\n]|$/) + start.offset;
  const markedEnd = Math.max(start.offset, Math.min(end.offset, lineEnd));
  // A short line is shown in full; of a long one, what is around the place.
  const [left, middle, right] =
    lineEnd - lineStart <= COLUMNS ? [COLUMNS, COLUMNS, COLUMNS] : [COLUMNS / 2, COLUMNS / 2, COLUMNS / 4];
  const before = tail(visible(text.slice(Math.max(lineStart, start.offset - 2 * left), start.offset)), left);
  const marked = head(
    visible(text.slice(start.offset, Math.min(markedEnd, start.offset + 2 * middle))),
    middle,
  );
  const after = head(visible(text.slice(markedEnd, Math.min(lineEnd, markedEnd + 2 * right))), right);
  return { before, marked, after, indent: widthOf(before), length: Math.max(1, widthOf(marked)) };
}

function tail(text, most) {
  const characters = [...text];
  return characters.length > most ? `…${characters.slice(-most).join("")}` : text;
}

function head(text, most) {
  const characters = [...text];
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : text;
}

/** A piece of a line; what is not seen gets the width of one space. */
function visible(text) {
  return text.replace(UNSEEN, (character) => (character === "\t" ? " " : "·"));
}

/** Words with what they may quote. */
export function plain(words) {
  return words.replace(UNSEEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
}

/** How many columns a terminal takes for it. */
function widthOf(text) {
  let width = 0;
  for (const character of text) width += WIDTHLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** The last line: how many of what, in how many requests. */
export function tally({ requests, error = 0, warning = 0, info = 0 }) {
  const parts = [counted(error, "error"), counted(warning, "warning"), counted(info, "note")].filter(Boolean);
  return `${counted(requests, "request")}: ${parts.length === 0 ? "nothing to say" : parts.join(", ")}\n`;
}

function counted(number, word) {
  return number === 0 ? "" : `${number} ${word}${number === 1 ? "" : "s"}`;
}
