// Pointer and keyboard: every step that one can do, the other can.
{
  const { drawing } = diagram;
  const STEP = 60;
  const WAY = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const pointers = new Map();
  let moved = 0;
  let spread = 0;
  let stop = null;

  const nodeAt = (event) => diagram.of.get(event.target.closest?.(".node"));
  const focused = () => diagram.of.get(document.activeElement);

  function setStop(node) {
    stop?.part.setAttribute("tabindex", "-1");
    stop = node;
    stop?.part.setAttribute("tabindex", "0");
  }
  diagram.focus = (node) => {
    if (!node.isShown) return;
    diagram.nameNode(node);
    setStop(node);
    diagram.reveal(node);
    node.part.focus({ preventScroll: true });
  };
  // one stop for the Tab key: the node last looked at, else the first ranked
  diagram.listeners.push(() => {
    if (!stop?.isShown) setStop(inOrder()[0]);
    if (stop) diagram.nameNode(stop);
  });
  function inOrder() {
    return [...diagram.shown].sort((a, b) => (a.rank ?? 1e6) - (b.rank ?? 1e6) || a.index - b.index);
  }

  // the linked node that lies most nearly in that direction, a near one before a far one
  function neighbourTowards(node, [wx, wy]) {
    let best = null;
    let least = Infinity;
    for (const other of diagram.reach(node)) {
      const [dx, dy] = [other.x - node.x, other.y - node.y];
      const along = dx * wx + dy * wy;
      if (!other.isShown || along <= 0) continue;
      const cost = Math.hypot(dx, dy) + 2 * Math.abs(dx * wy - dy * wx);
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  }
  function step(node, by) {
    const order = inOrder();
    const to = by === "first" ? 0 : by === "last" ? order.length - 1 : order.indexOf(node) + by;
    return order[Math.min(Math.max(to, 0), order.length - 1)];
  }

  const WALK = { PageDown: 1, PageUp: -1, Home: "first", End: "last" };
  const hold = (node) => diagram.pin(diagram.pinned() === node ? null : node);
  function expand(node) {
    diagram.expand(node);
    diagram.focus(node);
  }
  const ON_NODE = { Enter: hold, " ": hold, o: expand, f: (node) => { diagram.isolate(node); diagram.focus(node); } };
  const ON_VIEW = { "+": () => diagram.zoom(1.3), "=": () => diagram.zoom(1.3), "-": () => diagram.zoom(1 / 1.3), 0: () => diagram.fit() };

  function leave(node) {
    if (diagram.pinned()) return diagram.pin(null);
    if (diagram.isAlone()) {
      diagram.widen();
      return node && diagram.focus(node);
    }
    diagram.lightUp(null);
    return node ? drawing.focus({ preventScroll: true }) : drawing.blur();
  }

  function answer(event) {
    const node = focused();
    const way = WAY[event.key];
    const walk = WALK[event.key];
    if (event.key === "Escape") return leave(node) ?? true;
    if (way && (event.shiftKey || !node)) return diagram.pan(way[0] * STEP, way[1] * STEP) ?? true;
    const next = way ? neighbourTowards(node, way) : walk !== undefined ? step(node, walk) : null;
    if (next) diagram.focus(next);
    if (way || walk !== undefined) return true;
    const act = node && ON_NODE[event.key.toLowerCase()] || ON_NODE[event.key];
    if (node && act) return act(node) ?? true;
    if (event.key in ON_VIEW) return ON_VIEW[event.key]() ?? true;
    return false;
  }
  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (answer(event)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && diagram.pinned()) diagram.pin(null);
  });

  drawing.addEventListener("focusin", (event) => {
    const node = nodeAt(event);
    if (node) setStop(node);
    if (node) diagram.lightUp(node);
  });
  drawing.addEventListener("focusout", () => diagram.lightUp(focused()));
  drawing.addEventListener("pointerover", (event) => { if (!pointers.size) diagram.lightUp(nodeAt(event) ?? focused()); });
  drawing.addEventListener("pointerleave", () => diagram.lightUp(focused()));
  drawing.addEventListener("click", (event) => {
    const node = nodeAt(event);
    if (moved > 5 || !node) return;
    if (event.target.closest(".badge")) expand(node);
    else hold(node);
  });
  drawing.addEventListener("dblclick", (event) => { if (nodeAt(event)) expand(nodeAt(event)); });

  // the wheel scrolls the page until somebody works in the diagram
  drawing.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !drawing.contains(document.activeElement)) return;
    event.preventDefault();
    diagram.zoom(1.0015 ** -event.deltaY, ...diagram.point(event));
  }, { passive: false });

  const measureSpread = () => {
    const [a, b] = pointers.values();
    return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  };
  drawing.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    if (pointers.size === 1) moved = 0;
    if (pointers.size === 2) spread = measureSpread();
  });
  drawing.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    pointers.set(event.pointerId, event);
    const [dx, dy] = [last.clientX - event.clientX, last.clientY - event.clientY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (moved <= 5) return;
    drawing.setPointerCapture(event.pointerId);
    if (pointers.size === 1) diagram.pan(dx, dy);
    if (pointers.size !== 2) return;
    const now = measureSpread();
    diagram.zoom(now / Math.max(spread, 1), ...diagram.point(event));
    spread = now;
  });
  for (const end of ["pointerup", "pointercancel"]) drawing.addEventListener(end, (event) => pointers.delete(event.pointerId));
}
