{
  const data = JSON.parse(document.getElementById("review-data").textContent);
  const said = data.said;
  const at = (id) => document.getElementById(id);
  const told = at("review-told");
  const bar = at("review-bar");
  const by = at("reviewer");
  const PREFIX = `trama.review:${data.cluster}:`;
  const HERE = `trama.review:${data.snapshot}`;
  const NAME = "trama.reviewer";
  const CHOICES = { pair: ["same", "not_same", "unsure"], link: ["link_confirmed", "link_rejected", "unsure"] };
  const STEP = 25;
  let isKept = true;
  let marks = {};

  const keep = (step) => {
    try {
      return step();
    } catch {
      isKept = false;
      return null;
    }
  };
  const read = (key) => keep(() => JSON.parse(localStorage.getItem(key)));
  const fill = (text, n, total) => text.replace("{n}", n).replace("{total}", total);
  const make = (parent, name, text, properties) => {
    const element = Object.assign(document.createElement(name), properties);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  };
  const list = (found) => Object.values(found).filter((mark) => mark && typeof mark.judgement === "string");
  const tell = (text) => { told.textContent = isKept ? text : `${text} ${said.in_memory}`; };

  function item(choices, title, decision) {
    const id = [decision.kind ?? "", decision.left, decision.right].join("\n");
    return { id, title, decision, choices };
  }
  const restsOn = (places) => places.map((place) => data.records[place][0]);
  const pairs = data.pairs.map(([left, right, places, title]) =>
    item(CHOICES.pair, title, { left, right, rests_on: restsOn(places) }));
  const links = data.links.map(([source, target, kind, left, right, places, signs, judgement]) => {
    const names = [data.names[source], data.kinds[kind][1], data.names[target]];
    const decision = { left, right, kind: data.kinds[kind][0], rests_on: restsOn(places) };
    const grades = places.map((place) => data.records[place].join(" ").replace(/@\d+ /, " "));
    return { ...item(CHOICES.link, names.join(" – "), decision), names, grades, signs, judgement };
  });
  const known = new Map([...pairs, ...links].map((each) => [each.id, each]));

  function count() {
    const unsaved = list(marks).filter((mark) => !mark.saved).length;
    bar.hidden = list(marks).length === 0;
    document.body.classList.toggle("reviewing", !bar.hidden);
    at("review-count").textContent = fill(said.unsaved, unsaved);
    return unsaved;
  }

  function store() {
    const text = JSON.stringify(marks);
    const before = isKept;
    keep(() => (text === "{}" ? localStorage.removeItem(HERE) : localStorage.setItem(HERE, text)));
    if (before && !isKept) tell("");
    count();
  }

  function judge(each, judgement, why) {
    const before = marks[each.id];
    if (judgement) {
      const replaces = Boolean(before && (before.saved || before.replaces));
      marks[each.id] = { ...each.decision, judgement, why, at: new Date().toISOString(), replaces, saved: false };
    } else {
      delete marks[each.id];
    }
    store();
  }

  function control(cell, each) {
    const mark = marks[each.id];
    const select = make(cell, "select");
    select.setAttribute("aria-label", `${said.judgement}: ${each.title}`);
    make(select, "option", said.open, { value: "" });
    for (const choice of each.choices) make(select, "option", said.judgements[choice], { value: choice });
    select.value = mark?.judgement ?? "";
    const why = make(cell, "input", "", { type: "text", maxLength: 2000, placeholder: said.why, hidden: !mark });
    why.value = mark?.why ?? "";
    why.setAttribute("aria-label", `${said.why}: ${each.title}`);
    why.dataset.of = each.id;
    const update = () => {
      why.hidden = !select.value;
      judge(each, select.value, why.value.trim());
    };
    select.addEventListener("change", update);
    why.addEventListener("change", update);
  }

  function drawPairs() {
    const table = document.querySelector("#identities table");
    if (!table || pairs.length === 0) return;
    table.classList.add("review-table");
    const head = table.tHead.rows[0];
    if (head.lastElementChild.className !== "judgement") {
      make(head, "th", said.judgement, { scope: "col", className: "judgement" });
    }
    pairs.forEach((each, place) => {
      const row = table.tBodies[0].rows[place];
      row.querySelector("td.judgement")?.remove();
      control(make(row, "td", "", { className: "judgement" }), each);
    });
  }

  const search = at("review-search");
  const filter = at("review-filter");
  const shown = at("review-shown");
  const more = at("review-more");
  let chosen = [];
  let drawn = 0;

  function drawLinks(upTo) {
    const body = at("review-links").tBodies[0];
    for (const each of chosen.slice(drawn, upTo)) {
      const row = make(body, "tr");
      const head = make(row, "th", each.names[0], { scope: "row" });
      make(head, "span", ` ${each.names[1]} `, { className: "muted" });
      head.append(each.names[2]);
      const rests = make(row, "td");
      for (const grade of each.grades.slice(0, 3)) make(make(rests, "div"), "code", grade);
      if (each.grades.length > 3) make(rests, "div", fill(said.more_records, each.grades.length - 3), { className: "muted" });
      const signs = [...each.signs, ...(each.judgement ? [each.judgement] : [])];
      make(row, "td", signs.map((sign) => said.marks[sign] ?? sign).join(", ") || "–");
      control(make(row, "td", "", { className: "judgement" }), each);
    }
    drawn = Math.min(upTo, chosen.length);
    more.hidden = drawn === chosen.length;
    shown.textContent = fill(said.shown, drawn, chosen.length);
  }

  function choose() {
    const asked = fold(search.value).split(/\s+/).filter(Boolean);
    const sign = filter.value;
    chosen = links.filter((each) => {
      const passes = sign === "all" || (sign === "marked" ? each.id in marks : each.signs.includes(sign));
      if (!passes || asked.length === 0) return passes;
      const text = fold([each.title, ...each.grades].join(" "));
      return asked.every((word) => text.includes(word));
    });
    drawn = 0;
    at("review-links").tBodies[0].replaceChildren();
    drawLinks(STEP);
  }

  function draw() {
    drawPairs();
    if (links.length) choose();
    count();
  }

  function write(made, evidence) {
    const decisions = made.map(({ saved, ...decision }) => decision);
    const file = { by: by.value.trim(), evidence, ...(data.view ? { view: data.view } : {}), decisions };
    const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1), "\n"], { type: "application/json" }));
    const moment = new Date().toISOString().replace(/[-:]|\..*/g, "");
    const link = make(document.body, "a", "", { href: address, download: `${data.cluster}_${moment}.decisions.json`, hidden: true });
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  function complain(field, text) {
    tell(text);
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
    return false;
  }

  function isComplete(made) {
    if (!by.value.trim()) return complain(by, said.no_name);
    const missing = made.filter((mark) => !mark.why);
    if (missing.length === 0) return true;
    const ids = new Set(Object.keys(marks).filter((id) => missing.includes(marks[id])));
    if (links.length && !Array.from(document.querySelectorAll("[data-of]")).some((field) => ids.has(field.dataset.of))) {
      filter.value = "marked";
      search.value = "";
      choose();
      drawLinks(chosen.length);
    }
    const field = Array.from(document.querySelectorAll("[data-of]")).find((each) => ids.has(each.dataset.of));
    return complain(field, fill(said.no_reason, missing.length));
  }

  at("review-save").addEventListener("click", () => {
    const made = list(marks);
    if (!isComplete(made)) return;
    write(made, data.snapshot);
    for (const mark of made) mark.saved = true;
    store();
    tell(fill(said.saved, made.length));
  });

  at("review-forget").addEventListener("click", () => {
    marks = {};
    by.value = "";
    keep(() => localStorage.removeItem(NAME));
    store();
    draw();
    tell(said.forgotten);
  });

  at("review-load").addEventListener("change", async (event) => {
    const [chosenFile] = event.target.files;
    if (!chosenFile) return;
    try {
      const loaded = JSON.parse(await chosenFile.text());
      const found = (loaded.decisions ?? loaded).map((decision) => [known.get([decision.kind ?? "", decision.left, decision.right].join("\n")), decision]);
      const usable = found.filter(([each, decision]) => each?.choices.includes(decision.judgement));
      for (const [each, decision] of usable) {
        const { judgement, why, at: moment } = decision;
        marks[each.id] = { ...each.decision, judgement, why: String(why ?? loaded.why ?? ""), at: moment ?? loaded.at ?? new Date().toISOString(), replaces: decision.replaces === true, saved: true };
      }
      if (!by.value && typeof loaded.by === "string") by.value = loaded.by;
      store();
      draw();
      tell(fill(said.loaded, usable.length, found.length));
    } catch {
      tell(said.not_loaded);
    }
    event.target.value = "";
  });

  function offerEarlier() {
    const keys = keep(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== HERE)) ?? [];
    const unsaved = keys.flatMap((key) => list(read(key) ?? {}).filter((mark) => !mark.saved));
    const place = at("review-earlier");
    if (unsaved.length === 0) return;
    place.hidden = false;
    place.firstElementChild.textContent = fill(said.earlier, unsaved.length);
    place.lastElementChild.addEventListener("click", () => {
      if (!by.value.trim()) return complain(by, said.no_name);
      write(unsaved, keys.at(-1).slice("trama.review:".length));
      for (const key of keys) keep(() => localStorage.removeItem(key));
      place.hidden = true;
      return tell(fill(said.saved, unsaved.length));
    });
  }

  if (links.length) {
    search.addEventListener("input", choose);
    filter.addEventListener("change", choose);
    more.addEventListener("click", () => drawLinks(drawn + STEP));
  }
  by.addEventListener("change", () => keep(() => localStorage.setItem(NAME, JSON.stringify(by.value.trim()))));
  window.addEventListener("beforeunload", (event) => {
    if (!isKept && count() > 0) event.preventDefault();
  });
  marks = read(HERE) ?? {};
  by.value = read(NAME) ?? "";
  keep(() => localStorage.setItem("trama.try", "1"));
  keep(() => localStorage.removeItem("trama.try"));
  if (!isKept) tell("");
  at("review-plain").remove();
  draw();
  offerEarlier();
}
