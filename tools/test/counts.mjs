// Reads the numbers of a suite from what it printed. Nothing found is `undefined`, not zero.

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is looked for
const COLOURS = /\x1b\[[0-9;]*m/g;

/** The sum over all test binaries of cargo and of wasm-bindgen's runner, which print the same line. */
export function cargoCounts(output) {
  const results = [
    ...output.replace(COLOURS, "").matchAll(/^\s*test result: \w+\. (\d+) passed; (\d+) failed;/gm),
  ];
  if (results.length === 0) return undefined;
  const sum = (column) => results.reduce((total, match) => total + Number(match[column]), 0);
  return { passed: sum(1), failed: sum(2) };
}

/** What our own suites promise as their last line. */
export function lastLineCounts(output) {
  const last = output.replace(COLOURS, "").trimEnd().split("\n").at(-1) ?? "";
  const match = /^(\d+) passed, (\d+) failed$/.exec(last.trim());
  return match ? { passed: Number(match[1]), failed: Number(match[2]) } : undefined;
}
