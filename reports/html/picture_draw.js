// Adopts the picture that stands still, and draws what it leaves out when that is opened.
{
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const GAP = 26;
  const { drawing, nodes, edges } = diagram;
  const layers = Object.fromEntries(["edges", "nodes", "labels"].map((name) => [name, drawing.querySelector(`.${name}`)]));
  const home = drawing.getAttribute("viewBox").split(" ").map(Number);
  const grid = new Map();
  diagram.of = new WeakMap();

  function make(parent, name, attributes, text) {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  // shapes and strokes are those of the key beside the picture
  const keys = new Map();
  const keyOf = (group, code) => {
    const selector = `#network-${group}s label[data-${group}="${CSS.escape(code)}"] svg :is(line, circle, polygon)`;
    if (!keys.has(selector)) keys.set(selector, document.querySelector(selector));
    return keys.get(selector);
  };

  const cell = (x, y) => `${Math.floor(x / GAP)}:${Math.floor(y / GAP)}`;
  function occupy(node, x, y) {
    node.x = x;
    node.y = y;
    const key = cell(x, y);
    if (!grid.has(key)) grid.set(key, []);
    grid.get(key).push(node);
  }
  function isFree(x, y) {
    for (const dx of [-GAP, 0, GAP]) {
      for (const dy of [-GAP, 0, GAP]) {
        for (const other of grid.get(cell(x + dx, y + dy)) ?? []) {
          if (Math.hypot(other.x - x, other.y - y) < GAP) return false;
        }
      }
    }
    return true;
  }
  // beside who is there already and linked with it, on the side away from the middle; rings until there is room
  function place(node) {
    const anchor = Array.from(node.near.keys()).find((other) => other.x !== undefined);
    const [x, y] = anchor ? [anchor.x, anchor.y] : [home[2] / 2, home[3]];
    const outward = Math.atan2(y - home[3] / 2, x - home[2] / 2);
    for (let radius = GAP * 1.5; ; radius += GAP) {
      const count = Math.floor((2 * Math.PI * radius) / GAP);
      for (let step = 0; step < count; step += 1) {
        const turn = ((step % 2 ? 1 : -1) * Math.ceil(step / 2) * 2 * Math.PI) / count;
        const at = [x + radius * Math.cos(outward + turn), y + radius * Math.sin(outward + turn)];
        if (isFree(...at)) return occupy(node, ...at);
      }
    }
  }

  function finish(node, part, name) {
    node.part = part;
    node.name = name;
    diagram.of.set(part, node);
    part.setAttribute("role", "button");
    part.setAttribute("tabindex", "-1");
    part.querySelector(".rank")?.setAttribute("aria-hidden", "true"); // the node's own name says it
  }
  function drawNode(node) {
    place(node);
    const part = make(document.createDocumentFragment(), "g", { class: "node grown", "data-kind": node.kind[0], transform: `translate(${node.x} ${node.y})` });
    layers.nodes.prepend(part);
    make(part, "title", {}, `${node.label} (${node.kind[1]})`);
    const shape = make(part, "g", {}).appendChild(keyOf("kind", node.kind[0]).cloneNode(true));
    shape.setAttribute("transform", `scale(${node.kind[0] === "person" ? 1.8 : 1.3})`);
    if (node.kind[0] !== "person") shape.setAttribute("stroke", "#5b6878");
    if (node.rank !== null) shape.setAttribute("fill", "#8fa6c1");
    if (node.status[0] === "unknown") shape.setAttribute("stroke-dasharray", "2 1.4");
    const short = Array.from(node.label);
    const name = short.length > 28 ? `${short.slice(0, 27).join("")}…` : node.label;
    finish(node, part, make(layers.labels, "text", { class: "name late grown", "data-kind": node.kind[0], x: node.x, y: node.y + 20 }, name));
  }
  function drawEdge(edge) {
    const [from, to] = edge.ends;
    const key = keyOf("stage", edge.stage[0]);
    const part = make(layers.edges, "g", { class: "edge grown", "data-stage": edge.stage[0] });
    make(part, "title", {}, `${edge.kind[1]}: ${diagram.say("records", { n: edge.records })}`);
    const line = make(part, "line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke: key.getAttribute("stroke"), "stroke-width": 1 + 0.7 * Math.min(edge.origins, 5) });
    if (key.hasAttribute("stroke-dasharray")) line.setAttribute("stroke-dasharray", key.getAttribute("stroke-dasharray"));
    if (edge.isDirected) {
      const turn = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
      const at = [from.x + (to.x - from.x) * 0.62, from.y + (to.y - from.y) * 0.62];
      make(part, "polygon", { points: "0,0 -9,4 -9,-4", fill: key.getAttribute("stroke"), transform: `translate(${at.join(" ")}) rotate(${turn})` });
    }
    edge.part = part;
  }

  function drawBadge(node) {
    if (node.hidden && !node.badge) {
      const side = node.kind[0] === "person" ? 10 : 8;
      node.badge = make(node.part, "g", { class: "badge", "aria-hidden": "true" });
      const spot = make(node.badge, "g", { transform: `translate(${side} ${-side})` });
      make(spot, "circle", { r: 7.5 });
      node.count = make(spot, "text", { y: 3.3 });
    }
    if (!node.badge) return;
    node.badge.classList.toggle("off", !node.hidden);
    node.count.textContent = node.hidden > 99 ? "99+" : node.hidden;
  }

  // every toggle costs: a part is touched only when it changes
  function set(item, parts) {
    if (item.wasShown === item.isShown) return;
    item.wasShown = item.isShown;
    for (const part of parts) part.classList.toggle("off", !item.isShown);
  }

  const nodeParts = drawing.querySelectorAll(".node");
  const names = drawing.querySelectorAll(".name");
  const edgeParts = drawing.querySelectorAll(".edge");
  nodes.slice(0, diagram.drawn.nodes).forEach((node, index) => {
    occupy(node, ...nodeParts[index].getAttribute("transform").match(/-?[\d.]+/g).map(Number));
    finish(node, nodeParts[index], names[index]);
  });
  // a neighbour's number must not lie on a key player
  layers.nodes.append(...drawing.querySelectorAll(".node.leading"));
  edges.slice(0, diagram.drawn.edges).forEach((edge, index) => { edge.part = edgeParts[index]; });

  diagram.listeners.push(() => {
    let waiting = diagram.shown.filter((node) => !node.part);
    while (waiting.length) {
      const ready = waiting.filter((node) => Array.from(node.near.keys()).some((other) => other.x !== undefined));
      for (const node of ready.length ? ready : waiting.slice(0, 1)) drawNode(node);
      waiting = waiting.filter((node) => !node.part);
    }
    for (const node of nodes) {
      if (node.part) set(node, [node.part, node.name]);
      if (node.isShown && node.badged !== node.hidden) {
        node.badged = node.hidden;
        drawBadge(node);
        node.isNamed = false;
      }
    }
    for (const edge of edges) {
      if (edge.isShown && !edge.part) drawEdge(edge);
      if (edge.part) set(edge, [edge.part]);
    }
  });
}
