"use strict";
for (const part of document.querySelectorAll(".needs-script")) part.hidden = false;

function valueOf(row, column, kind) {
  const cell = row.cells[column];
  const value = cell.dataset.value ?? cell.textContent.trim();
  return kind === "number" ? Number(value) : value;
}

function sortBy(table, head, column) {
  const body = table.tBodies[0];
  const kind = head.dataset.as;
  const before = head.getAttribute("aria-sort");
  const rising = before ? before === "descending" : kind === "text";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const rows = Array.from(body.rows, (row) => [valueOf(row, column, kind), row]);
  const collator = new Intl.Collator(document.documentElement.lang);
  const compare = kind === "number" ? (a, b) => a - b : collator.compare;
  rows.sort((a, b) => (rising ? 1 : -1) * compare(a[0], b[0]));
  body.append(...rows.map((pair) => pair[1]));
}

function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

function searchIn(table, field, shown) {
  let rows = null; // read when first asked for: the page is there sooner
  let only = null; // the rows that a figure rests on, where one was asked
  const filters = Array.from(document.querySelectorAll("select[data-filter]"));
  const update = () => {
    rows ??= Array.from(table.tBodies[0].rows, (row) => [fold(row.textContent), row]);
    const asked = fold(field.value).split(/\s+/).filter(Boolean);
    const chosen = filters.filter((filter) => filter.value).map((filter) => [filter.dataset.filter, filter.value]);
    let count = 0;
    for (const [text, row] of rows) {
      const isHidden = !((!only || only.has(row.id)) && asked.every((word) => text.includes(word))
        && chosen.every(([name, code]) => row.dataset[name].split(" ").includes(code)));
      if (row.hidden !== isHidden) row.hidden = isHidden;
      count += isHidden ? 0 : 1;
    }
    tell(count);
    if (all) all.hidden = !only;
  };
  const all = document.getElementById("show-all");
  const showOnly = (chosen) => {
    only = chosen;
    field.value = "";
    update();
  };
  all?.addEventListener("click", () => {
    showOnly(null);
    field.focus();
  });
  // a figure names in its tooltip the numbers of the records that it rests on: these are shown, and no others
  if (all) document.addEventListener("click", (event) => {
    const figure = event.target.closest?.("a.from");
    if (!figure) return;
    const chosen = new Set();
    for (const [, from, to] of figure.title.matchAll(/(\d+)(?:–(\d+))?/g)) for (let each = +from; each <= +(to ?? from); each++) chosen.add(`r${each}`);
    showOnly(chosen);
  });
  const tell = (count) => {
    shown.textContent = shown.dataset.of.replace("{n}", count.toLocaleString(document.documentElement.lang));
  };
  for (const asked of [field, ...filters]) asked.addEventListener("input", update);
  tell(table.tBodies[0].rows.length);
}

for (const head of document.querySelectorAll("th[data-as]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => sortBy(head.closest("table"), head, head.cellIndex));
}
// paper shows everything that is folded away on the screen, save the keys of records behind one figure of a table
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll(":not(td) > details:not([open])")) folded.open = folded.dataset.unfolded = true;
});
addEventListener("afterprint", () => {
  for (const folded of document.querySelectorAll("details[data-unfolded]")) {
    folded.open = false;
    delete folded.dataset.unfolded;
  }
});
const searched = document.getElementById("clusters") ?? document.getElementById("records");
const field = document.getElementById("search");
if (searched && field) searchIn(searched, field, document.getElementById("shown"));
