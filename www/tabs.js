// The tabs pattern: one tab stop, arrow keys move and select, Home and End go to the ends.

/**
 * @param {HTMLElement} list the element with role "tablist"
 * @param {(name: string) => void} onSelect
 */
export function tabs(list, onSelect) {
  /** @type {HTMLButtonElement[]} */
  const all = [...list.querySelectorAll('[role="tab"]')];

  function select(tab, focus) {
    for (const other of all) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    onSelect(tab.dataset.tab);
  }

  list.addEventListener("click", (event) => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) select(tab, true);
  });
  list.addEventListener("keydown", (event) => {
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const to = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(all[to], true);
  });

  const named = (name) => all.find((tab) => tab.dataset.tab === name);
  return {
    /** @param {string} name */
    select: (name) => select(named(name), false),
    /** The small text beside a tab's name, such as a count. */
    note(name, text) {
      named(name).querySelector(".tab-note").textContent = text;
    },
    get selected() {
      return all.find((tab) => tab.getAttribute("aria-selected") === "true").dataset.tab;
    },
  };
}
