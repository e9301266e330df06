// The real clients before an emulator that has the keys: what they sign is believed, and what was changed behind their
// signature is refused with the part that differs.
import { Emulator, snippet } from "../../pkg/node.mjs";
import { serve } from "../../pkg/server.mjs";
import { ACCESS_KEY, SECRET_KEY } from "./places.mjs";
import { record } from "./recorder.mjs";
import { outputOf } from "./runners.mjs";

const CLIENTS = ["aws-cli", "boto3", "javascript", "curl"];
const LIST = "ssm:ListComplianceItems";
const QUERY = { ResourceIds: ["i-0123456789abcdef0"], Filters: [{ Key: "Status", Values: ["é, 😀"] }] };
const OTHER_BODY = "the body differs|the body was written anew|or a part that is signed was changed";

/** What is done to a request behind its signature, and what the answer says of it. */
const CHANGES = {
  "a blank in the body": [(request) => ({ ...request, body: ` ${request.body}` }), OTHER_BODY],
  "another body": [(request) => ({ ...request, body: "{}" }), OTHER_BODY],
  "the body as Python writes it": [
    (request) => ({ ...request, body: request.body.replace(/":/g, '": ').replace(/,"/g, ', "') }),
    OTHER_BODY,
  ],
  "a query": [(request) => ({ ...request, url: `${request.url}?a=b` }), "the query was left out"],
  "another path": [
    (request) => ({ ...request, url: new URL("/", request.url).href }),
    "was changed on the way",
  ],
  "another host": [withHeaders({ host: "localhost" }), "`host` was signed as|was changed on the way"],
  "no content type": [
    withHeaders({ "content-type": undefined }),
    "`content-type` is named among the signed headers",
  ],
  "a header of the vendor that is not signed": [
    withHeaders({ "x-amz-more": "1" }),
    "`x-amz-more` is not among the signed",
  ],
};

function withHeaders(headers) {
  return (request) => ({ ...request, headers: { ...request.headers, ...headers } });
}

const counts = { passed: 0, failed: 0 };
const recorder = await record();
for (const [index, client] of CLIENTS.entries()) {
  await test(`${client} signs, and is believed by a server that has its key`, async () => {
    await withServer(SECRET_KEY, (url) => asked(client, url, "right"));
  });
  await test(`${client} hears that the secret key is another one`, async () => {
    const error = await withServer("another", (url) => asked(client, url, "wrong")).catch((thrown) => thrown);
    const told = String(error?.message ?? error);
    if (!/InvalidSignatureException/.test(told) || !/The secret key is another one/.test(told))
      throw new Error(told);
  });
  await asked(client, `${recorder.url}/${index}`, "recorded");
  const [{ method, url, headers, body }] = recorder.take(index);
  const request = { method, url: `http://${headers.host}${url}`, headers, body: body.toString("utf8") };
  for (const [what, [change, words]] of Object.entries(CHANGES)) {
    await test(`${client}: ${what} behind the signature`, () => {
      const emulator = new Emulator({ now: Date.now(), keys: { [ACCESS_KEY]: SECRET_KEY } });
      expect(emulator.send(request), undefined);
      expect(emulator.send(change(request)), words);
    });
  }
}
recorder.close();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function asked(client, endpoint, name) {
  return outputOf(client, snippet(LIST, QUERY, client, { endpoint, region: "eu-central-1" }), `keys-${name}`);
}

async function withServer(secret, use) {
  const server = await serve({ port: 0, page: false, keys: { [ACCESS_KEY]: secret } });
  try {
    const output = await use(server.url);
    // curl prints an error as any other answer.
    if (output.includes("InvalidSignatureException")) throw new Error(output);
  } finally {
    await server.close();
  }
}

/** A refusal with these words, or none. */
function expect({ status, body }, words) {
  const isFine = words === undefined ? status === 200 : status === 400 && new RegExp(words, "i").test(body);
  if (!isFine) throw new Error(`${status} ${body}`);
}

async function test(what, run) {
  try {
    await run();
    counts.passed += 1;
    console.log(`ok ${what}`);
  } catch (error) {
    counts.failed += 1;
    console.log(`FAILED ${what}\n${String(error.stack ?? error).replace(/^/gm, "    ")}`);
  }
}
