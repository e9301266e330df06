// The page: which text, which operation, what happens when. Panes, editor and engine know nothing of each
// other; what they have in common passes through here.

import examples from "examples";
import { checking } from "./checking.js";
import { conversions } from "./conversions.js";
import { close, prepareDialog, showExamples, showKeys } from "./dialogs.js";
import { byId, element } from "./dom.js";
import { createEditor } from "./editor.js";
import { emulatorControls } from "./emulator.js";
import { inTab, isServed, onServer } from "./emulator-places.js";
import { Engine, EngineLost } from "./engine.js";
import { showExplain } from "./explain.js";
import { showModels } from "./models.js";
import { hashesPane } from "./panes/hashes.js";
import { logPane } from "./panes/log.js";
import { requestPane, sentence } from "./panes/request.js";
import { responsePane } from "./panes/response.js";
import { runsPane } from "./panes/runs.js";
import { statePane } from "./panes/state.js";
import { BrokenLink, fromHash } from "./share.js";
import { readDraft, themeButton, writeDraft } from "./storage.js";
import { tabs } from "./tabs.js";
import { textActions } from "./text-actions.js";

/**
 * What panes may ask of the page.
 * @typedef {{
 *   operation: () => import("./protocol.js").Operation,
 *   form: () => "wire" | "client",
 *   isAnswer: () => boolean,
 *   request: () => { operation: import("./protocol.js").Operation, text: string },
 *   call: (method: string, args: unknown[], slot?: string) => Promise<any>,
 *   optionsChanged: () => void,
 *   emulator: () => import("./protocol.js").EmulatorView | null,
 * }} App
 */

const PAUSE_MS = 150;
/** The panes that show what the emulator has. */
const SHOW_EMULATOR = ["state", "runs", "log"];

/** @type {import("./protocol.js").Operation[]} */
let operations = [];
/** @type {import("./protocol.js").Operation | null} */
let operation = null;
/** The id that a link or a draft asked for before the engine had named its operations. */
let wantedOperation = null;
/** The example that the text started as, to tell typed text from an untouched example. */
let example = null;
/** The shape that was asked for last. */
let described = { key: "", tree: Promise.resolve(null) };
/** The version of the text in whose call the engine was lost. */
let ended = -1;
/** Whether somebody watches the emulator already. */
let watched = false;
let optionsTimer = 0;

const limit = Number(new URLSearchParams(location.search).get("limit-ms")) || 5000;
const engine = new Engine({ limit, onState: engineState });

const editor = createEditor({
  parent: byId("editor"),
  onChange: textChanged,
  onCursor: (offset) => checks.mark(offset),
  onSend: () => emulator.send(),
  onFix: (fix) => checks.apply([fix]),
  complete,
  describe,
});

const checks = checking({
  editor,
  call,
  asked: () => operation && { operation: operation.id, kind: kind() },
  onChecked: refreshPane,
  onAgain() {
    ended = -1;
  },
});

/** @type {App} */
const app = {
  operation: () => operation,
  form,
  isAnswer,
  request: () => ({ operation, text: editor.text() }),
  call,
  optionsChanged() {
    clearTimeout(optionsTimer);
    optionsTimer = setTimeout(refreshPane, PAUSE_MS);
  },
  emulator: () => emulator.view,
};

const place = isServed() ? onServer(call) : inTab(call);

const panes = {
  request: requestPane(byId("panel-request"), app),
  hashes: hashesPane(byId("panel-hashes"), app),
  response: responsePane(byId("panel-response"), place.name),
  state: statePane(byId("panel-state"), app),
  runs: runsPane(byId("panel-runs"), app, { timeline: place.timeline, open: openRequest }),
  log: logPane(byId("panel-log"), app, {
    has: (number) => emulator.has(number),
    show: (number) => emulator.show(number),
  }),
};
const results = tabs(byId("tabs"), refreshPane);
const converting = conversions(byId("request-actions"), app, openText);
const emulator = emulatorControls({
  app,
  place,
  results,
  response: panes.response,
  options: panes.request.sendOptions,
  credentials: panes.request.credentials,
  onView() {
    if (SHOW_EMULATOR.includes(results.selected)) refreshPane();
  },
});

// Texts: from a link, from before a reload, or the first example.

function startText() {
  const draft = readDraft();
  // A draft made on this very link is newer than the link.
  if (draft && draft.hash === location.hash)
    return { ...draft, note: "Your text from before the page was loaded again." };
  try {
    const linked = fromHash(location.hash);
    if (linked) return { ...linked, note: "A shared text." };
  } catch (error) {
    if (!(error instanceof BrokenLink)) throw error;
    banner(error.message);
  }
  return null;
}

