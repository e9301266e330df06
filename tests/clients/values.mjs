// JSON as values: numbers keep every digit, and differences are places.

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

class Num {
  constructor(text) {
    this.text = text;
  }
}

/** Parses JSON; numbers become objects with their text, so that none is rounded. */
export function parse(json) {
  const marked = json.replace(TOKENS, (token) => (token[0] === '"' ? token : `{"\\u0000number":"${token}"}`));
  return JSON.parse(marked, (_, value) =>
    value?.["\0number"] === undefined ? value : new Num(value["\0number"]),
  );
}

/**
 * The JSON Pointers of the places where `sent` is not what is `wanted`. A `null` that is wanted and absent is a
 * mild difference: to a structure it means the same.
 */
export function differences(wanted, sent, path = "", found = { hard: [], mild: [] }) {
  if (wanted instanceof Num && sent instanceof Num) {
    if (!isSameNumber(wanted.text, sent.text)) found.hard.push(path);
  } else if (Array.isArray(wanted) && Array.isArray(sent)) {
    if (wanted.length !== sent.length) found.hard.push(path);
    else
      for (const [index, item] of wanted.entries()) differences(item, sent[index], `${path}/${index}`, found);
  } else if (isObject(wanted) && isObject(sent)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(sent)])) {
      const here = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (Object.hasOwn(wanted, key) && Object.hasOwn(sent, key))
        differences(wanted[key], sent[key], here, found);
      else (wanted[key] === null ? found.mild : found.hard).push(here);
    }
  } else if (wanted !== sent) {
    found.hard.push(path);
  }
  return found;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Num);
}

/** To the last digit: a number that was rounded is another one. */
function isSameNumber(a, b) {
  const [one, other] = [decimalOf(a), decimalOf(b)];
  return (
    one.digits === other.digits &&
    (one.digits === "" || (one.scale === other.scale && one.sign === other.sign))
  );
}

function decimalOf(text) {
  const [, sign, whole, fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(
    text,
  );
  const digits = (whole + fraction).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return { sign, digits: kept, scale: Number(exponent) - fraction.length + digits.length - kept.length };
}
