// What runs on the emulator's clock: who is awaited and what goes on from there, and how one run went, its steps as
// bars over the time. What stands in both is the emulator's own words.

import { counted, element, emptyNote } from "../dom.js";
import { Superseded } from "../engine.js";
import { sentence } from "./request.js";

/** @typedef {import("../protocol.js").Awaited} Awaited */
/** @typedef {import("../protocol.js").Course} Course */
/** @typedef {import("../protocol.js").Timeline} Timeline */

/**
 * @param {HTMLElement} panel
 * @param {import("../main.js").App} app
 * @param {{ timeline: (id: string) => Promise<Timeline>, open: (request: Awaited["requests"][0]) => void }} page
 */
export function runsPane(panel, app, { timeline, open }) {
  /** The run that somebody chose; the newest where nobody did. */
  let chosen = null;
  /** What is on display; what somebody reads stays where it is. */
  const shown = { awaited: "", list: "", run: "" };

  const nothing = element("div", { class: "output" });
  const awaited = element("ul", { class: "awaited" });
  const picker = element("select", { id: "run", onchange: () => show(picker.value) });
  const parent = element("p", { class: "hint" });
  const steps = table("Steps of the run", ["Step", "Status", "Time", "Took"]);
  const scale = element("span", { class: "mono scale" });
  steps.head.children[2].append(scale);
  const events = table("Events of the run", ["Time", "Step", "What", "By", "Said"]);
  const count = element("summary");
  const problem = element("p", { class: "field-error", role: "alert" });
  const run = element(
    "div",
    null,
    element("label", { class: "option run-option", for: "run" }, element("strong", null, "Run"), picker),
    problem,
    parent,
    steps.region,
    element("details", { class: "run-events" }, count, events.region),
  );
  const all = element(
    "div",
    { class: "output" },
    element("h3", { id: "awaited-title" }, "Who is awaited"),
    awaited,
    run,
  );
  awaited.setAttribute("aria-labelledby", "awaited-title");
  panel.append(nothing, all);

  function show(id) {
    chosen = id;
    refresh();
  }

  async function refresh() {
    const view = app.emulator();
    if (!view) return;
    all.hidden = view.timelines.length === 0 && view.waiting.length === 0;
    nothing.hidden = !all.hidden;
    if (all.hidden) {
      chosen = null;
      nothing.replaceChildren(
        emptyNote(
          "Nothing has run yet",
          "Send a request that starts something; its steps, and the people that it waits for, appear here.",
        ),
      );
      return;
    }
    if (changed("awaited", view.waiting)) showAwaited(view.waiting);
    run.hidden = view.timelines.length === 0;
    if (run.hidden) return;
    const newest = view.timelines.find((one) => one.parent === undefined) ?? view.timelines[0];
    const id = chosen ?? newest.executionId;
    try {
      const course = await timeline(id);
      problem.textContent = "";
      if (changed("list", [view.timelines, id])) showList(view.timelines, course);
      // What goes on grows with the time.
      if (changed("run", [course, course.ended ?? view.now])) showRun(course, view.now);
    } catch (error) {
      if (error instanceof Superseded) return;
      problem.textContent = sentence(error.message);
      chosen = null;
    }
  }

  function changed(what, value) {
    const key = JSON.stringify(value);
    if (shown[what] === key) return false;
    shown[what] = key;
    return true;
  }

  /** @param {Awaited[]} waiting */
  function showAwaited(waiting) {
    awaited.replaceChildren(
      ...(waiting.length > 0 ? waiting.map(entryOf) : [element("li", { class: "hint" }, "Nobody.")]),
    );
  }

  /** @param {Awaited} entry */
  function entryOf({ executionId, title: name, status, step, since, until, requests, ...more }) {
    const facts = [
      step && `at ${step}`,
      `since ${timeOf(since)}`,
      until ? `until ${timeOf(until)}` : "without an end",
      more.needed !== undefined && `${more.approvals ?? 0} of ${counted(more.needed, "approval")}`,
      more.approvers?.length > 0 && `by ${more.approvers.join(", ")}`,
    ];
    return element(
      "li",
      null,
      element(
        "p",
        { class: "awaited-name" },
        element("strong", null, name),
        element("span", { class: "badge warning" }, status),
      ),
      element("p", { class: "hint" }, facts.filter(Boolean).join(" · ")),
      element(
        "p",
        { class: "awaited-actions" },
        ...requests.map((request) =>
          element(
            "button",
            {
              type: "button",
              "aria-label": `${request.title}: ${name}${step ? `, ${step}` : ""}`,
              title: "Puts the request into the editor",
              onclick: () => open(request),
            },
            request.title,
          ),
        ),
        executionId &&
          element(
            "button",
            {
              type: "button",
              class: "quiet",
              "aria-label": `Show the run of ${name}`,
              onclick: () => show(executionId),
            },
            "Show the run",
          ),
      ),
    );
  }

  /** @param {import("../protocol.js").EmulatorView["timelines"]} list @param {Timeline} run */
  function showList(list, run) {
    const listed = list.some(({ executionId }) => executionId === run.executionId) ? list : [...list, run];
    picker.replaceChildren(
      ...listed.map(({ executionId, document: name, status, started, parent: above }) =>
        element(
          "option",
          { value: executionId },
          `${above ? "↳ " : ""}${name} · ${status} · ${timeOf(started)} · ${executionId.slice(0, 8)}`,
        ),
      ),
    );
    picker.value = run.executionId;
  }

  /** @param {Timeline} run @param {string} now */
  function showRun(run, now) {
    const from = Date.parse(run.started);
    const to = Math.max(Date.parse(run.ended ?? now), from);
    scale.textContent = `${timeOf(run.started)} – ${timeOf(run.ended ?? now)}`;
    parent.hidden = run.parent === undefined;
    if (run.parent) parent.replaceChildren("Started by ", linkTo(run.parent, "another run"), ".");
    const children = new Map(run.children.map((child) => [child.stepExecutionId, child.executionId]));
    steps.fill(
      run.steps.map(({ step, iteration, action, stepExecutionId, ...course }) => {
        const child = children.get(stepExecutionId);
        return [
          element(
            "span",
            { title: action },
            child === undefined ? step : linkTo(child, step),
            iteration && element("span", { class: "hint" }, ` round ${iteration}`),
          ),
          element("span", { class: `badge ${classOf(course)}` }, course.status),
          barOf(course, from, to),
          course.started === undefined
            ? "–"
            : lengthOf(Date.parse(course.ended ?? now) - Date.parse(course.started)),
        ];
      }),
    );
    count.textContent = counted(run.events.length, "event");
    events.fill(
      run.events.map(({ time, step, iteration, status, what, by, note }) => [
        element("span", { class: "mono" }, timeOf(time)),
        `${step ?? ""}${iteration ? ` (${iteration})` : ""}`,
        status ?? what ?? "",
        by ?? "",
        note ?? "",
      ]),
    );
  }

  function linkTo(id, text) {
    return element(
      "button",
      { type: "button", class: "link", title: "Show its run", "data-run": id, onclick: () => show(id) },
      text,
    );
  }

  return { refresh };
}

