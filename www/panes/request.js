// What would go over the wire, and the same request in other clients' words.

import targets from "../../src/snippets/targets.json";
import { copyButton, element, emptyNote, saveButton } from "../dom.js";
import { Superseded } from "../engine.js";
import { textBlock } from "../json-text.js";
import { signingFields } from "./signing.js";

/**
 * @param {HTMLElement} panel
 * @param {import("../main.js").App} app
 */
export function requestPane(panel, app) {
  let target = "http";
  const options = { region: "", endpoint: "", accessKey: "", fillHashes: false, labels: {} };

  const choices = element("fieldset", { class: "segments" });
  const region = field("Region", "region", 14, "default");
  const endpoint = field("Endpoint", "endpoint", 22, "default");
  const sender = field("Sent by", "access-key", 14, "nobody's key");
  sender.label.title =
    "An access key: to the emulator each is a person of its own, and no signature is needed";
  const fill = element("input", { type: "checkbox", id: "fill-hashes", onchange: change });
  const fillLabel = element("label", { class: "check" }, fill, "Fill in content hashes");
  const labels = element("span", { class: "labels" });
  const signing = signingFields(() => app.optionsChanged());
  const output = element("div", { class: "output", "aria-live": "off" });
  const head = element(
    "div",
    { class: "options", hidden: true },
    choices,
    region.label,
    endpoint.label,
    sender.label,
    labels,
    fillLabel,
  );
  panel.append(head, signing.node, output);

  function field(name, key, size, placeholder) {
    const input = element("input", {
      id: key,
      size,
      placeholder,
      class: "mono",
      autocomplete: "off",
      spellcheck: false,
      oninput: change,
    });
    return { input, label: element("label", { class: "option", for: key }, name, input) };
  }

  function change() {
    options.region = region.input.value.trim();
    options.endpoint = endpoint.input.value.trim();
    options.accessKey = sender.input.value.trim();
    options.fillHashes = fill.checked;
    app.optionsChanged();
  }

  /** Options without the empty ones: an absent option means the default. */
  function buildOptions() {
    return {
      form: app.form(),
      ...(options.region && { region: options.region }),
      ...(options.endpoint && { endpoint: options.endpoint }),
      ...(options.fillHashes && app.operation().hashed && { fillHashes: true }),
      ...(app.operation().labels.length > 0 && { labels: givenLabels() }),
    };
  }

  /** The same for the request itself, which says who sends it. Clients have keys of their own. */
  function sendOptions() {
    return { ...buildOptions(), ...(options.accessKey && { accessKey: options.accessKey }) };
  }

  /** Parts of the address, for a text that is the body alone. */
  function givenLabels() {
    const given = app.operation().labels.filter((name) => options.labels[name]);
    return Object.fromEntries(given.map((name) => [name, options.labels[name]]));
  }

  /** Fields for them, with a sample in each until somebody says otherwise, so that any text can be sent. */
  async function showLabels() {
    const { id, labels: names } = app.operation();
    const fresh = names.filter((name) => options.labels[name] === undefined);
    if (fresh.length > 0) {
      const sample = JSON.parse(await app.call("sample", [id, "minimal"]));
      for (const name of fresh) options.labels[name] ??= sample[name];
      if (app.operation().id !== id) return;
      app.optionsChanged();
    }
    const fields = names.map((name) => {
      const { input, label } = field(name, `label-${name}`, 14, "as in the text");
      input.value = options.labels[name] ?? "";
      input.addEventListener("input", () => {
        options.labels[name] = input.value.trim();
        change();
      });
      return label;
    });
    labels.replaceChildren(...fields);
  }

  function showChoices() {
    head.hidden = false;
    const names = ["http", ...app.operation().snippets];
    if (!names.includes(target)) target = "http";
    choices.replaceChildren(
      element("legend", { class: "offscreen" }, "Write the request as"),
      ...names.map((name) => {
        const input = element("input", {
          type: "radio",
          name: "target",
          value: name,
          checked: name === target,
          onchange() {
            target = name;
            refresh();
          },
        });
        return element("label", null, input, element("span", null, labelOf(name)));
      }),
    );
    fillLabel.hidden = !app.operation().hashed;
    showLabels();
  }

  async function refresh() {
    const wanted = target;
    const { operation, text } = app.request();
    const nothing = withoutRequest(operation, app.isAnswer());
    head.hidden = nothing !== null;
    signing.node.hidden = nothing !== null || wanted !== "http";
    if (nothing) {
      output.replaceChildren(emptyNote(...nothing));
      return;
    }
    output.setAttribute("aria-busy", "true");
    try {
      const shown =
        wanted === "http"
          ? wire(await signed(await app.call("build", [operation.id, text, sendOptions()], "pane")))
          : snippetOf(
              wanted,
              await app.call("snippet", [operation.id, text, wanted, buildOptions()], "pane"),
            );
      if (wanted === target) output.replaceChildren(...shown);
    } catch (error) {
      if (error instanceof Superseded) return;
      output.replaceChildren(
        emptyNote("The request cannot be written yet", `${sentence(error.message)} The findings say where.`),
      );
    }
    output.removeAttribute("aria-busy");
  }

  /** The request with a signature, where there is something to sign it with. */
  async function signed(request) {
    signing.tell("");
    const credentials = signing.credentials();
    if (credentials === null) return request;
    try {
      return await app.call("sign", [request, credentials], "pane");
    } catch (error) {
      if (error instanceof Superseded) throw error;
      signing.tell(`Not signed: ${error.message}.`);
      return request;
    }
  }

  function wire(request) {
    const raw = rawOf(request);
    return [
      element(
        "div",
        { class: "output-head" },
        element(
          "p",
          { class: "mono request-line" },
          element("strong", null, request.method),
          ` ${request.url}`,
        ),
        copyButton("the request", () => raw, "Copy all"),
        saveButton(
          "the request",
          () => ({ text: raw, name: `${app.operation().name}.http` }),
          "Download all",
        ),
      ),
      headerTable(request.headers),
      element(
        "div",
        { class: "output-head" },
        element("h3", null, "Body"),
        copyButton("the body", () => request.body),
        saveButton("the body", () => ({
          text: request.body,
          name: `${app.operation().name}.json`,
          type: "application/json",
        })),
      ),
      textBlock(request.body, { label: "Body of the request", json: true }),
    ];
  }

  function snippetOf(name, text) {
    return [
      element(
        "div",
        { class: "output-head" },
        element("h3", null, labelOf(name)),
        copyButton("the snippet", () => text),
        saveButton("the snippet", () => ({ text, name: targets[name]?.file ?? "request.txt" })),
      ),
      textBlock(text, { label: `The request for ${labelOf(name)}` }),
    ];
  }

  return { refresh, showChoices, sendOptions, credentials: signing.credentials };
}

/** Why there is nothing to send, where there is not. */
function withoutRequest(operation, isAnswer) {
  if (isAnswer)
    return ["An answer goes nowhere", "Set the form of the text to Wire or Client to write a request."];
  if (operation.kind === "file")
    return [
      "A file is not sent",
      "It is read where it lies. Convert it to see the request that comes of it.",
    ];
  return null;
}

function labelOf(name) {
  return name === "http" ? "HTTP" : (targets[name]?.label ?? name);
}

/** The message as it would stand in a file for an HTTP client. */
function rawOf({ method, url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url} HTTP/1.1`, ...lines, "", body].join("\n");
}

/** @param {Record<string, string>} headers */
export function headerTable(headers) {
  const rows = Object.entries(headers).map(([name, value]) =>
    element("tr", null, element("th", { scope: "row" }, name), element("td", null, String(value))),
  );
  return element(
    "table",
    { class: "headers mono" },
    element("caption", { class: "offscreen" }, "Headers"),
    element("tbody", null, ...rows),
  );
}

/** A message of the engine (no full stop, lower case) as a sentence. */
export function sentence(message) {
  const text = message.trim();
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
