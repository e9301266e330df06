// What the reference of the rules does beyond HTML: it finds rules by words, and switches its theme.

import { byId } from "../dom.js";
import { themeButton } from "../storage.js";

const filter = byId("filter");

/** Each rule with its link among the contents and the words by which it is found: its own, not those of examples. */
const rules = [...document.querySelectorAll("article.rule")].map((article) => ({
  article,
  link: document.querySelector(`nav a[href="#${CSS.escape(article.id)}"]`).parentElement,
  words: article.querySelector(".rule-said").textContent.toLowerCase(),
}));

function show() {
  const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { article, link, words } of rules) {
    const isFound = wanted.every((word) => words.includes(word));
    article.hidden = link.hidden = !isFound;
    count += isFound ? 1 : 0;
  }
  for (const section of document.querySelectorAll(".rules > section")) {
    const family = document.querySelector(`details[data-family="${section.querySelector("h2").id}"]`);
    section.hidden = family.hidden = !section.querySelector("article:not([hidden])");
    family.open = wanted.length > 0 && !family.hidden;
  }
  byId("none").hidden = count > 0;
  byId("filter-count").textContent =
    wanted.length > 0 ? `${count} of ${rules.length} rules` : `${rules.length} rules`;
}

/** A link leads to its rule, also where the filter had hidden it. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.matches("article.rule")) return;
  if (target.hidden) {
    filter.value = "";
    show();
    target.scrollIntoView();
  }
  target.focus({ preventScroll: true });
}

themeButton(byId("theme"));
byId("theme").hidden = byId("filtering").hidden = false;
filter.addEventListener("input", show);
filter.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || filter.value === "") return;
  filter.value = "";
  show();
});
addEventListener("hashchange", follow);
// A browser may bring back what was typed before a reload.
show();
follow();
