// Each request of a REST service as a program for one client: run, it sends what `build` writes, address, query and
// headers included, or it says at its top what it does not send, and only that.
//   node tests/clients/rest_snippets.mjs huawei-python|python [WORDS_IN_A_NAME]
import { build, snippet } from "../../pkg/node.mjs";
import { falsehood, notesOf } from "./notes.mjs";
import { record } from "./recorder.mjs";
import { allRequests, labelsOf } from "./requests.mjs";
import { runAll } from "./runners.mjs";

const [client, words = ""] = process.argv.slice(2);

const recorder = await record();
const tests = allRequests(client)
  .filter(({ name }) => name.includes(words))
  .map((request, id) => {
    const { operation, text, form } = request;
    const options = { form, endpoint: recorder.url, labels: labelsOf(operation) };
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
    trouble
      ? `FAILED ${client}: ${test.name}\n${trouble.replace(/^/gm, "    ")}`
      : `ok ${client}: ${test.name}`,
  );
}
recorder.close();
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** What is wrong, or undefined. `end` is how the program ended: its error, if any. */
function troubleWith({ program, wanted }, requests, end) {
  const shown = `${program.slice(0, 3_000)}\n--- it ended with: ${end ?? "success"}`;
  if (requests.length !== 1) return `${requests.length} requests were sent\n${shown}`;
  const [{ method, url, headers, body }] = requests;
  if (end !== undefined) return `it sent its request and failed\n${shown}`;
  if (method !== wanted.method) return `the method is ${method}`;
  const [asked, sent] = [wanted.url, url].map(placeOf);
  if (asked !== sent) return `the address is ${sent}, not ${asked}\n${shown}`;
  for (const [name, value] of Object.entries(wanted.headers)) {
    const isOurs = ["x-auth-token", "authorization"].includes(name.toLowerCase());
    // Node reads the bytes of a header as Latin-1; some clients write them so, others as UTF-8.
    const given = headers[name.toLowerCase()] ?? "";
    const isSame = given === value || Buffer.from(given, "latin1").toString("utf8") === value;
    if (!isOurs && !isSame) return `the header ${name} is ${given}, not ${value}\n${shown}`;
  }
  const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  if (wanted.body === "" || text === "") {
    return wanted.body === text ? undefined : `the body is ${text}, not ${wanted.body}\n${shown}`;
  }
  const trouble = falsehood(notesOf(program), wanted.body, text);
  return trouble && `${trouble}\n${text.slice(0, 2_000)}\n${shown}`;
}

/** Path and query, whatever the order of the query and the spelling of its blanks. */
function placeOf(url) {
  const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
  return `${pathname} ${[...searchParams].map((pair) => pair.join("=")).sort()}`;
}
