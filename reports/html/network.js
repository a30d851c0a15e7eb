// What the diagram knows, what of it is open and passes the filters, and who is told when that changes.
const diagram = { drawing: document.getElementById("network-picture"), listeners: [] };
{
  const source = JSON.parse(document.getElementById("network-data").textContent);
  const { said, tables } = source;
  const DAY = 86400000;
  let days = null;
  let numbers = null;

  const fill = (text, values) => text.replace(/\{([a-z]+)\}/g, (place, name) => values[name] ?? place);
  diagram.write = (number) => (numbers ??= new Intl.NumberFormat(source.locale)).format(number);
  diagram.say = (name, values = {}) => fill(said[name], values);
  diagram.day = (day) => {
    days ??= new Intl.DateTimeFormat(source.locale, { dateStyle: "medium", timeZone: "UTC" });
    return day === null ? "–" : days.format(day * DAY);
  };
  const look = (table, place) => (place === null ? ["none", ""] : tables[table][place]);

  diagram.nodes = [...source.nodes, ...source.more_nodes].map((row, index) => {
    const [id, label, kind, role, status, rank, records, first, last, handling, numbers, raw] = row;
    return {
      index, id, label, kind: look("kind", kind), role: look("role", role), status: look("status", status), rank, records,
      first, last, handling: look("handling", handling), numbers, raw: raw ?? "", links: [], near: new Map(), passes: true, isShown: false, hidden: 0,
    };
  });
  diagram.edges = [...source.edges, ...source.more_edges].map((row, index) => {
    const [from, to, kind, stage, isDirected, weight, records, origins, first, last, numbers] = row;
    const ends = [diagram.nodes[from], diagram.nodes[to]];
    const edge = { index, ends, kind: look("link", kind), stage: look("stage", stage), isDirected, weight, records, origins, first, last, numbers };
    ends.forEach((end, side) => {
      end.links.push(edge);
      const other = ends[1 - side];
      end.near.set(other, (end.near.get(other) ?? 0) + weight);
    });
    return edge;
  });
  diagram.drawn = { nodes: source.nodes.length, edges: source.edges.length };

  diagram.open = new Set();
  diagram.filter = { node: () => true, edge: () => true, isOfLinks: false };

  function sift() {
    const { node: nodePasses, edge: edgePasses, isOfLinks } = diagram.filter;
    for (const node of diagram.nodes) node.passes = nodePasses(node);
    for (const edge of diagram.edges) edge.passes = edgePasses(edge) && edge.ends.every((end) => end.passes);
    if (!isOfLinks) return;
    // who had links and has none left says nothing under these filters
    for (const node of diagram.nodes) node.passes &&= node.links.length === 0 || node.links.some((edge) => edge.passes);
  }

  diagram.update = () => {
    sift();
    for (const node of diagram.nodes) node.isShown = node.passes && diagram.open.has(node);
    for (const edge of diagram.edges) edge.isShown = edge.passes && edge.ends.every((end) => end.isShown);
    for (const node of diagram.nodes) {
      node.hidden = 0;
      if (node.isShown) for (const other of diagram.reach(node)) node.hidden += other.isShown ? 0 : 1;
    }
    diagram.shown = diagram.nodes.filter((node) => node.isShown);
    for (const listener of diagram.listeners) listener();
  };

  diagram.reach = (node) => {
    const found = new Set();
    for (const edge of node.links) if (edge.passes) found.add(edge.ends[0] === node ? edge.ends[1] : edge.ends[0]);
    return found;
  };

  // the role in the page's language, and the records' own words for it where they are others
  function sayRole({ role, raw }) {
    const own = raw.split(", ").filter((word) => word && word.toLowerCase() !== role[1].toLowerCase());
    return own.length ? `${role[1]} (${own.join(", ")})` : role[1];
  }
  diagram.describe = (node) => {
    const facts = node.kind[0] === "person" ? [sayRole(node), node.status[1]] : [node.kind[1]];
    if (node.rank !== null) facts.unshift(diagram.say("rank", { n: node.rank }));
    facts.push(diagram.say("records", { n: diagram.write(node.records) }));
    facts.push(`${diagram.day(node.first)} – ${diagram.day(node.last)}`, node.handling[1]);
    return facts;
  };

  diagram.listeners.push(() => {
    const links = diagram.edges.reduce((sum, edge) => sum + (edge.isShown ? 1 : 0), 0);
    const counts = { n: diagram.shown.length, total: diagram.nodes.length, m: links, links: diagram.edges.length };
    const written = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, diagram.write(count)]));
    const text = diagram.say("count", written);
    document.getElementById("network-count").textContent = counts.n ? text : `${text} ${diagram.say("nothing_shown")}`;
  });
}
