// The doors of the emulator for the official SDK and for `fetch`, and the examples that are shipped with them.
import { strict as assert } from "node:assert";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const NODE = "i-0123456789abcdef0";
const URL_OF_SSM = "https://ssm.eu-central-1.amazonaws.com/";
const ITEM = { TypeName: "Custom:Rack", SchemaVersion: "1.0", CaptureTime: "2026-03-12T06:00:00Z" };
const CONTENT = [{ Words: "5 µm 😀" }];
const TEXT = JSON.stringify({ InstanceId: NODE, Items: [{ ...ITEM, Content: CONTENT }] });
const HEADERS = {
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": "AmazonSSM.PutInventory",
  authorization: "AWS4-HMAC-SHA256 Credential=reporter/20260312/eu-central-1/ssm/aws4_request",
};

const HTML = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>user</title>
<script type="module" src="./main.js"></script></html>`;

const bytes = (text = TEXT) => new TextEncoder().encode(text);
const halves = () => [bytes().slice(0, 90), bytes().slice(90)];
const streamOf = (parts) =>
  new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
async function* iterated(parts) {
  yield* parts;
}

/** The same request as everything that a client may hand over. The cut is inside of the µ. */
const BODIES = {
  "a string": () => TEXT,
  "a Uint8Array": () => bytes(),
  "a Buffer": () => Buffer.from(TEXT),
  "a DataView": () => new DataView(bytes(`..${TEXT}`).buffer, 2),
  "an ArrayBuffer": () => bytes().buffer,
  "a Blob": () => new Blob(halves()),
  "a stream of the web": () => streamOf(halves()),
  "a stream of Node": () => Readable.from(halves()),
  "a stream of Node that gives text": () => Readable.from([TEXT.slice(0, 20), TEXT.slice(20)]),
  "an async iterable": () => iterated(halves()),
};

/** An emulator that waits before it answers, and counts. */
function slow(delay, answer = { status: 200, headers: {}, body: "{}" }) {
  return {
    speed: 0,
    sent: 0,
    advance() {},
    send() {
      this.sent += 1;
      return { ...answer, delay };
    },
  };
}

const library = (workshop) => imported(workshop, "node.mjs");
const sdkDoor = (workshop) => imported(workshop, "aws-sdk/node.mjs");
const fetchDoor = (workshop) => imported(workshop, "fetch.js");

function imported(workshop, file) {
  return import(pathToFileURL(join(workshop.unpacked, file)).href);
}

function sdkRequest(body, more = {}) {
  return {
    method: "POST",
    protocol: "https:",
    hostname: "ssm.eu-central-1.amazonaws.com",
    path: "/",
    headers: HEADERS,
    body,
    ...more,
  };
}

function stored(emulator) {
  return emulator.call("ssm:ListInventoryEntries", { InstanceId: NODE, TypeName: "Custom:Rack" }).Entries;
}

export const doorChecks = {
  ...Object.fromEntries(
    Object.entries(BODIES).map(([what, bodyOf]) => [
      `aws-sdk: ${what} is a body`,
      async (workshop) => {
        const [{ Emulator }, { requestHandler }] = [await library(workshop), await sdkDoor(workshop)];
        const emulator = new Emulator();
        const { response } = await requestHandler(emulator).handle(sdkRequest(bodyOf()));
        assert.equal(response.statusCode, 200);
        assert.deepEqual(stored(emulator), CONTENT);
      },
    ]),
  ),

  async "aws-sdk: what is no body is refused in words"(workshop) {
    const { requestHandler } = await sdkDoor(workshop);
    for (const body of [5, {}, iterated([5])]) {
      const handled = requestHandler(slow(0)).handle(sdkRequest(body));
      await assert.rejects(handled, { code: "wrong-argument", message: /text(,| or) bytes/ });
    }
  },

  async "aws-sdk: the address is put together with its query"(workshop) {
    const { requestHandler } = await sdkDoor(workshop);
    const urls = [];
    const emulator = {
      ...slow(0),
      send: ({ url }) => urls.push(url) && { status: 200, headers: {}, body: "" },
    };
    const { handle } = requestHandler(emulator);
    await handle(
      sdkRequest("", { port: 8443, path: "/a%20b", query: { z: ["1", "2"], a: "x y&(*)'", n: null } }),
    );
    await handle(sdkRequest("", { protocol: "http:", hostname: "localhost", query: {}, fragment: "f" }));
    assert.deepEqual(urls, [
      "https://ssm.eu-central-1.amazonaws.com:8443/a%20b?a=x%20y%26%28%2A%29%27&n&z=1&z=2",
      "http://localhost/#f",
    ]);
  },

  async "aws-sdk: an answer is a stream of Node, its headers in lower case"(workshop) {
    const { requestHandler } = await sdkDoor(workshop);
    const answer = { status: 418, headers: { "X-Amzn-RequestId": "1" }, body: "tée" };
    const { response } = await requestHandler(slow(0, answer)).handle(sdkRequest(""));
    assert(response.body instanceof Readable);
    assert.equal(Buffer.concat(await response.body.toArray()).toString(), "tée");
    assert.deepEqual([response.statusCode, response.headers], [418, { "x-amzn-requestid": "1" }]);
  },

  async "aws-sdk: the delay is waited for, and an abort or a time-out ends the wait"(workshop) {
    const { requestHandler } = await sdkDoor(workshop);
    const started = performance.now();
    await requestHandler(slow(60)).handle(sdkRequest(""));
    assert(performance.now() - started >= 55);

    const controller = new AbortController();
    const waiting = requestHandler(slow(60_000)).handle(sdkRequest(""), { abortSignal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await assert.rejects(waiting, ({ name, cause }) => name === "AbortError" && cause.message === "enough");

    const bare = { aborted: false, onabort: null };
    const old = requestHandler(slow(60_000)).handle(sdkRequest(""), { abortSignal: bare });
    setTimeout(() => bare.onabort(), 20);
    await assert.rejects(old, { name: "AbortError" });

    const late = requestHandler(slow(60_000), { requestTimeout: 20 });
    await assert.rejects(late.handle(sdkRequest("")), { name: "TimeoutError", message: /20 ms/ });
    await assert.rejects(late.handle(sdkRequest(""), { requestTimeout: 5 }), { message: /5 ms/ });
    late.updateHttpClientConfig("requestTimeout", 10);
    assert.equal(late.httpHandlerConfigs().requestTimeout, 10);
    await assert.rejects(late.handle(sdkRequest("")), { message: /10 ms/ });

    const unending = new ReadableStream({});
    await assert.rejects(late.handle(sdkRequest(unending)), { name: "TimeoutError" });
  },

  async "aws-sdk: what is aborted before it starts is never sent"(workshop) {
    const { requestHandler } = await sdkDoor(workshop);
    const emulator = slow(0);
    const handled = requestHandler(emulator).handle(sdkRequest(""), { abortSignal: AbortSignal.abort() });
    await assert.rejects(handled, { name: "AbortError" });
    assert.equal(emulator.sent, 0);
  },

  async "doors: what is no emulator, or no option, is misuse"(workshop) {
    const [{ requestHandler }, { fetchHandler }] = [await sdkDoor(workshop), await fetchDoor(workshop)];
    for (const wrong of [undefined, null, 5, {}, () => {}]) {
      assert.throws(() => requestHandler(wrong), {
        code: "wrong-argument",
        message: /`requestHandler` takes an emulator/,
      });
      assert.throws(() => fetchHandler(wrong), {
        code: "wrong-argument",
        message: /`fetchHandler` takes an emulator/,
      });
    }
    assert.throws(() => requestHandler(slow(0), { timeout: 5 }), { code: "unknown-option" });
    assert.throws(() => requestHandler(slow(0), { requestTimeout: "5" }), { code: "wrong-argument" });
  },

  async "doors: both of one emulator move its clock, and not twice"(workshop) {
    const [{ requestHandler }, { fetchHandler }] = [await sdkDoor(workshop), await fetchDoor(workshop)];
    const { Emulator } = await library(workshop);
    const emulator = new Emulator({ now: 0, speed: 1000 });
    const [sdk, fetched] = [requestHandler(emulator), fetchHandler(emulator)];
    const started = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sdk.handle(sdkRequest(TEXT));
    await fetched(new Request(URL_OF_SSM, { method: "POST", headers: HEADERS, body: TEXT }));
    const most = (performance.now() - started) * 1000;
    assert(emulator.now >= 45_000 && emulator.now <= most, `${emulator.now} ms of at most ${most}`);
  },

  async "doors: with `require`"(workshop) {
    const folder = workshop.project({
      "main.cjs": `const { Emulator } = require("cloud-dryrun");
        const { requestHandler } = require("cloud-dryrun/aws-sdk");
        const { fetchHandler } = require("cloud-dryrun/fetch");
        const emulator = new Emulator();
        const headers = ${JSON.stringify(HEADERS)};
        const request = new Request("${URL_OF_SSM}", { method: "POST", headers, body: ${JSON.stringify(TEXT)} });
        const at = { method: "POST", protocol: "https:", hostname: "h", path: "/", headers };
        Promise.all([
          fetchHandler(emulator)(request),
          requestHandler(emulator).handle({ ...at, body: ${JSON.stringify(TEXT)} }),
        ]).then(([{ status }, { response }]) => console.log(status, response.statusCode));`,
    });
    assert.equal(await workshop.run(folder, "node", "main.cjs"), "200 200\n");
  },

  async "aws-sdk: the SDK gets its own exceptions, and retries what is throttled"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import { Emulator } from "cloud-dryrun";
        import { requestHandler } from "cloud-dryrun/aws-sdk";
        import { ItemContentMismatchException, ListInventoryEntriesCommand, PutInventoryCommand, SSMClient } from "@aws-sdk/client-ssm";
        const emulator = new Emulator();
        let throttled = 0;
        const limited = {
          ...{ speed: 0, advance() {} },
          send: (request) => throttled++ < 2
            ? { status: 400, headers: {}, body: '{"__type":"ThrottlingException","Message":"Rate exceeded"}' }
            : emulator.send(request),
        };
        const client = new SSMClient({
          region: "eu-central-1",
          credentials: { accessKeyId: "reporter", secretAccessKey: "any" },
          requestHandler: requestHandler(limited),
        });
        const Items = [${JSON.stringify({ ...ITEM, ContentHash: "x" })}];
        const refused = await client.send(new PutInventoryCommand({ InstanceId: "${NODE}", Items })).catch((error) => error);
        const listed = await client.send(new ListInventoryEntriesCommand({ InstanceId: "${NODE}", TypeName: "Custom:Rack" }));
        client.destroy();
        console.log(JSON.stringify([
          refused instanceof ItemContentMismatchException, refused.TypeName, refused.$metadata.attempts, listed.Entries,
          emulator.log().length,
        ]));`,
    });
    workshop.borrow(folder, "@aws-sdk/client-ssm");
    const { status, stdout, stderr } = await workshop.attempt(folder, "node", "main.mjs");
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), [true, "Custom:Rack", 3, [], 2]);
  },

  async "aws-sdk: the SDK in a page, through a bundler, with no server"(workshop) {
    const folder = workshop.project({
      "main.js": `import init, { Emulator } from "cloud-dryrun";
        import { requestHandler } from "cloud-dryrun/aws-sdk";
        import { ItemContentMismatchException, ListInventoryEntriesCommand, PutInventoryCommand, SSMClient } from "@aws-sdk/client-ssm";
        await init();
        const client = new SSMClient({
          region: "eu-central-1",
          credentials: { accessKeyId: "reporter", secretAccessKey: "any" },
          requestHandler: requestHandler(new Emulator()),
        });
        const put = (item) => client.send(new PutInventoryCommand({ InstanceId: "${NODE}", Items: [item] }));
        await put(${JSON.stringify({ ...ITEM, Content: CONTENT })});
        const refused = await put(${JSON.stringify({ ...ITEM, ContentHash: "x" })}).catch((error) => error);
        const query = { InstanceId: "${NODE}", TypeName: "Custom:Rack" };
        const { Entries } = await client.send(new ListInventoryEntriesCommand(query));
        globalThis.outcome = [refused instanceof ItemContentMismatchException, refused.TypeName, Entries];`,
      "site/index.html": HTML,
    });
    await bundled(workshop, folder, "main.js");
    const { outcome, complaints } = await workshop.visit(await workshop.serve(join(folder, "site")));
    assert.deepEqual([outcome, complaints], [[true, "Custom:Rack", CONTENT], []]);
  },

  async "fetch: a Request, or an address and what goes with it"(workshop) {
    const [{ Emulator }, { fetchHandler }] = [await library(workshop), await fetchDoor(workshop)];
    for (const ask of [
      (answer) => answer(new Request(URL_OF_SSM, { method: "POST", headers: HEADERS, body: TEXT })),
      (answer) => answer(URL_OF_SSM, { method: "POST", headers: HEADERS, body: bytes() }),
      (answer) => answer(new URL(URL_OF_SSM), { method: "POST", headers: HEADERS, body: new Blob(halves()) }),
    ]) {
      const emulator = new Emulator();
      const response = await ask(fetchHandler(emulator));
      assert(response instanceof Response);
      assert.deepEqual([response.status, await response.json()], [200, {}]);
      assert.match(response.headers.get("content-type"), /json/);
      assert.deepEqual(stored(emulator), CONTENT);
    }
  },

  async "fetch: a service's refusal is an answer, not an error"(workshop) {
    const [{ Emulator }, { fetchHandler }] = [await library(workshop), await fetchDoor(workshop)];
    const response = await fetchHandler(new Emulator())(URL_OF_SSM, {
      method: "POST",
      headers: HEADERS,
      body: "{",
    });
    assert.deepEqual([response.ok, response.status], [false, 400]);
    assert.match(await response.text(), /SerializationException/);
  },

  async "fetch: answers without a body, and an abort with its reason"(workshop) {
    const { fetchHandler } = await fetchDoor(workshop);
    for (const status of [204, 304]) {
      const response = await fetchHandler(slow(0, { status, headers: {}, body: "" }))(URL_OF_SSM);
      assert.deepEqual([response.status, await response.text()], [status, ""]);
    }
    const head = await fetchHandler(slow(0))(URL_OF_SSM, { method: "HEAD" });
    assert.equal(await head.text(), "");
    const reason = new Error("enough");
    for (const aborted of [AbortSignal.abort(reason), signalAfter(20, reason)]) {
      const asked = fetchHandler(slow(60_000))(URL_OF_SSM, { signal: aborted });
      await assert.rejects(asked, reason);
    }
  },

  async "examples: MSW, the official SDK unmodified"(workshop) {
    const folder = workshop.project({});
    copyFileSync(join(workshop.unpacked, "examples", "msw.mjs"), join(folder, "msw.mjs"));
    for (const name of ["@aws-sdk/client-ssm", "msw"]) workshop.borrow(folder, name);
    const { stdout, stderr } = await workshop.attempt(folder, "node", "msw.mjs");
    assert.equal(stdout, "Custom:AVCheck av-1 NON_COMPLIANT\n", stderr);
  },

  async "examples: a service worker, the official SDK unmodified, and a worker that was stopped"(workshop) {
    const folder = workshop.project({
      "main.js": `import { list, put } from "./service-worker-page.js";
        globalThis.list = list;
        await put([{ Shelf: "E" }]);
        globalThis.outcome = await list();`,
      "site/index.html": HTML,
    });
    for (const name of ["service-worker.js", "service-worker-page.js"]) {
      copyFileSync(join(workshop.unpacked, "examples", name), join(folder, name));
    }
    await bundled(workshop, folder, "main.js", "service-worker.js");
    const { outcome, complaints, page } = await workshop.visit(await workshop.serve(join(folder, "site")));
    assert.deepEqual([outcome, complaints], [[{ Shelf: "E" }], []]);
    const session = await page.context().newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    assert.deepEqual(await page.evaluate(() => globalThis.list()), [{ Shelf: "E" }]);
  },
};

/** Bundles the user's files with the SDK into the folder `site`, the wasm file beside them. */
async function bundled(workshop, folder, ...names) {
  workshop.borrow(folder, "@aws-sdk/client-ssm");
  await build({
    entryPoints: names.map((name) => join(folder, name)),
    outdir: join(folder, "site"),
    ...{ bundle: true, format: "esm", target: "es2022", logLevel: "error" },
  });
  copyFileSync(join(workshop.unpacked, "dryrun_bg.wasm"), join(folder, "site", "dryrun_bg.wasm"));
}

function signalAfter(milliseconds, reason) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), milliseconds);
  return controller.signal;
}
