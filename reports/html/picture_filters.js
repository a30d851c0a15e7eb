// Filters, all of which must be passed: kind, role, stage, days, distinct sources, weight.
{
  const DAY = 86400000;
  const at = (id) => document.getElementById(id);
  const boxes = Array.from(document.querySelectorAll("#network input[type=checkbox]"));
  const dates = [at("network-from"), at("network-to")];
  const amounts = [at("network-origins"), at("network-weight")];
  const complaint = at("network-date-wrong");

  // the first day of what is written, or the last: 2023 and 2023-05 stand for all of their days
  function readDay(text, isLast) {
    const [whole, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
    if (!whole) return NaN;
    const last = isLast && !day ? [month ? Number(month) : 12, 0] : [Number(month ?? 1) - 1, Number(day ?? 1)];
    const found = new Date(Date.UTC(Number(year), ...last));
    const isReal = (!month || (Number(month) >= 1 && Number(month) <= 12)) && (!day || found.getUTCDate() === Number(day));
    return isReal ? found.getTime() / DAY : NaN;
  }

  function complain(field, text) {
    for (const each of dates) each.setAttribute("aria-invalid", String(each === field));
    complaint.textContent = text;
    complaint.hidden = !text;
    return null;
  }
  // null while what is written is no span of days: the filter then stays as it was
  function readDays() {
    const found = dates.map((field, side) => (field.value.trim() ? readDay(field.value.trim(), side === 1) : [-Infinity, Infinity][side]));
    const wrong = found.findIndex(Number.isNaN);
    if (wrong >= 0) return complain(dates[wrong], diagram.say("date_wrong", { text: dates[wrong].value.trim() }));
    if (found[0] > found[1]) return complain(dates[1], diagram.say("date_order"));
    complain(null, "");
    return found;
  }

  let days = [-Infinity, Infinity];
  function apply() {
    const hidden = { kind: new Set(), role: new Set(), stage: new Set() };
    for (const box of boxes) if (!box.checked) hidden[box.dataset.by].add(box.value);
    days = readDays() ?? days;
    const [origins, weight] = amounts.map((field) => Number(field.value));
    const isSeen = (each) => (each.first === null || each.first <= days[1]) && (each.last === null || each.last >= days[0]);
    diagram.filter = {
      node: (node) => !hidden.kind.has(node.kind[0]) && (node.kind[0] !== "person" || !hidden.role.has(node.role[0])) && isSeen(node),
      edge: (edge) => !hidden.stage.has(edge.stage[0]) && edge.origins >= origins && edge.weight >= weight && isSeen(edge),
      isOfLinks: hidden.stage.size > 0 || origins > 1 || weight > 0 || days.some(Number.isFinite),
    };
    diagram.update();
    diagram.tell();
  }

  for (const field of [...boxes, ...amounts, ...dates]) field.addEventListener("change", apply);
  for (const field of dates) {
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") apply(); });
  }
  diagram.resetFilters = () => {
    for (const box of boxes) box.checked = true;
    for (const field of dates) field.value = "";
    for (const field of amounts) field.selectedIndex = 0;
    days = [-Infinity, Infinity];
    apply();
  };
  diagram.applyFilters = apply;
}
