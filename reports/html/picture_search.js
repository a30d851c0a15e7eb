// Search by name, role or id in all of the cluster, open or not; Enter goes from one to the next.
{
  const field = document.getElementById("network-search");
  const told = document.getElementById("network-found");
  const texts = new Map();
  let found = [];
  let place = -1;

  function textOf(node) {
    if (!texts.has(node)) texts.set(node, fold([node.id, node.label, node.kind[1], node.role[1], node.raw].join(" ")));
    return texts.get(node);
  }

  function look() {
    const asked = fold(field.value).split(/\s+/).filter(Boolean);
    const matching = asked.length ? diagram.nodes.filter((node) => asked.every((word) => textOf(node).includes(word))) : [];
    found = matching.filter((node) => node.passes);
    const isFound = new Set(found);
    for (const node of diagram.nodes) {
      node.isFound = isFound.has(node);
      node.part?.classList.toggle("found", node.isFound);
      node.name?.classList.toggle("found", node.isFound);
    }
    place = Math.min(place, found.length - 1);
    tell(asked.length > 0, matching.length - found.length);
    diagram.redraw();
  }

  function tell(isAsked, behind) {
    const label = place >= 0 && found[place] ? found[place].label : "";
    const said = [];
    if (isAsked && !found.length) said.push(diagram.say("nothing"));
    if (found.length && label) said.push(diagram.say("found", { n: place + 1, total: diagram.write(found.length), label }));
    if (found.length && !label) said.push(diagram.say("matches", { n: diagram.write(found.length) }));
    if (behind) said.push(diagram.say("filtered", { n: diagram.write(behind) }));
    told.textContent = said.join(" · ");
  }

  function go(by) {
    if (!found.length) return;
    place = place < 0 ? (by > 0 ? 0 : found.length - 1) : (place + by + found.length) % found.length;
    const node = found[place];
    diagram.bring(node);
    diagram.reveal(node);
    diagram.pin(node);
    look();
  }

  diagram.listeners.push(() => { if (field.value) look(); });
  field.addEventListener("input", () => { place = -1; look(); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
}
