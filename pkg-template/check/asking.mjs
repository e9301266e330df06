// Servers that are started for a check, and requests to them as they are.
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of the package that nobody imports by name. */
export function part(unpacked, path) {
  return import(pathToFileURL(join(unpacked, path)).href);
}

/** A server that stops when the check is over. */
export async function opened(workshop, options = {}) {
  const { serve } = await part(workshop.unpacked, "server.mjs");
  const log = [];
  const running = await serve({ port: 0, seed: 7, log: (entry) => log.push(entry), ...options });
  workshop.afterwards(() => running.close());
  return { server: running, ...friendOf(running.url), log };
}

/** A check with a server of its own. */
export function served(act, options = () => ({})) {
  return async (workshop) => {
    const { unpacked, packed } = workshop;
    await act({ ...(await opened(workshop, options(workshop))), unpacked, packed });
  };
}

/** How a check speaks with the server at an address. */
export function friendOf(url) {
  const port = Number(new URL(url).port);
  const ask = (method, path, headers = {}, body = undefined) => asked({ port, method, path, headers, body });
  return {
    ...{ url, port, ask },
    operation(name, input, headers = {}) {
      const own = { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AmazonSSM.${name}` };
      return ask("POST", "/", { ...own, ...headers }, JSON.stringify(input));
    },
    control(method, route, body) {
      const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
      return ask(method, `/_dryrun/${route}`, {}, text);
    },
  };
}

/** One request as it is, with any Host and any path; fetch would mend both. */
export function asked({ port, method, path, headers, body, agent = false }) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent });
    request.on("error", reject);
    request.on("response", async (response) => {
      try {
        const chunks = [];
        for await (const chunk of response) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString("utf8");
        const isJson = /json/.test(response.headers["content-type"] ?? "") && text !== "";
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text,
          json: isJson ? JSON.parse(text) : {},
        });
      } catch (error) {
        reject(error);
      }
    });
    request.end(body);
  });
}
