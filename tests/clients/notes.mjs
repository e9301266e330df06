// The comments at the top of a program, read back, and held to what was sent.
import { differences, parse } from "./values.mjs";

const CONTINUED = /^\.\.\. and the same kinds/;

/** @returns {{ notes: { path: string, told: string }[], complete: boolean }} */
export function notesOf(program) {
  const notes = [];
  let complete = true;
  for (const line of program.split("\n")) {
    const comment = /^(?:#|\/\/) (.*)$/.exec(line)?.[1];
    if (comment === undefined) break;
    const [, path, told] = /^(the request|\/.*?): (.*)$/.exec(comment) ?? [];
    if (told !== undefined) notes.push({ path: path === "the request" ? "" : unescaped(path), told });
    complete &&= !CONTINUED.test(comment);
  }
  return { notes, complete };
}

function unescaped(path) {
  return path.replace(/\\u([0-9a-f]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** The request does not leave the client. */
export const isRefusal = ({ told }) => /refuses the request before it is sent: /.test(told);

/** The client may also refuse. */
export const isDoubt = ({ told }) => /or refuses the request/.test(told);

/** Worth saying although this client, at this version, sends the very value. */
export const isAdvice = ({ told }) => /before 1\.44|no Date reaches|may send another/.test(told);

/** What a program says otherwise of the body that it sends than is so, or undefined. */
export function falsehood({ notes, complete }, wanted, sent) {
  const { hard, mild } = differences(parse(wanted), parse(sent));
  const belong = (a, b) => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
  const untold = complete ? hard.filter((path) => !notes.some((note) => belong(path, note.path))) : [];
  if (untold.length > 0) return `not told: ${untold}`;
  const differs = [...hard, ...mild];
  const idle = notes.filter((note) => !isAdvice(note) && !differs.some((path) => belong(path, note.path)));
  return idle.length > 0 ? `told for nothing: ${JSON.stringify(idle)}` : undefined;
}