function openStart() {
  const start = startText();
  if (start) {
    wantedOperation = start.operation;
    setForm(start.form);
    note(start.note);
    editor.open(start.text);
  } else {
    example = examples.find(({ start }) => start) ?? examples[0];
    wantedOperation = example.operation;
    note(example.note);
    editor.open(example.text);
  }
}

async function openExample(picked) {
  const text = picked.text ?? (await call("sample", [picked.operation, picked.size]));
  const next = { ...picked, text };
  example = next;
  setForm("wire");
  if (next.operation !== operation.id) setOperation(operations.find(({ id }) => id === next.operation));
  editor.replace(next.text);
  note(next.note);
  checks.now();
}

/** A text that the page made takes the place of the one that is there; undo brings that back. */
function openText(id, text, said) {
  setOperation(operations.find((one) => one.id === id));
  example = null;
  setForm("wire");
  editor.replace(text);
  note(said);
  checks.now();
}

/** A request that the emulator offers. */
function openRequest({ title, operation: id, input }) {
  const said = `${title}: say under Request who sends it, and press Send. Undo brings the former text back.`;
  openText(id, JSON.stringify(input, null, 2), said);
  editor.focus();
}

/** Someone put another link into the address of the open page. */
function hashChanged() {
  let linked;
  try {
    linked = fromHash(location.hash);
  } catch (error) {
    banner(error.message);
    return;
  }
  if (!linked) return;
  const found = operations.find(({ id }) => id === linked.operation);
  if (found) setOperation(found);
  else
    banner(
      `The link is for ${linked.operation}, which this page does not know. Its text is shown all the same.`,
    );
  setForm(linked.form);
  example = null;
  editor.replace(linked.text);
  note("A shared text. Undo brings the former text back.");
  checks.now();
}

/** What a link or a draft carries. */
function shared() {
  return { operation: operation?.id ?? wantedOperation, form: kind(), text: editor.text() };
}

function untouched() {
  return editor.length() === 0 || (example !== null && editor.text() === example.text);
}

function note(text) {
  byId("note").textContent = text;
  byId("note").hidden = text === "";
}

// Operation and form.

function setOperation(next) {
  operation = next;
  byId("operation").value = next.id;
  panes.request.showChoices();
  converting.show();
}

function pickOperation() {
  const replace = untouched();
  setOperation(operations.find(({ id }) => id === byId("operation").value));
  const first = replace && examples.find((candidate) => candidate.operation === operation.id);
  if (first) openExample(first);
  else checks.now();
}

/** What stands in the text: a request in one of its forms, or a recorded answer. */
function kind() {
  return document.querySelector('input[name="form"]:checked').value;
}

function isAnswer() {
  return kind() === "answer";
}

/** The form of a request; an answer is as it came over the wire. */
function form() {
  return isAnswer() ? "wire" : kind();
}

function setForm(value) {
  document.querySelector(`input[name="form"][value="${value}"]`).checked = true;
}

function showOperations() {
  const services = new Map(operations.map(({ serviceTitle }) => [serviceTitle, []]));
  for (const one of operations) services.get(one.serviceTitle).push(one);
  byId("operation").replaceChildren(
    ...[...services].map(([title, list]) =>
      element(
        "optgroup",
        { label: title },
        ...list.map(({ id, name, emulated, kind }) =>
          element("option", { value: id }, emulated || kind === "file" ? name : `${name} (not emulated)`),
        ),
      ),
    ),
  );
  const found = operations.find(({ id }) => id === wantedOperation);
  if (!found && wantedOperation)
    banner(`The text is for ${wantedOperation}, which this page does not know. Pick an operation for it.`);
  setOperation(found ?? operations[0]);
}

// What the editor asks, and what follows the text.

function complete(text, offset) {
  if (!operation || isAnswer()) return Promise.resolve([]);
  return call("complete", [operation.id, text, offset, form()], "complete").catch(() => []);
}

/** The tree of the operation's shape, which is asked for once. */
async function describe() {
  if (!operation) return null;
  const key = `${operation.id} ${isAnswer()}`;
  if (described.key !== key)
    described = { key, tree: call("describe", [operation.id, isAnswer() ? "output" : "input"], "describe") };
  return described.tree.catch(() => null);
}

function textChanged() {
  if (operation && !untouched()) note("Your text. It stays when you pick another operation.");
  checks.changed();
}

function refreshPane() {
  const pane = panes[results.selected];
  if (operation && engine.ready) pane.refresh?.();
}

// The engine's own states.

