// The errors for wrong use of the library: a name, a stable code, one sentence. Bad request text never
// ends here; it gets a report.

/**
 * @param {string} code stable, for programs
 * @param {string} message one sentence, for people
 * @param {unknown} [cause]
 */
export function misuse(code, message, cause) {
  const error = cause === undefined ? new Error(message) : new Error(message, { cause });
  error.name = "UsageError";
  error.code = code;
  return error;
}

/** What a wrong value is, in words that fit after "not". */
export function inWords(value) {
  if (value === null) return "null";
  if (typeof value === "string") return value.length > 40 ? "a string" : JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "undefined") return "undefined";
  if (typeof value === "function") return "a function";
  if (typeof value === "symbol") return "a symbol";
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (kind === "Object") {
    const name = value.constructor?.name;
    return typeof name === "string" && name !== "" && name !== "Object"
      ? `an instance of ${name}`
      : "an object";
  }
  return `${/^[AEIO]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** `a`, `b` or `c` */
export function listed(names) {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}

/** ` (did you mean …?)` with the nearest of the known names, or nothing where none is near. */
export function didYouMean(name, known) {
  const near = nearest(name, known);
  return near === undefined ? "" : `; did you mean \`${near}\`?`;
}

function nearest(name, known) {
  const asked = name.toLowerCase();
  let best;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const steps = distance(asked, candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** Levenshtein's distance, one row at a time. Names are short; callers leave out far longer ones. */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
