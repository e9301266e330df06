// The controls of the emulator: Send, the clock, Reset. What it stored and answered is shown by the panes; where it
// is, its place knows.

import { byId, say } from "./dom.js";
import { sentence } from "./panes/request.js";
import { errorOf } from "./panes/response.js";

// Enough to look back from the log; bodies can be large.
const ANSWERS_KEPT = 50;

/**
 * @param {{
 *   app: import("./main.js").App,
 *   place: import("./emulator-places.js").Place,
 *   results: ReturnType<typeof import("./tabs.js").tabs>,
 *   response: ReturnType<typeof import("./panes/response.js").responsePane>,
 *   options: () => import("./protocol.js").BuildOptions,
 *   credentials: () => Record<string, string> | null,
 *   onView: () => void,
 * }} page
 */
export function emulatorControls({ app, place, results, response, options, credentials, onView }) {
  /** @type {import("./protocol.js").EmulatorView | null} */
  let view = null;
  /** @type {Map<number, import("./panes/response.js").Exchange>} */
  const answers = new Map();
  const sendButton = byId("send");

  byId("emulator-place").textContent = place.name;

  function take(next) {
    view = next;
    const time = byId("clock-time");
    time.dateTime = view.now;
    time.textContent = view.now.replace("T", " ").replace(/(\.000)?Z$/, " UTC");
    results.note("runs", view.waiting.length > 0 ? String(view.waiting.length) : "");
    results.note("log", view.log.length > 0 ? String(view.log.length) : "");
    onView();
  }

  async function send() {
    if (!app.operation() || sendButton.getAttribute("aria-disabled") === "true") return;
    const { operation, text } = app.request();
    if (app.isAnswer()) {
      say("This text is no request: there is nothing to send.");
      return;
    }
    if (operation.kind === "file") {
      say("A file is not sent: convert it into a request.");
      return;
    }
    sendButton.setAttribute("aria-disabled", "true");
    try {
      const before = view?.log.at(-1)?.number ?? 0;
      const result = await place.send(operation.id, text, options(), credentials());
      const { number, time } = newest(result.emulator.log, before, operation.id) ?? {};
      const exchange = { operation: operation.name, number, time, response: result.response };
      remember(exchange);
      response.show(exchange);
      results.note("response", String(result.response.status));
      take(result.emulator);
      say(`Answer: ${result.response.status} ${errorOf(result.response) ?? ""}`.trim());
    } catch (error) {
      say("Not sent.");
      response.fail(sentence(error.message));
      results.note("response", "");
    } finally {
      sendButton.removeAttribute("aria-disabled");
    }
    results.select("response");
    // On one column the answer is below; whoever sends wants to see it.
    if (innerWidth < 1000) byId("tabs").scrollIntoView({ block: "start" });
  }

  function remember(exchange) {
    if (exchange.number === undefined) return;
    answers.set(exchange.number, exchange);
    if (answers.size > ANSWERS_KEPT) answers.delete(answers.keys().next().value);
  }

  async function advance(by) {
    const problem = byId("clock-error");
    problem.textContent = "";
    try {
      take(await place.advance(by));
      say(`The emulator's clock went on by ${by}.`);
    } catch (error) {
      problem.textContent = sentence(error.message);
    }
  }

  async function reset() {
    try {
      const emulator = await place.reset();
      answers.clear();
      response.clear();
      results.note("response", "");
      take(emulator);
      say("The emulator is back at its start: nothing stored, no requests.");
    } catch (error) {
      say(sentence(error.message));
    }
  }

  sendButton.addEventListener("click", send);
  byId("reset").addEventListener("click", reset);
  byId("clock").addEventListener("submit", (event) => {
    event.preventDefault();
    advance(byId("clock-by").value.trim());
  });
  for (const button of document.querySelectorAll("[data-advance]"))
    button.addEventListener("click", () => advance(button.dataset.advance));

  return {
    send,
    take,
    get view() {
      return view;
    },
    /** Whether the answer to a request of the log is still at hand. @param {number} number */
    has: (number) => answers.has(number),
    /** @param {number} number */
    show(number) {
      response.show(answers.get(number));
      results.select("response");
    },
  };
}

/** The entry of a request that was just answered. Other clients may have been there meanwhile. */
function newest(log, before, operation) {
  return log.findLast((entry) => entry.number > before && entry.operation === operation);
}
