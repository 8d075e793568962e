
"use strict";
// Text of documents is only ever moved as nodes or as textContent: nothing here parses markup.
const root = document.documentElement;
const note = document.getElementById("note");
const articles = [...document.querySelectorAll("article")];
const list = document.getElementById("documents");
root.classList.add("js");

// One document at a time where there are several; the address says which.
function route() {
  if (!list) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const wanted = target && target.closest("article");
  for (const article of articles) article.hidden = article !== wanted;
  list.hidden = Boolean(wanted);
  if (!wanted) return;
  if (target === wanted) scrollTo(0, 0);
  else target.scrollIntoView({ block: "center" });
  if (target.matches("mark")) target.focus({ preventScroll: true });
}

function addWayBack() {
  if (!list) return;
  for (const article of articles) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    line.className = "back";
    link.href = "#documents";
    link.textContent = "All documents";
    line.append(link);
    article.prepend(line);
  }
}

// Filters
function apply(article) {
  const boxes = [...article.querySelectorAll(".filters input")];
  const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const mark of article.querySelectorAll("mark")) {
    const off = !mark.dataset.rules.split(" ").some((rule) => on.has(rule));
    mark.classList.toggle("off", off);
    if (mark.hasAttribute("tabindex")) mark.tabIndex = off ? -1 : 0;
  }
  for (const sentence of article.querySelectorAll(".text .reading")) {
    sentence.classList.toggle("off", !on.has("reading"));
  }
  let shown = 0;
  const items = article.querySelectorAll(".findings li");
  for (const item of items) {
    item.hidden = !on.has(item.dataset.rule);
    shown += item.hidden ? 0 : 1;
  }
  article.querySelector(".shown").textContent = shown === items.length ? "" : `${shown} of ${items.length} shown`;
}

// The note beside a mark
function describe(mark) {
  const lines = [];
  if (!mark.classList.contains("off")) {
    for (const id of (mark.dataset.findings || "").split(" ").filter(Boolean)) {
      const item = document.getElementById(id);
      if (item.hidden) continue;
      lines.push(line(item.className.replace("same", ""), item.dataset.rule, item.querySelector(".message").textContent));
    }
  }
  const sentence = mark.closest(".reading:not(.off)");
  if (sentence) lines.push(line("reading", "reads badly", `damage ${sentence.dataset.damage} of 1, says the model`));
  return lines;
}

function line(kind, name, words) {
  const made = document.createElement("p");
  const rule = document.createElement("span");
  made.className = kind;
  rule.className = "rule";
  rule.textContent = name;
  made.append(rule, words);
  return made;
}

function show(place, at) {
  const lines = describe(place);
  hide();
  if (!lines.length) return;
  note.replaceChildren(...lines);
  note.hidden = false;
  const boxes = [...place.getClientRects()];
  const box = (at && boxes.find((rect) => at.clientY <= rect.bottom)) || boxes[boxes.length - 1];
  const width = root.clientWidth;
  const left = Math.max(16, Math.min(at ? at.clientX - 24 : box.left, width - note.offsetWidth - 16));
  const below = box.bottom + 8 + note.offsetHeight < innerHeight;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(below ? box.bottom + 8 : box.top - 8 - note.offsetHeight) + scrollY}px`;
  for (const id of (place.dataset.findings || "").split(" ").filter(Boolean)) alike(id, true);
}

function hide() {
  note.hidden = true;
  for (const item of document.querySelectorAll(".same")) item.classList.remove("same");
}

function alike(id, on) {
  document.getElementById(id).classList.toggle("same", on);
  for (const mark of document.querySelectorAll(`mark[data-findings~="${id}"]`)) mark.classList.toggle("same", on);
}

const PLACE = "mark, .text .reading";
document.addEventListener("mouseover", (event) => {
  const place = event.target.closest(PLACE);
  if (place) return show(place, event);
  hide();
  const item = event.target.closest(".findings li");
  if (item) alike(item.id, true);
});
document.addEventListener("focusin", (event) => (event.target.matches("mark") ? show(event.target) : hide()));
document.addEventListener("focusout", hide);

// Escape closes the note; n and p go to the next and the previous finding that is shown.
function step(by) {
  const stops = [...document.querySelectorAll("article:not([hidden]) mark[tabindex='0']")];
  if (!stops.length) return;
  const at = stops.indexOf(document.activeElement);
  const next = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
  stops[next].focus({ preventScroll: true });
  stops[next].scrollIntoView({ block: "center", behavior: "instant" });
  show(stops[next]);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hide();
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "n") step(1);
  if (event.key === "p") step(-1);
});

document.addEventListener("change", (event) => {
  const filters = event.target.closest(".filters");
  if (filters) apply(filters.closest("article"));
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-set]");
  if (button) {
    const article = button.closest("article");
    for (const box of article.querySelectorAll(".filters input")) box.checked = button.dataset.set === "on";
    apply(article);
  }
  const link = event.target.closest(".findings a");
  if (link) {
    const mark = document.getElementById(link.hash.slice(1));
    if (mark) setTimeout(() => mark.focus({ preventScroll: true }));
  }
});
// On a small screen the text comes first.
if (matchMedia("(max-width: 62rem)").matches) {
  for (const filters of document.querySelectorAll(".filters")) filters.open = false;
}
addEventListener("hashchange", route);
addWayBack();
route();
