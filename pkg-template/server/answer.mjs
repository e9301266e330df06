// Reads bodies with a limit and writes answers.

const MAX_BODY = 16 * 1024 * 1024; // a dozen times the largest request that the services take
const DRAIN = 2_000; // milliseconds in which a client that still sends may notice the refusal
const STALLED = 30_000; // milliseconds in which a client has to take up something of its answer

/** A body over the limit. */
export class BodyTooLarge extends Error {}

/** An error of the server itself, as JSON. */
export function refusal(status, code, message) {
  return { status, body: { code, message } };
}

/**
 * @param {import("node:http").IncomingMessage} request
 * @param {number} [most] bytes
 * @returns {Promise<Buffer>}
 */
export function bodyOf(request, most = MAX_BODY) {
  return new Promise((resolve, reject) => {
    const tooLarge = () => reject(new BodyTooLarge(`the body is larger than ${most / 1024 / 1024} MiB`));
    if (Number(request.headers["content-length"]) > most) return tooLarge();
    const chunks = [];
    let size = 0;
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size > most) {
        chunks.length = 0;
        return tooLarge();
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () =>
      reject(Object.assign(new Error("the client went away"), { code: "ECONNRESET" })),
    );
  });
}

/** @param {{ status: number, headers?: object, body: string | Buffer | object }} what an object is sent as JSON */
export function answer(response, { status, headers = {}, body }) {
  const isText = typeof body === "string" || Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isText ? body : `${JSON.stringify(body)}\n`);
  const kind = isText ? {} : { "content-type": "application/json", "x-content-type-options": "nosniff" };
  response.writeHead(status, { ...kind, ...headers, "content-length": bytes.length });
  // Without a listener for it, Node ends the connection.
  response.setTimeout(STALLED);
  response.end(bytes);
}

/**
 * The refusal goes out at once, but the connection stays open while the client is still sending: closed
 * under its hands, it would report a broken pipe and never see the answer.
 */
export function answerTooLarge(response, error) {
  const { status, body } = refusal(413, "body-too-large", error.message);
  const text = `${JSON.stringify(body)}\n`;
  const length = Buffer.byteLength(text);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": length,
    connection: "close",
  });
  response.write(text);
  const request = response.req;
  const end = () => response.end();
  const timer = setTimeout(end, DRAIN);
  request.once("close", () => clearTimeout(timer));
  request.once("end", end);
  request.resume();
}
