// The comments at the top of a program, read back.

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
