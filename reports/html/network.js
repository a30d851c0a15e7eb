const source = document.getElementById("network-data");
const drawing = document.querySelector(".network figure svg");
const network = JSON.parse(source.textContent);
const nodes = Array.from(drawing.querySelectorAll(".node"));
const labels = Array.from(drawing.querySelectorAll(".name"));
const edges = Array.from(drawing.querySelectorAll(".edge"));
const detail = document.getElementById("detail");
const hint = detail.firstElementChild;

function add(parent, name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  parent.append(element);
  return element;
}

function show(index) {
  const lit = new Set([index]);
  const lines = [];
  network.edges.forEach((edge, number) => {
    const isMine = edge.ends.includes(index) && !edges[number].classList.contains("off");
    edges[number].classList.toggle("lit", isMine);
    if (!isMine) return;
    const other = edge.ends[0] === index ? edge.ends[1] : edge.ends[0];
    lit.add(other);
    lines.push(`${network.nodes[other].label} – ${edge.said}`);
  });
  for (const layer of [nodes, labels]) {
    layer.forEach((part, number) => {
      part.classList.toggle("lit", lit.has(number));
      part.classList.toggle("at", number === index);
    });
  }
  drawing.classList.add("busy");
  detail.replaceChildren();
  add(detail, "h3", network.nodes[index].label);
  for (const fact of network.nodes[index].facts) add(detail, "div", fact);
  const list = add(detail, "ul", "");
  for (const line of lines.slice(0, 12)) add(list, "li", line);
  if (lines.length > 12) add(detail, "div", `+ ${lines.length - 12}`);
  const own = network.nodes[index].own;
  if (own.length === 0) return;
  add(detail, "h4", detail.dataset.own);
  const items = add(detail, "ul", "");
  for (const item of own.slice(0, 12)) add(items, "li", item);
  if (own.length > 12) add(detail, "div", `+ ${own.length - 12}`);
}

function rest() {
  drawing.classList.remove("busy");
  for (const part of [...nodes, ...labels, ...edges]) part.classList.remove("lit", "at");
}

let pinned = null;
nodes.forEach((node, index) => {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", [network.nodes[index].label, ...network.nodes[index].facts].join(", "));
  node.addEventListener("mouseenter", () => show(index));
  node.addEventListener("focus", () => show(index));
  node.addEventListener("mouseleave", () => (pinned === null ? rest() : show(pinned)));
  node.addEventListener("blur", () => (pinned === null ? rest() : show(pinned)));
  node.addEventListener("click", () => { pinned = pinned === index ? null : index; show(index); });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pinned = pinned === index ? null : index; show(index); }
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  pinned = null;
  rest();
  detail.replaceChildren(hint);
});

function hiddenBy(attribute) {
  const boxes = document.querySelectorAll(`aside input[data-${attribute}]:not(:checked)`);
  return new Set(Array.from(boxes, (box) => box.dataset[attribute]));
}

function filter() {
  const kinds = hiddenBy("kind");
  const stages = hiddenBy("stage");
  for (const layer of [nodes, labels]) {
    layer.forEach((part, index) => part.classList.toggle("off", kinds.has(network.nodes[index].kind)));
  }
  network.edges.forEach((edge, index) => {
    const endHidden = edge.ends.some((end) => kinds.has(network.nodes[end].kind));
    edges[index].classList.toggle("off", endHidden || stages.has(edge.stage));
  });
}
for (const box of document.querySelectorAll("aside input")) box.addEventListener("change", filter);
