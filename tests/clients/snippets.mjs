// Each request as a program for one client: run, it sends the values that `build` writes, or it says at its top what
// it does not send, and only that.
//   node tests/clients/snippets.mjs aws-cli|boto3|javascript|curl [WORDS_IN_A_NAME]
import { build, snippet } from "../../pkg/node.mjs";
import { falsehood, isDoubt, isRefusal, notesOf } from "./notes.mjs";
import { record } from "./recorder.mjs";
import { allRequests } from "./requests.mjs";
import { runAll } from "./runners.mjs";
import { isSigned } from "./signature.mjs";

const REGION = "eu-central-1";
const [client, words = ""] = process.argv.slice(2);

const recorder = await record();
const tests = allRequests(client)
  .filter(({ operation }) => operation.startsWith("ssm:"))
  .filter(({ name }) => name.includes(words))
  // The command line takes most of a second to start, so it gets a sample: what is sound, and what is telling.
  .filter(({ name, slow }) => client !== "aws-cli" || slow || /^ssm\/\w+\/sound-/.test(name))
  .map((request, id) => {
    const { operation, text, form } = request;
    const options = { form, region: REGION, endpoint: `${recorder.url}/${id}` };
    return {
      ...request,
      id,
      program: snippet(operation, text, client, options),
      wanted: build(operation, text, options),
    };
  });

const ends = await runAll(client, tests);
let failed = 0;
for (const test of tests) {
  const trouble = troubleWith(test, recorder.take(test.id), ends[test.id]);
  if (trouble) failed += 1;
  console.log(
    trouble ? `FAILED ${client}: ${test.name}\n${indented(trouble)}` : `ok ${client}: ${test.name}`,
  );
}
recorder.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** What is wrong, or undefined. `end` is how the program ended: its error, if any. */
function troubleWith({ program, wanted }, requests, end) {
  const { notes, complete } = notesOf(program);
  const shown = `${program.slice(0, 3_000)}\n--- it ended with: ${end ?? "success"}`;
  if (notes.some(isRefusal)) {
    return requests.length > 0 || end === undefined
      ? `it says that the client refuses the request, and it was sent\n${shown}`
      : undefined;
  }
  if (requests.length === 0 && end !== undefined && notes.some(isDoubt)) return undefined;
  if (requests.length !== 1) return `${requests.length} requests were sent\n${shown}`;
  if (end !== undefined) return `it sent its request and failed\n${shown}`;

  const [{ method, headers, body }] = requests;
  if (method !== wanted.method) return `the method is ${method}`;
  for (const name of ["Content-Type", "X-Amz-Target"]) {
    const sent = headers[name.toLowerCase()];
    if (sent !== wanted.headers[name]) return `the header ${name} is ${sent}`;
  }
  if (!headers.authorization?.includes(`/${REGION}/ssm/aws4_request`))
    return `signed as ${headers.authorization}`;
  if (client === "curl" && !isSigned(requests[0])) return "the signature is wrong";

  const sent = strictly(body);
  if (sent === undefined) {
    // What is sent in place of text that the SDK spoils is no UTF-8.
    return notes.some(({ told }) => told.includes("spoils"))
      ? undefined
      : `no JSON was sent: ${body}\n${shown}`;
  }
  const trouble = falsehood({ notes, complete }, wanted.body, sent);
  return trouble && `${trouble}\n${sent.slice(0, 2_000)}\n${shown}`;
}

function strictly(body) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

function indented(text) {
  return text.replace(/^/gm, "    ");
}
