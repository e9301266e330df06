// What `sign` adds to a request is what the official signers add: `node tests/clients/signing.mjs`. With BLESS=1 it only writes
// tests/signing/vectors.jsonl, which holds the native tests to the same.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PYTHON, ROOT } from "./places.mjs";

const VECTORS = join(ROOT, "tests", "signing", "vectors.jsonl");
const KEPT = 60; // of each scheme
const FRESH = 1_000; // of each scheme
const SCHEMES = ["sigv4", "sdk-hmac-sha256"];

const counts = { passed: 0, failed: 0 };
if (process.env.BLESS) {
  const cases = SCHEMES.flatMap((scheme) => generated(scheme, 1, KEPT));
  const lines = officially(cases).map((want, index) => `${JSON.stringify({ ...cases[index], want })}\n`);
  writeFileSync(VECTORS, lines.join(""));
} else {
  test("the kept signatures are those of the official signers", () => {
    const kept = readFileSync(VECTORS, "utf8").trimEnd().split("\n").map(JSON.parse);
    compare(kept, officially(kept), ({ want }) => want);
  });
  const { sign } = await import("../../pkg/node.mjs");
  for (const scheme of SCHEMES) {
    test(`sign writes the headers of the official signer: ${scheme}`, () => {
      const cases = generated(scheme, Date.now() % 2 ** 31, FRESH);
      compare(cases, officially(cases), ({ request, options }) => added(request, sign(request, options)));
    });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function officially(cases) {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join("");
  const signers = join(ROOT, "tests", "clients", "signers.py");
  const output = execFileSync(PYTHON, [signers], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  return output.trimEnd().split("\n").map(JSON.parse);
}

function compare(cases, wanted, of) {
  const sorted = (headers) => JSON.stringify(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1)));
  for (const [index, one] of cases.entries()) {
    const found = sorted(of(one));
    const want = sorted(wanted[index]);
    if (found !== want) throw new Error(`${JSON.stringify(one)}\nfound  ${found}\nwanted ${want}`);
  }
}

function added({ headers: given }, { headers }) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !Object.hasOwn(given, name)));
}

/** Requests with what signers stumble over: characters, empty parts, order, blanks, ports. */
function generated(scheme, seed, count) {
  const chance = chanceOf(seed);
  const upTo = (most) => Math.floor(chance() * (most + 1));
  const pick = (list) => list[upTo(list.length - 1)];
  const word = (letters, least, most) =>
    Array.from({ length: least + upTo(most - least) }, () => pick([...letters])).join("");
  const odd = "aZ09-_.~ !\"#$%&'()*+,/:;<=>?@[\\]^`{|}é😀";
  const escaped = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const segment = () => escaped(word(odd, 1, 6)).replace(/^\.{1,2}$/, "x");

  return Array.from({ length: count }, () => {
    const path = `/${Array.from({ length: upTo(4) }, segment).join("/")}${pick(["", "", "/"])}`;
    const pairs = Array.from(
      { length: upTo(4) },
      () => `${escaped(word(odd, 1, 3))}=${escaped(word(odd, 0, 5))}`,
    );
    const query = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
    const host = pick(["a.example", "b-1.example:8443", "127.0.0.1:8787", "[::1]:80"]);
    const body = pick(["", "{}", '{"name": "é😀"}', word(odd, 1, 40)]);
    const headers = {
      "Content-Type": pick(["application/json", "application/x-amz-json-1.1", "text/plain"]),
    };
    if (chance() < 0.3) headers["X-Amz-Target"] = `Some.${word("abc", 1, 5)}`;
    if (chance() < 0.3) headers["x-note"] = `${word(" a", 1, 6)}x  y${word(" b", 0, 4)}`;
    if (chance() < 0.1) headers["X-Empty"] = "";
    return {
      request: {
        method: pick(["GET", "POST", "PUT", "DELETE"]),
        url: `https://${host}${path}${query}`,
        headers,
        body,
      },
      options: {
        scheme,
        accessKey: word("AB1", 4, 20),
        secretKey: word(`${odd}+/=`, 8, 40).trim() || "secret",
        ...(chance() < 0.4 && { securityToken: word("aZ0+/=", 1, 50) }),
        ...(scheme === "sigv4" && {
          region: pick(["us-east-1", "eu-central-1"]),
          service: pick(["ssm", "x"]),
        }),
        ...(scheme !== "sigv4" && chance() < 0.6 && { domainId: word("abc0-_", 1, 36) }),
        time: new Date(1_000_000_000_000 + upTo(1e9) * 1000).toISOString().replace(".000", ""),
      },
    };
  });
}

/** mulberry32: a seed gives the same numbers everywhere. */
function chanceOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function test(what, run) {
  try {
    run();
    counts.passed += 1;
    console.log(`ok ${what}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED ${what}\n${String(error.stack ?? error).replace(/^/gm, "    ")}`);
  }
}