function engineState(state, detail) {
  byId("main").dataset.engine = state;
  // While a lost engine starts again, calls wait for it and nobody loses the focus.
  if (state === "loading" && operations.length > 0) return;
  for (const control of document.querySelectorAll(
    "#operation, #examples, #explain, #load-model, #send, #clock button",
  ))
    control.disabled = state !== "ready";
  if (state === "failed") failed(detail);
  if (state === "ready") ready(detail);
}

function ready(detail) {
  if (detail.lost) banner(`The emulator starts empty: its stored state could not be read (${detail.lost}).`);
  if (operations.length === 0) {
    operations = detail.operations;
    showOperations();
    checks.now();
  }
  byId("version").textContent = `cloud-dryrun ${detail.version}`;
  if (!watched || !isServed()) place.watch(detail.emulator, emulator.take, silence);
  watched = true;
}

/** What is wrong between the page and the server, or null once it answers. @param {string | null} problem */
function silence(problem) {
  const box = byId("silence");
  const text = problem === null ? "" : `${sentence(problem)} Trying again.`;
  // What is said again and again is read out again and again.
  if (box.textContent !== text) box.textContent = text;
  box.hidden = problem === null;
}

function failed(reason) {
  if (operations.length === 0) byId("operation").replaceChildren(element("option", null, "Not loaded"));
  const advice =
    location.protocol === "file:"
      ? "Browsers do not start it from a file. Serve the page's folder over HTTP and open it there."
      : "Check that worker.js and dryrun_bg.wasm lie beside the page and are served, and that WebAssembly is allowed.";
  checks.fail(
    "The engine could not be started",
    `${sentence(reason)} ${advice}`,
    element("button", { type: "button", onclick: () => engine.start() }, "Try again"),
  );
}

/**
 * A call for the panes and controls. That the engine was lost is told here, once for all of them.
 * @type {App["call"]}
 */
async function call(method, args, slot) {
  // A text that ended the engine would end the next one too, for as long as a pane asks for it.
  if (slot === "pane" && ended === checks.version) throw new Error("The last call with this text was ended.");
  try {
    return await engine.call(method, args, slot);
  } catch (error) {
    if (error instanceof EngineLost) {
      ended = checks.version;
      banner(`${error.message} The engine was started again, with the emulator as the last request left it.`);
    }
    throw error;
  }
}

function banner(text) {
  const box = byId("banner");
  box.replaceChildren(
    element("span", null, text),
    element("button", { type: "button", class: "quiet", onclick: () => (box.hidden = true) }, "Dismiss"),
  );
  box.hidden = false;
}

/** Requests that the engine makes from the model. */
function samplesOf({ id }) {
  return [
    { name: "Sample: what has to be there", size: "minimal", note: "Made from the model: required members." },
    {
      name: "Sample: everything",
      size: "full",
      note: "Made from the model: all members that can stand together.",
    },
  ].map((sample) => ({ ...sample, operation: id, kind: "sound" }));
}

function modelLoaded(list, first) {
  operations = list;
  wantedOperation = first ?? operation.id;
  showOperations();
  checks.now();
}

function showServer() {
  if (!isServed()) return;
  byId("reach").textContent = "Nothing leaves this machine.";
  byId("privacy").replaceChildren(
    "Nothing leaves this machine: the engine runs in this tab, the emulator in ",
    element("code", null, "cloud-dryrun serve"),
    ", whose API answers at ",
    element("code", null, location.origin),
    ". What other clients put there is shown here.",
  );
}

function listen() {
  byId("operation").addEventListener("change", pickOperation);
  byId("forms").addEventListener("change", () => checks.now());
  byId("keys").addEventListener("click", showKeys);
  byId("examples").addEventListener("click", () =>
    showExamples(
      examples,
      operations,
      operation,
      async (picked) => {
        await openExample(picked);
        editor.focus();
      },
      samplesOf(operation),
    ),
  );
  byId("explain").addEventListener("click", () => showExplain(app));
  byId("load-model").addEventListener("click", () => showModels(app, modelLoaded));
  byId("skip").addEventListener("click", (event) => {
    // An anchor in the hash would take the place of a share link.
    event.preventDefault();
    editor.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    close();
    emulator.send();
  });
  addEventListener("hashchange", hashChanged);
  addEventListener("pagehide", () => writeDraft(untouched() ? null : { hash: location.hash, ...shared() }));
}

textActions({
  editor,
  shared,
  name: () => operation?.name ?? "request",
  onIndented: () => checks.now(),
  onTooLong: banner,
});
prepareDialog();
themeButton(byId("theme"));
showServer();
listen();
openStart();
engine.start();
