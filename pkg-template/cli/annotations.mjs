// Findings as workflow commands, which GitHub Actions shows beside the lines of a file.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions

const COMMANDS = { error: "error", warning: "warning", info: "notice" };

/**
 * @param {import("./sources.mjs").Source} source
 * @param {object[]} findings
 */
export function annotations(source, findings) {
  return findings.map((finding) => annotation(source, finding)).join("");
}

function annotation({ file, line: first = 1 }, { severity, rule, message, help, why, path, range }) {
  const { start, end } = range;
  const properties = {
    // An annotation without a file stands in the log alone.
    ...(file === undefined ? {} : { file }),
    line: first + start.line,
    endLine: first + end.line,
    // Columns mean something within one line only.
    ...(start.line === end.line ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
    title: rule,
  };
  const words = [path === "" ? message : `${path}: ${message}`, help, why && `why: ${why}`];
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${COMMANDS[severity]} ${written.join(",")}::${data(words.filter(Boolean).join("\n"))}\n`;
}

/** An annotation for a file as a whole. */
export function fileAnnotation({ file, line }, severity, title, message) {
  const properties = {
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    title,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${COMMANDS[severity]} ${written.join(",")}::${data(message)}\n`;
}

function data(text) {
  return String(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value) {
  return data(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
