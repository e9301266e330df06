// The requests that the emulator has answered, the newest first.

import { element, emptyNote } from "../dom.js";

/**
 * @param {HTMLElement} panel
 * @param {import("../main.js").App} app
 * @param {{ has: (number: number) => boolean, show: (number: number) => void }} answers those that are still at hand
 */
export function logPane(panel, app, answers) {
  const MOST = 500;
  /** What is on display; what somebody reads stays where it is. */
  let shown = "";
  const output = element("div", { class: "output" });
  panel.append(output);

  function refresh() {
    const log = app.emulator()?.log ?? [];
    const last = log.at(-1);
    const key = last ? `${log.length} ${last.number} ${last.time} ${answers.has(last.number)}` : "none";
    if (key === shown) return;
    shown = key;
    if (log.length === 0) {
      output.replaceChildren(
        emptyNote("No requests yet", "Each request that you send is listed here with its time and answer."),
      );
      return;
    }
    const rows = log.slice(-MOST).reverse().map(rowOf);
    output.replaceChildren(
      element(
        "div",
        { class: "wide", role: "region", "aria-label": "Log of requests", tabIndex: 0 },
        element(
          "table",
          { class: "log" },
          element(
            "thead",
            null,
            element(
              "tr",
              null,
              ...["No.", "Time", "Operation", "Answer", "By"].map((name) =>
                element("th", { scope: "col" }, name),
              ),
            ),
          ),
          element("tbody", null, ...rows),
        ),
      ),
    );
    if (log.length > MOST)
      output.append(
        element("p", { class: "hint" }, `The last ${MOST} of ${log.length} requests are listed.`),
      );
  }

  /** @param {import("../protocol.js").LogEntry} entry */
  function rowOf({ number, time, operation, principal = "", status, error }) {
    const answer = [
      element("span", { class: `badge ${status < 400 ? "ok" : "error"}` }, String(status)),
      error && element("span", { class: "error-name" }, error),
    ];
    return element(
      "tr",
      null,
      element("td", { class: "mono" }, String(number)),
      element(
        "td",
        { class: "mono" },
        String(time)
          .replace("T", " ")
          .replace(/(\.\d+)?Z$/, ""),
      ),
      element("td", null, operation?.replace(/^[^:]*:/, "") ?? ""),
      element(
        "td",
        null,
        answers.has(number)
          ? element(
              "button",
              {
                type: "button",
                class: "link",
                title: "Show the answer",
                onclick: () => answers.show(number),
              },
              ...answer,
            )
          : element("span", null, ...answer),
      ),
      element("td", { title: principal }, principal.split("/").at(-1)),
    );
  }

  return { refresh };
}
