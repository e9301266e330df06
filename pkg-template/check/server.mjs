// The loopback server, asked over real connections by friends, strangers and broken clients.
import { strict as assert } from "node:assert";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { opened, part, served } from "./asking.mjs";
import { largeOf } from "./requests.mjs";

const NODE = "i-0123456789abcdef0";
const PUT = {
  ...{ ResourceId: NODE, ResourceType: "ManagedInstance", ComplianceType: "Custom:Backup" },
  ExecutionSummary: { ExecutionTime: 1_714_557_600 },
  Items: [{ Id: "1", Title: "nightly", Severity: "HIGH", Status: "COMPLIANT" }],
};
const FRIENDS = ["http://127.0.0.1:5173", "http://localhost", "https://localhost:8443", "http://[::1]:3000"];
const STRANGERS = [
  "https://example.com",
  "null",
  "http://127.0.0.1.example.com",
  "http://localhost.evil",
  "file://",
  "",
];
const FOREIGN_HOSTS = [
  "example.com",
  "127.0.0.1.example.com",
  "localhost.evil:80",
  "10.0.0.1",
  "127.0.0.2",
  "user@127.0.0.1",
];

export const serverChecks = {
  "server: health": served(async ({ ask }) => {
    const { status, json, headers } = await ask("GET", "/_dryrun/health");
    assert.deepEqual([status, Object.keys(json)], [200, ["version"]]);
    assert.match(json.version, /^\d+\.\d+\.\d+/);
    assert.equal(headers["content-type"], "application/json");
    assert.equal((await ask("HEAD", "/_dryrun/health")).text, "");
    assert.equal((await ask("POST", "/_dryrun/health")).status, 405);
  }),

  "server: a put, then a list": served(async ({ ask, operation, log }) => {
    const put = await operation("PutComplianceItems", PUT);
    assert.deepEqual([put.status, put.json], [200, {}]);
    assert.equal(put.headers.date, undefined);
    const listed = await operation("ListComplianceItems", { ResourceIds: [NODE] });
    assert.deepEqual(
      listed.json.ComplianceItems.map((item) => [
        item.Title,
        item.Status,
        item.ExecutionSummary.ExecutionTime,
      ]),
      [["nightly", "COMPLIANT", 1_714_557_600]],
    );
    const refused = await operation("PutComplianceItems", { ...PUT, Items: [{ Severity: "MAJOR" }] });
    assert.deepEqual([refused.status, refused.json.__type], [400, "ValidationException"]);
    await ask("GET", "/nowhere");
    assert.deepEqual(
      log.map(({ method, path, operation, status, completed }) => [
        method,
        path,
        operation,
        status,
        completed,
      ]),
      [
        ["POST", "/", "ssm:PutComplianceItems", 200, true],
        ["POST", "/", "ssm:ListComplianceItems", 200, true],
        ["POST", "/", "ssm:PutComplianceItems", 400, true],
        ["GET", "/nowhere", undefined, 404, true],
      ],
    );
    for (const { time, milliseconds } of log) {
      assert(Math.abs(Date.parse(time) - Date.now()) < 60_000 && milliseconds > 0);
    }
  }),

  "server: unknown operations and routes get JSON": served(async ({ ask, operation }) => {
    const unknown = await operation("PutComplianceItem", {});
    assert.equal(unknown.status, 400);
    assert.equal(unknown.json.__type, "UnknownOperationException");
    const routes = [
      ...[
        ["GET", "/x"],
        ["POST", "/"],
        ["POST", "/x"],
        ["PUT", "/"],
        ["DELETE", "/_dryrun/nowhere"],
      ],
      ...[
        ["GET", "/_dryrun/"],
        ["GET", "/../package.json"],
        ["GET", "/%2e%2e/package.json"],
        ["GET", "/page"],
      ],
    ];
    for (const [method, path] of routes) {
      const { status, json } = await ask(method, path);
      assert.deepEqual([status, Object.keys(json)], [404, ["code", "message"]], `${method} ${path}`);
    }
    for (const path of ["*", "http://example.com/", "/%ff"])
      assert.equal((await ask("GET", path)).status, 400, path);
  }),

  "server: a foreign Host is refused": served(async ({ ask, operation }) => {
    for (const host of FOREIGN_HOSTS) {
      const { status, json } = await ask("GET", "/_dryrun/health", { host });
      assert.deepEqual([status, json.code], [403, "foreign-host"], host);
    }
    for (const host of ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:8787"]) {
      assert.equal((await ask("GET", "/_dryrun/health", { host })).status, 200, host);
    }
    assert.equal((await operation("PutComplianceItems", PUT, { host: "example.com" })).status, 403);
    assert.deepEqual((await operation("ListComplianceItems", {})).json.ComplianceItems ?? [], []);
  }),

  "server: a foreign Origin is refused whatever the method": served(async ({ ask, operation }) => {
    for (const origin of STRANGERS) {
      for (const method of ["GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT", "PATCH"]) {
        const { status, headers } = await ask(method, "/_dryrun/health", { origin });
        assert.equal(status, 403, `${method} from ${origin}`);
        assert.equal(headers["access-control-allow-origin"], undefined);
      }
    }
    assert.equal((await operation("PutComplianceItems", PUT, { origin: "null" })).status, 403);
    assert.deepEqual((await operation("ListComplianceItems", {})).json.ComplianceItems ?? [], []);
  }),

  "server: pages from this machine are welcome, preflight included": served(async ({ ask, operation }) => {
    for (const origin of FRIENDS) {
      const asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-amz-target,authorization",
      };
      const preflight = await ask("OPTIONS", "/", { origin, ...asked });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers["access-control-allow-origin"], origin);
      assert.equal(preflight.headers["access-control-allow-headers"], "x-amz-target,authorization");
      assert.match(preflight.headers["access-control-allow-methods"], /POST/);
      const { status, headers } = await operation("ListComplianceItems", {}, { origin });
      assert.deepEqual(
        [status, headers["access-control-allow-origin"], headers.vary],
        [200, origin, "Origin"],
      );
      assert.equal((await ask("GET", "/nowhere", { origin })).headers["access-control-allow-origin"], origin);
    }
  }),

  "server: an origin that was allowed is welcome, and no other": served(
    async ({ ask, operation }) => {
      const [allowed, stranger] = ["https://app.example.com", "https://app.example.com.evil"];
      const preflight = await ask("OPTIONS", "/", {
        ...{ origin: allowed, "access-control-request-method": "PUT" },
        "access-control-request-private-network": "true",
      });
      assert.equal(preflight.headers["access-control-allow-origin"], allowed);
      assert.match(preflight.headers["access-control-allow-methods"], /PUT.*DELETE/);
      assert.equal(preflight.headers["access-control-allow-private-network"], "true");
      assert.equal((await operation("ListComplianceItems", {}, { origin: allowed })).status, 200);
      assert.equal((await ask("GET", "/_dryrun/log", { origin: "http://b.example:81" })).status, 200);
      for (const origin of [stranger, "http://app.example.com", "https://app.example.com:8443", "null"]) {
        assert.equal((await ask("GET", "/_dryrun/log", { origin })).status, 403, origin);
      }
      const host = { origin: allowed, host: "app.example.com" };
      assert.equal((await ask("GET", "/_dryrun/log", host)).status, 403);
    },
    () => ({ allowOrigins: ["https://APP.example.com/", "http://b.example:81"] }),
  ),

  async "server: a page of another port calls it"(workshop) {
    const { url } = await opened(workshop);
    const folder = workshop.project({
      "index.html": `<!doctype html><title>x</title><link rel="icon" href="data:,"><script type="module" src="main.mjs"></script>`,
      "main.mjs": `const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.ListComplianceItems" };
        const response = await fetch("${url}/", { method: "POST", headers, body: "{}" });
        globalThis.outcome = [response.status, typeof (await response.json())];`,
    });
    const { outcome, complaints } = await workshop.visit(await workshop.serve(folder));
    assert.deepEqual([outcome, complaints], [[200, "object"], []]);
  },

  "server: a body has a limit": served(async ({ ask, port }) => {
    const large = Buffer.alloc(16 * 1024 * 1024 + 1, " ");
    const headers = { "x-amz-target": "AmazonSSM.PutInventory" };
    const refused = await ask("POST", "/", headers, large);
    assert.deepEqual([refused.status, refused.json.code], [413, "body-too-large"]);
    const chunked = await ask("POST", "/", { ...headers, "transfer-encoding": "chunked" }, large);
    assert.equal(chunked.status, 413);
    const most = await ask("POST", "/", headers, large.subarray(1));
    assert.equal(most.status, 400);
    assert.equal((await ask("GET", "/_dryrun/health")).status, 200, `port ${port}`);
  }),

  "server: broken clients do no harm": served(async ({ ask, port }) => {
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AmazonSSM.PutInventory\r\n`;
    const garbage = [
      "\x16\x03\x01\x02",
      "GET / HTTP/9.9\r\n\r\n",
      "\r\n\r\n\r\n",
      "GET /\r\n\r\n",
      `GET / HTTP/1.1\r\n\r\n`,
    ];
    const halves = [
      `${head}Content-Length: 100\r\n\r\n{`,
      `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      head,
    ];
    for (const text of [...garbage, ...halves, `${head}X: ${"y".repeat(100_000)}\r\n\r\n`]) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      await once(socket, "connect");
      socket.write(text);
      await wait(20);
      socket.destroy();
    }
    assert.equal((await ask("GET", "/_dryrun/health")).status, 200);
  }),

  async "server: it stops while clients dawdle"(workshop) {
    const { server, port } = await opened(workshop);
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(
      "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonSSM.PutInventory\r\nContent-Length: 9\r\n\r\n{",
    );
    await wait(50);
    const started = performance.now();
    await Promise.all([server.close(), server.close()]);
    assert(performance.now() - started < 3_000);
  },

  async "server: it stops when the requests that are there are answered"(workshop) {
    const { server, operation, control } = await opened(workshop);
    await control("POST", "fault", [{ operation: "ssm:PutComplianceItems", latency: "PT1M" }]);
    const open = [1, 2, 3].map(() => operation("PutComplianceItems", PUT));
    await wait(300);
    const started = performance.now();
    const stopped = server.close();
    for (const answer of await Promise.all(open)) {
      assert.deepEqual([answer.status, answer.headers.connection], [200, "close"]);
    }
    await stopped;
    assert(performance.now() - started < 3_000);
  },

  "server: who does not take its answer does not keep others from theirs": served(
    async ({ ask, operation, port, control }) => {
      for (let index = 0; index < 4; index++) {
        assert.equal((await operation("PutInventory", largeOf(`i-0000000${index}`, "x", 400))).status, 200);
      }
      const sockets = Array.from({ length: 20 }, () => connect(port, "127.0.0.1").on("error", () => {}));
      for (const socket of sockets) {
        await once(socket, "connect");
        socket.pause();
        socket.write("GET /_dryrun/snapshot HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(3));
      }
      assert((await control("GET", "snapshot")).text.length > 3_000_000);
      for (const socket of sockets) socket.destroy();
      assert.equal((await ask("GET", "/_dryrun/health")).status, 200);
    },
  ),

  "server: the files of a page, and nothing else": served(
    async ({ ask }) => {
      const index = await ask("GET", "/");
      assert.match(index.text, /^<!doctype html>\n<html data-server="[^"]+" lang="en">/);
      assert.equal(index.text, (await ask("GET", "/index.html")).text);
      assert.match(index.headers["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval'/);
      const types = {
        "/": "text/html; charset=utf-8",
        "/app.js": "text/javascript; charset=utf-8",
        "/deep/style.css": "text/css; charset=utf-8",
        "/with%20space.svg": "image/svg+xml",
        "/dryrun_bg.wasm": "application/wasm",
      };
      for (const [path, type] of Object.entries(types)) {
        const { status, headers } = await ask("GET", path);
        assert.deepEqual([status, headers["content-type"]], [200, type], path);
        assert.equal(headers["x-content-type-options"], "nosniff");
      }
      assert.equal((await ask("GET", "/app.js?v=1")).text, "1;\n");
      assert.equal((await ask("HEAD", "/app.js")).headers["content-length"], "3");
      for (const path of ["/deep", "/deep/", "/app.js/", "/package.json", "//app.js"]) {
        assert.equal((await ask("GET", path)).status, 404, path);
      }
    },
    (workshop) => {
      const folder = workshop.project({
        "site/index.html": '<!doctype html>\n<html lang="en"><title>x</title></html>\n',
        "site/app.js": "1;\n",
        "site/deep/style.css": "",
        "site/with space.svg": "<svg/>",
      });
      return { page: join(folder, "site") };
    },
  ),

  "server: the page of the package": served(async ({ ask, unpacked, packed }) => {
    for (const file of packed.filter((path) => path.startsWith("page/"))) {
      const path = file.slice("page".length).split("/").map(encodeURIComponent).join("/");
      assert.equal((await ask("GET", path)).status, 200, path);
    }
    assert.match((await ask("GET", "/")).text, /<html data-server="/);
    const wasm = await ask("GET", "/dryrun_bg.wasm");
    assert.equal(
      Number(wasm.headers["content-length"]),
      readFileSync(join(unpacked, "dryrun_bg.wasm")).length,
    );
  }),

  async "server: a clock runs with real time at its speed"({ unpacked }) {
    const { runningClock } = await part(unpacked, "clock.js");
    let moved = 0;
    const catchUp = runningClock({ speed: 10, advance: (milliseconds) => (moved += milliseconds) });
    const started = performance.now();
    while (performance.now() - started < 100) catchUp();
    const took = (performance.now() - started) * 10;
    assert(Number.isInteger(moved));
    assert(Math.abs(moved - took) < 10, `${moved} instead of ${took}`);
  },

  async "server: misuse has codes"(workshop) {
    const { serve } = await part(workshop.unpacked, "server.mjs");
    const wrong = {
      "unknown-option": [{ prot: 1 }],
      "wrong-argument": [
        { port: 70_000 },
        { port: "80" },
        { host: "0.0.0.0" },
        { page: 1 },
        { log: "x" },
        { state: "" },
        { allowOrigins: "https://example.com" },
        { allowOrigins: ["null"] },
        { allowOrigins: ["*"] },
        { allowOrigins: ["https://example.com/path"] },
        { now: "x" },
        null,
      ],
    };
    for (const [code, each] of Object.entries(wrong)) {
      for (const options of each) {
        await assert.rejects(serve(options), (error) => {
          assert.equal(error.code, code, `${JSON.stringify(options)}: ${error.message}`);
          return error instanceof Error;
        });
      }
    }
    const { port } = await opened(workshop);
    await assert.rejects(serve({ port }), { code: "address-in-use", message: /another program is using it/ });
  },
};