/** A table that scrolls in itself, and whose rows come and go without it. */
function table(label, columns) {
  const head = element("tr", null, ...columns.map((name) => element("th", { scope: "col" }, name)));
  const body = element("tbody");
  return {
    head,
    region: element(
      "div",
      { class: "wide", role: "region", "aria-label": label, tabIndex: 0 },
      element("table", { class: "log" }, element("thead", null, head), body),
    ),
    fill(rows) {
      // Whoever stands on a link of a row stands on it still.
      const focused = body.contains(document.activeElement) ? document.activeElement.dataset.run : undefined;
      body.replaceChildren(
        ...rows.map((cells) => element("tr", null, ...cells.map((cell) => element("td", null, cell)))),
      );
      if (focused !== undefined) body.querySelector(`[data-run="${focused}"]`)?.focus();
    },
  };
}

/** A step as a bar between the beginning and the end of its run. The columns beside it say the same in words. */
function barOf(course, from, to) {
  const track = element("div", { class: "track", "aria-hidden": "true" });
  if (course.started === undefined) return track;
  const whole = Math.max(to - from, 1);
  const start = Date.parse(course.started) - from;
  const end = course.ended === undefined ? to - from : Date.parse(course.ended) - from;
  const bar = element("div", { class: `run-bar ${classOf(course)}` });
  bar.style.left = `${(100 * start) / whole}%`;
  bar.style.width = `${(100 * Math.max(end - start, 0)) / whole}%`;
  track.append(bar);
  return track;
}

/** @param {Course} course */
function classOf({ isGood, started }) {
  if (isGood === undefined) return started === undefined ? "" : "open";
  return isGood ? "ok" : "error";
}

function timeOf(time) {
  return time.replace("T", " ").replace(/(\.000)?Z$/, "");
}

/** A length of time, in its two greatest units. @param {number} ms */
function lengthOf(ms) {
  const units = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1_000],
    ["ms", 1],
  ];
  const first = units.findIndex(([, size]) => ms >= size);
  if (first < 0) return "0 s";
  let left = ms;
  const parts = units.slice(first, first + 2).map(([name, size]) => {
    const many = Math.floor(left / size);
    left -= many * size;
    return many > 0 ? `${many} ${name}` : "";
  });
  return parts.filter(Boolean).join(" ");
}
