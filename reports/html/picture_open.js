// Starts from the key players and opens outward; one neighbourhood by itself, and the way back.
{
  const LEADING = 5;
  const READABLE = 40;
  const { nodes } = diagram;
  const before = [];

  function firstOnes() {
    const ranked = nodes.filter((node) => node.rank !== null).sort((a, b) => a.rank - b.rank).slice(0, LEADING);
    if (ranked.length) return ranked;
    return [...nodes].sort((a, b) => b.near.size - a.near.size || a.index - b.index).slice(0, 3);
  }

  // the key players, then of each the neighbours that join most; who is tied to nobody else waits
  function start() {
    const firsts = firstOnes();
    if (nodes.length <= READABLE) return new Set(nodes);
    const open = new Set(firsts);
    const share = Math.ceil((READABLE - firsts.length) / Math.max(firsts.length, 1));
    for (const first of firsts) {
      const near = Array.from(first.near).filter(([other]) => other.near.size > 1 && !open.has(other));
      near.sort((a, b) => b[1] - a[1] || a[0].index - b[0].index);
      for (const [other] of near.slice(0, share)) open.add(other);
    }
    return open;
  }

  function show(open, isFitted = true) {
    diagram.open = open;
    diagram.update();
    if (isFitted) diagram.fit();
    diagram.tell();
  }
  diagram.isAlone = () => before.length > 0;
  diagram.start = () => { before.length = 0; show(start()); };
  diagram.showAll = () => { before.length = 0; show(new Set(nodes)); };
  diagram.expand = (node) => {
    show(new Set([...diagram.open, node, ...diagram.reach(node)]), false);
    if ([...diagram.reach(node)].some((other) => !diagram.isInView(other))) diagram.fit();
  };
  diagram.isolate = (node) => {
    before.push(diagram.open);
    show(new Set([node, ...diagram.reach(node)]));
  };
  diagram.widen = () => show(before.pop());
  diagram.bring = (node) => {
    if (diagram.open.has(node)) return;
    show(new Set([...diagram.open, node]), false);
  };
}
