// Lights up a node and its neighbours, and says beside the picture what is known of it.
{
  const { drawing, nodes, edges } = diagram;
  const pane = document.getElementById("detail");
  const hint = pane.firstElementChild;
  const MOST = 60;
  const LONGEST = 48;
  let pinned = null;
  let written = null;
  diagram.at = null;
  diagram.lit = null;

  function add(parent, name, text, properties) {
    const element = Object.assign(document.createElement(name), properties);
    element.textContent = text;
    parent.append(element);
    return element;
  }
  const button = (parent, text, step) => add(parent, "button", text, { type: "button", onclick: step });

  // the way from a figure to its records in the evidence; which rows are shown is the table's own business
  function trace(parent, numbers) {
    if (!numbers) return;
    const single = /^\d+$/.test(numbers);
    const text = diagram.say("numbers", { numbers });
    add(parent, "a", text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, { href: single ? `#r${numbers}` : "#evidence", title: text, className: "from" });
  }

  function listTies(node) {
    const ties = node.links.filter((edge) => edge.passes).map((edge) => [edge.ends[0] === node ? edge.ends[1] : edge.ends[0], edge]);
    ties.sort((a, b) => b[1].origins - a[1].origins || b[1].weight - a[1].weight || a[0].index - b[0].index);
    add(pane, "h4", ties.length ? diagram.say("ties", { n: diagram.write(ties.length) }) : diagram.say("unlinked"));
    if (!ties.length) return;
    const list = add(pane, "ul", "");
    for (const [other, edge] of ties.slice(0, MOST)) {
      const item = add(list, "li", "");
      button(item, other.label, () => diagram.go(other));
      const stage = edge.stage[0] === "none" ? [] : [edge.stage[1]];
      const counts = { records: edge.records, origins: edge.origins, weight: diagram.write(Math.round(edge.weight * 100) / 100) };
      add(item, "span", `${[edge.kind[1], ...stage, diagram.say("tie", counts)].join(" · ")} `);
      trace(item, edge.numbers);
    }
    if (ties.length > MOST) add(pane, "p", `+ ${diagram.write(ties.length - MOST)}`);
  }

  function write(node) {
    if (!node) return pane.replaceChildren(hint);
    pane.replaceChildren();
    add(pane, "h3", node.label);
    for (const fact of diagram.describe(node)) add(pane, "div", fact);
    trace(add(pane, "div", ""), node.numbers);
    add(add(pane, "div", ""), "code", node.id);
    const bar = add(pane, "p", "", { className: "buttons" });
    if (node.hidden) button(bar, diagram.say("open", { n: diagram.write(node.hidden) }), () => { diagram.expand(node); diagram.focus(node); });
    button(bar, diagram.say("only"), () => { diagram.isolate(node); diagram.focus(node); });
    if (diagram.isAlone()) button(bar, diagram.say("back"), () => { diagram.widen(); diagram.focus(node); });
    return listTies(node);
  }

  function name(node) {
    if (node.isNamed) return;
    node.isNamed = true;
    const parts = [node.label, ...diagram.describe(node)];
    if (node.hidden) parts.push(diagram.say("hidden", { n: node.hidden }));
    node.part.querySelector("title").textContent = parts.join(", ");
  }

  function light(node) {
    const lit = node && new Set([node, ...diagram.reach(node)].filter((each) => each.isShown));
    for (const each of nodes) {
      if (!each.part) continue;
      for (const part of [each.part, each.name]) {
        part.classList.toggle("lit", Boolean(lit?.has(each)));
        part.classList.toggle("at", each === node);
      }
    }
    for (const edge of edges) edge.part?.classList.toggle("lit", Boolean(node && edge.isShown && edge.ends.includes(node)));
    drawing.classList.toggle("busy", Boolean(node));
    diagram.lit = lit;
    diagram.at = node;
  }

  diagram.lightUp = (node) => {
    const shown = node ?? pinned;
    if (shown === written && shown === diagram.at) return;
    if (shown) name(shown);
    light(shown);
    written = shown;
    write(shown);
    diagram.redraw();
  };
  diagram.tell = () => {
    const at = diagram.at?.isShown ? diagram.at : null;
    if (pinned && !pinned.isShown) diagram.pin(null);
    written = undefined;
    diagram.lightUp(at);
  };
  diagram.pinned = () => pinned;
  diagram.pin = (node) => {
    pinned?.part.setAttribute("aria-pressed", "false");
    pinned = node;
    node?.part.setAttribute("aria-pressed", "true");
    diagram.lightUp(node);
  };
  // to a node wherever it is: opened if need be, in view, held and under the keyboard
  diagram.go = (node) => {
    diagram.bring(node);
    if (!node.isShown) return;
    diagram.reveal(node);
    diagram.pin(node);
    diagram.focus(node);
  };
  diagram.nameNode = name;
}
