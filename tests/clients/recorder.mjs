// A loopback server that answers every request with an empty object and keeps what it was sent. The first part of
// the path says which program sent it, so that many can run at once; for clients that drop what stands there, the key or
// token that the program was given.
import { createServer } from "node:http";

/** @returns {Promise<{ url: string, take(id: number): object[], close(): void }>} */
export async function record() {
  const seen = new Map();
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      const given =
        /^SDK-HMAC-SHA256 Access=(\d+),/.exec(headers.authorization)?.[1] ?? headers["x-auth-token"];
      const id = Number(given ?? url.split("/")[1]);
      const body = Buffer.concat(chunks);
      seen.set(id, [...(seen.get(id) ?? []), { method, url, headers, body }]);
      response.writeHead(200, {
        "content-type": "application/x-amz-json-1.1",
        "x-amzn-requestid": String(id),
      });
      response.end("{}");
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    take(id) {
      const requests = seen.get(id) ?? [];
      seen.delete(id);
      return requests;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
