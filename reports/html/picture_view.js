// What part of the picture is in view, how large its nodes are, and which names fit; nothing moves by itself.
{
  const { drawing } = diagram;
  const still = drawing.getAttribute("viewBox");
  const NEAREST = 0.12;
  const LETTER = 7.6;
  const LINE = 15;
  const CROWD = 400;
  const view = { x: 0, y: 0, unit: 1, fitted: 1, width: 1, height: 1 };
  let isWaiting = false;
  let isOnPaper = false;

  // as drawn: the name stands below its node, so far below as the node is large (see --r in the style)
  const isFirst = (node) => node.rank !== null && node.rank <= 5;
  const radiusOf = (node) => (isFirst(node) ? 14 : node.kind[0] === "person" ? 9 : 6.5);

  function chooseNames() {
    const leading = diagram.shown.filter(isFirst);
    // taken by others: the middle of it on the screen, half its width, how near below or above a name's line may come, and whose it is
    const taken = leading.map((node) => [(node.x - view.x) / view.unit, (node.y - view.y) / view.unit + 4, 14 * view.scale, 14 * view.scale + 7, node]);
    const near = view.scale >= 1.15;
    const order = diagram.shown.filter((node) => {
      const isMarked = node === diagram.at || node.isFound;
      if (diagram.lit && !isMarked && !diagram.lit.has(node)) return false;
      return isMarked || near || node.kind[0] === "person";
    });
    const worth = (node) => (node === diagram.at ? 0 : node.isFound ? 1 : (node.rank ?? 1000) + (node.kind[0] === "person" ? 2 : 2000));
    order.sort((a, b) => worth(a) - worth(b));
    const named = new Set();
    for (const node of order) {
      const x = (node.x - view.x) / view.unit;
      const y = (node.y - view.y) / view.unit + radiusOf(node) * view.scale + 13;
      if (Math.abs(x) > view.width / 2 + 20 || Math.abs(y) > view.height / 2 + 20) continue;
      const half = (node.name.textContent.length * (isFirst(node) ? LETTER + 0.8 : LETTER)) / 2;
      if (node !== diagram.at && taken.some(([tx, ty, wide, tall, of]) => of !== node && Math.abs(tx - x) < wide + half && Math.abs(ty - y) < tall)) continue;
      taken.push([x, y, half, LINE, node]);
      named.add(node);
    }
    for (const node of diagram.nodes) {
      if (node.name && node.isLabelled !== named.has(node)) {
        node.isLabelled = named.has(node);
        node.name.classList.toggle("said", node.isLabelled);
      }
    }
  }

  function apply() {
    isWaiting = false;
    if (isOnPaper) return;
    const [width, height] = [view.width * view.unit, view.height * view.unit];
    drawing.setAttribute("viewBox", [view.x - width / 2, view.y - height / 2, width, height].map((each) => each.toFixed(1)).join(" "));
    const room = Math.sqrt((view.width * view.height) / Math.max(diagram.shown?.length ?? 1, 1)) * (view.fitted / view.unit);
    view.scale = Math.min(Math.max(room / 75, 0.5), 1.2);
    drawing.style.setProperty("--unit", view.unit.toFixed(3));
    drawing.style.setProperty("--size", (view.scale * view.unit).toFixed(3));
    drawing.classList.toggle("crowded", diagram.shown?.length > CROWD);
    drawing.classList.toggle("zoomed", view.unit < view.fitted * 0.98);
    chooseNames();
  }
  diagram.redraw = () => {
    if (!isWaiting) requestAnimationFrame(apply);
    isWaiting = true;
  };

  diagram.zoom = (factor, x = view.x, y = view.y) => {
    const unit = Math.min(Math.max(view.unit / factor, NEAREST), Math.max(view.fitted * 3, 3));
    view.x = x + ((view.x - x) * unit) / view.unit;
    view.y = y + ((view.y - y) * unit) / view.unit;
    view.unit = unit;
    diagram.redraw();
  };
  diagram.pan = (dx, dy) => {
    view.x += dx * view.unit;
    view.y += dy * view.unit;
    diagram.redraw();
  };
  diagram.point = (event) => {
    const box = drawing.getBoundingClientRect();
    return [view.x + (event.clientX - box.x - view.width / 2) * view.unit, view.y + (event.clientY - box.y - view.height / 2) * view.unit];
  };
  diagram.fit = () => {
    if (!diagram.shown.length) return;
    const bounds = ["x", "y"].map((axis) => {
      const places = diagram.shown.map((node) => node[axis]);
      return [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
    });
    [view.x, view.y] = bounds.map(([low, high]) => (low + high) / 2);
    const [wide, high] = bounds.map(([low, up]) => up - low);
    const aside = Math.min(200, view.width * 0.42); // for names at the edge
    view.unit = Math.max(wide / Math.max(view.width - aside, 60), high / Math.max(view.height - 80, 60), 0.45);
    view.fitted = view.unit;
    diagram.redraw();
  };
  diagram.isInView = (node) => {
    const [dx, dy] = [(node.x - view.x) / view.unit, (node.y - view.y) / view.unit];
    return Math.abs(dx) < view.width / 2 - 20 && Math.abs(dy) < view.height / 2 - 20;
  };
  diagram.reveal = (node) => {
    if (diagram.isInView(node)) return;
    view.x = node.x;
    view.y = node.y;
    diagram.redraw();
  };

  diagram.measure = () => {
    const box = drawing.getBoundingClientRect();
    view.width = Math.max(box.width, 1);
    view.height = Math.max(box.height, 1);
  };
  drawing.closest(".network").classList.add("live");
  new ResizeObserver(() => {
    const box = drawing.getBoundingClientRect();
    if (!box.width || (box.width === view.width && box.height === view.height)) return;
    diagram.measure();
    diagram.fit();
  }).observe(drawing);

  // on paper the picture stands as it was drawn, whatever has been opened or hidden on the screen
  window.addEventListener("beforeprint", () => {
    isOnPaper = true;
    drawing.setAttribute("viewBox", still);
  });
  window.addEventListener("afterprint", () => {
    isOnPaper = false;
    diagram.measure();
    diagram.fit();
  });
  diagram.listeners.push(diagram.redraw);
}
