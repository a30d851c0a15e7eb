"""The network picture of a cluster: an SVG that stands alone, and what a script shows on hover."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.html.layout import place_nodes
from reports.html.lines import draw_edge
from reports.html.svg import tag
from reports.html.symbols import draw_symbol
from reports.model import ClusterView, Edge, Node
from reports.words.catalogue import Words

MAX_NODES = 300
"""More nodes than this are no picture any more: drawn from the key players outward, the rest is counted."""

WIDTH, MARGIN = 1000.0, 46.0
READABLE_NODES = 40
"""Above so many nodes, items tied to one person only are listed beside it, not drawn: they join nothing."""

LABELLED_RANKS = 5
SMALL_NETWORK = 18
"""Up to so many persons every name is written, above only the first ranked ones."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What the page needs of one drawn network."""

    svg: Markup
    kinds: tuple[str, ...]
    stages: tuple[str | None, ...]
    leaf_count: int
    left_out: int
    data: dict[str, list[dict[str, object]]]


def choose_nodes(cluster: ClusterView, limit: int = MAX_NODES) -> list[Node]:
    """The nodes to draw: breadth first from the ranked persons, then whatever remains, up to the limit."""
    nodes = {node.entity_id: node for node in cluster.nodes}
    near: dict[str, list[str]] = defaultdict(list)
    for edge in cluster.edges:
        near[edge.source_id].append(edge.target_id)
        near[edge.target_id].append(edge.source_id)
    starts = [player.entity_id for player in cluster.players if player.entity_id in nodes]
    rest = iter(sorted(nodes, key=lambda key: (-len(near[key]), key)))
    ordered = dict.fromkeys(starts)
    waiting = deque(starts)
    while len(ordered) < min(limit, len(nodes)):
        entity_id = waiting.popleft() if waiting else next(rest)
        fresh = [key for key in (entity_id, *sorted(near[entity_id])) if key in nodes and key not in ordered]
        ordered.update(dict.fromkeys(fresh))
        waiting.extend(fresh)
    return [nodes[key] for key in list(ordered)[:limit]]


def split_leaves(cluster: ClusterView) -> tuple[ClusterView, dict[str, list[Node]]]:
    """The cluster without the items that are tied to one entity only, and those items by that entity.

    A cluster that is readable as it is stays whole.
    """
    if len(cluster.nodes) <= READABLE_NODES:
        return cluster, {}
    near: dict[str, set[str]] = defaultdict(set)
    for edge in cluster.edges:
        near[edge.source_id].add(edge.target_id)
        near[edge.target_id].add(edge.source_id)
    persons = {node.entity_id for node in cluster.nodes if node.kind == "person"}
    leaves: dict[str, list[Node]] = defaultdict(list)
    kept = []
    for node in cluster.nodes:
        owners = near[node.entity_id]
        if node.kind != "person" and len(owners) == 1 and owners <= persons:
            leaves[min(owners)].append(node)
        else:
            kept.append(node)
    return replace(cluster, nodes=tuple(kept)), dict(leaves)


