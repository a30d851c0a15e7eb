"""Where the nodes of a network picture stand: Graphviz's neato with a fixed start."""

from __future__ import annotations

from collections.abc import Sequence

import pygraphviz

SEED = "7"
"""Start of the random placement: the same cluster gives the same picture."""

POINT = 'shape=point label="" width=0.2 fixedsize=true'
"""Nodes without extent: the picture draws its own shapes."""

Positions = dict[int, tuple[float, float]]


def place_nodes(node_count: int, edges: Sequence[tuple[int, int]], box: tuple[float, float]) -> Positions:
    """Positions of the nodes `0 … node_count - 1` inside a box.

    Mode `sgd` takes 7 ms for 70 nodes and 0.1 s for 300 where the default takes 45 ms and 0.7 s, and it is
    deterministic, which sfdp is not. Overlap removal is off because `prism` takes minutes (design), and no
    lines are routed, which is a fifth of the work: the picture draws its own.

    Args:
        node_count: How many nodes.
        edges: Pairs of node numbers, in a fixed order.
        box: Width and height that the picture may fill.
    """
    attributes = f"overlap=true; start={SEED}; mode=sgd; pack=true; splines=none; node [{POINT}];"
    nodes = "".join(f"{number};" for number in range(node_count))
    lines = "".join(f"{left}--{right};" for left, right in edges)
    # one text in and one text out: a call for each node and edge takes longer than the layout itself
    graph = pygraphviz.AGraph(f"strict graph {{ {attributes} {nodes} {lines} }}")
    drawn = graph.draw(prog="neato", format="plain").decode()
    graph.close()
    placed = (line.split(" ") for line in drawn.splitlines() if line.startswith("node "))
    raw = {int(name): (float(x), float(y)) for _, name, x, y, *_ in placed}
    return fit_box(raw, box)


def fit_box(raw: Positions, box: tuple[float, float]) -> Positions:
    """The positions turned so that the longer side lies along the box's, then spread evenly to fill it."""
    if not raw:
        return {}
    columns = list(zip(*raw.values(), strict=True))
    spans = [max(column) - min(column) for column in columns]
    if (spans[1] > spans[0]) != (box[1] > box[0]):
        return fit_box({key: (y, x) for key, (x, y) in raw.items()}, box) if spans[0] != spans[1] else raw
    lows = [min(column) for column in columns]
    scales = [side / span if span > 0 else 0.0 for side, span in zip(box, spans, strict=True)]
    middle = [side / 2 if span <= 0 else 0.0 for side, span in zip(box, spans, strict=True)]
    return {
        key: ((x - lows[0]) * scales[0] + middle[0], (y - lows[1]) * scales[1] + middle[1])
        for key, (x, y) in raw.items()
    }
