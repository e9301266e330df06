// What is said of a request once it is over: one line, for people or for machines.

/**
 * @typedef {{ time: string, method: string, path: string, operation?: string, status: number, error?: string,
 *   completed: boolean, milliseconds: number }} Answered
 */

/** The formats of the command's log. @type {Record<string, (entry: Answered) => string>} */
export const FORMATS = {
  text({ time, method, path, operation, status, error, completed, milliseconds }) {
    const how = completed ? status : "gone";
    const line = [time, method, path, operation, how, error, `${Math.round(milliseconds)} ms`]
      .filter((part) => part !== undefined)
      .join(" ");
    return line.replace(/[^\x20-\x7e]/g, "?").slice(0, 500);
  },
  json: (entry) => JSON.stringify(entry),
};

const LONGEST_PATH = 2_000; // characters; an address may be as long as the headers may

/** @returns {Answered} */
export function entryOf({ method, url }, { operation, error }, response, started) {
  return {
    time: new Date().toISOString(),
    method,
    path: url.slice(0, LONGEST_PATH),
    ...(operation === undefined ? {} : { operation }),
    status: response.statusCode,
    ...(error === undefined ? {} : { error }),
    completed: response.writableFinished,
    milliseconds: Math.round((performance.now() - started) * 1000) / 1000,
  };
}