def draw_network(whole: ClusterView, words: Words) -> Picture:
    """The picture of a cluster in the words of a language."""
    cluster, leaves = split_leaves(whole)
    nodes = choose_nodes(cluster)
    number = {node.entity_id: index for index, node in enumerate(nodes)}
    edges = [edge for edge in cluster.edges if edge.source_id in number and edge.target_id in number]
    ends = [(number[edge.source_id], number[edge.target_id]) for edge in edges]
    height = min(760.0, 380.0 + 4.0 * len(nodes))
    places = place_nodes(len(nodes), ends, (WIDTH - 2 * MARGIN, height - 2 * MARGIN))
    few = sum(node.kind == "person" for node in nodes) <= SMALL_NETWORK
    spots = [(x + MARGIN, y + MARGIN) for x, y in (places[index] for index in range(len(nodes)))]
    lines = [
        draw_edge(edge, spots[left], spots[right], words)
        for edge, (left, right) in zip(edges, ends, strict=True)
    ]
    shapes = [_draw_node(node, places[index], words) for index, node in enumerate(nodes)]
    labels = [_draw_label(node, places[index], is_named=few) for index, node in enumerate(nodes)]
    svg = tag(
        "svg",
        tag("title", words("network.alt", nodes=len(nodes), edges=len(edges)), id="network-title"),
        tag("g", *lines, class_="edges") if lines else "",
        tag("g", *shapes, class_="nodes") if shapes else "",
        tag("g", *labels, class_="labels", aria_hidden="true") if labels else "",
        id="network",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="group",
        aria_labelledby="network-title",
    )
    present = {node.kind for node in nodes}
    stages = {edge.stage for edge in edges}
    return Picture(
        svg=svg,
        kinds=tuple(sorted(present, key=lambda kind: (kind != "person", kind))),
        stages=tuple(sorted(stages, key=lambda stage: (stage is None, stage or ""))),
        leaf_count=len(whole.nodes) - len(cluster.nodes),
        left_out=len(cluster.nodes) - len(nodes),
        data={
            "nodes": [_node_data(node, leaves.get(node.entity_id, []), words) for node in nodes],
            "edges": [_edge_data(edge, end, words) for edge, end in zip(edges, ends, strict=True)],
        },
    )


def _is_leading(node: Node) -> bool:
    return node.rank is not None and node.rank <= LABELLED_RANKS


def _radius(node: Node) -> float:
    return 14.0 if _is_leading(node) else 9.0 if node.kind == "person" else 6.5


def _draw_node(node: Node, place: tuple[float, float], words: Words) -> Markup:
    x, y = place[0] + MARGIN, place[1] + MARGIN
    is_person, is_ranked, is_leading = node.kind == "person", node.rank is not None, _is_leading(node)
    radius = _radius(node)
    shape = draw_symbol(
        node.kind,
        radius,
        fill="#1f3a5f" if is_leading else "#8fa6c1" if is_ranked else "#ffffff" if is_person else "#dfe5ec",
        stroke="#1f3a5f" if is_person else "#5b6878",
        stroke_width=1.6,
        stroke_dasharray="3 2" if node.status == "unknown" else None,
    )
    parts = [tag("title", f"{node.label} ({words.code('kind', node.kind)})"), shape]
    if is_leading:
        parts.append(tag("text", str(node.rank), class_="rank", y=4.5))
    classes = "node leading" if is_leading else "node"
    return tag("g", *parts, class_=classes, data_kind=node.kind, transform=f"translate({x:.1f} {y:.1f})")


def _draw_label(node: Node, place: tuple[float, float], *, is_named: bool) -> Markup:
    """The name under a node, in a layer above all nodes; `late` ones show only when pointed at."""
    is_shown = _is_leading(node) or (is_named and node.kind == "person")
    classes = ["name", "first" if _is_leading(node) else "", "" if is_shown else "late"]
    x, y = place[0] + MARGIN, place[1] + MARGIN + _radius(node) + 13
    return tag(
        "text", _short(node.label), class_=" ".join(filter(None, classes)), data_kind=node.kind, x=x, y=y
    )


def _short(label: str) -> str:
    return label if len(label) <= 28 else label[:27] + "…"


def _node_data(node: Node, leaves: list[Node], words: Words) -> dict[str, object]:
    role = words.code("role", node.role) if node.role else words("role.not_stated")
    facts = [words.code("kind", node.kind)]
    if node.kind == "person":
        facts = [role, words.code("status", node.status)]
    seen = f"{words.day(node.first_seen)} – {words.day(node.last_seen)}"
    facts += [words.count("n.records", node.record_count), seen, f"TLP:{node.handling}"]
    own = [f"{words.code('kind', leaf.kind)}: {leaf.label}" for leaf in leaves]
    return {"label": node.label, "kind": node.kind, "facts": facts, "own": own}


def _edge_data(edge: Edge, ends: tuple[int, int], words: Words) -> dict[str, object]:
    said = [words.code("link", edge.kind)]
    if edge.stage:
        said.append(words.code("stage", edge.stage))
    said.append(words("link.rests_on", records=edge.record_count, origins=edge.origin_count))
    return {"ends": list(ends), "stage": edge.stage or "none", "said": " · ".join(said)}
