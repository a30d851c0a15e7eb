"""The network picture of a cluster: an SVG that stands alone, and what a script opens from it."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from reports.html.layout import place_nodes
from reports.html.lines import draw_edge
from reports.html.nodes import SMALL_NETWORK, draw_label, draw_node
from reports.html.picture_data import NONE, Data, describe_network, say_code
from reports.html.svg import tag
from reports.model import ClusterView, Edge, Node
from reports.words.catalogue import Words

MAX_NODES = 300
"""More nodes than this are no picture any more: drawn from the key players outward, the rest is counted."""

WIDTH, MARGIN = 1000.0, 46.0
READABLE_NODES = 40
"""Above so many nodes, items tied to one person only are listed beside it, not drawn: they join nothing."""

WEIGHT_BANDS = (0.25, 1)
"""Weights from which a link is called medium and strong. One well graded source for a direct tie that nobody
else shares gives 1; half of all links of the sample world weigh less than 0.3."""

ORIGIN_STEPS = (2, 3, 5)
"""Numbers of distinct origins that a reader may ask for."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that a cluster's entities and links take; `origins` are steps that some link reaches."""

    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    stages: tuple[str | None, ...]
    origins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the page needs of one drawn network.

    `kinds` and `stages` are those in the picture; `choices` are what the cluster as a whole can be filtered
    by, with more that a script can open.
    """

    svg: Markup
    kinds: tuple[str, ...]
    stages: tuple[str | None, ...]
    leaf_count: int
    left_out: int
    data: Data
    choices: Choices


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
    cluster, _ = split_leaves(whole)
    nodes = choose_nodes(cluster)
    number = {node.entity_id: index for index, node in enumerate(nodes)}
    edges = [edge for edge in cluster.edges if edge.source_id in number and edge.target_id in number]
    return Picture(
        svg=_draw(nodes, edges, words),
        kinds=_list_kinds(nodes),
        stages=_list_stages(edges),
        leaf_count=len(whole.nodes) - len(cluster.nodes),
        left_out=len(cluster.nodes) - len(nodes),
        data=describe_network(
            nodes, [node for node in whole.nodes if node.entity_id not in number], whole.edges, words
        ),
        choices=_list_choices(whole, words),
    )


def _draw(nodes: list[Node], edges: list[Edge], words: Words) -> Markup:
    number = {node.entity_id: index for index, node in enumerate(nodes)}
    ends = [(number[edge.source_id], number[edge.target_id]) for edge in edges]
    height = min(760.0, 380.0 + 4.0 * len(nodes))
    places = place_nodes(len(nodes), ends, (WIDTH - 2 * MARGIN, height - 2 * MARGIN))
    spots = [(x + MARGIN, y + MARGIN) for x, y in (places[index] for index in range(len(nodes)))]
    few = sum(node.kind == "person" for node in nodes) <= SMALL_NETWORK
    lines = [
        draw_edge(edge, spots[left], spots[right], words)
        for edge, (left, right) in zip(edges, ends, strict=True)
    ]
    placed = list(zip(nodes, spots, strict=True))
    return tag(
        "svg",
        tag(
            "title",
            words("network.alt", nodes=words.number(len(nodes)), edges=words.number(len(edges))),
            id="network-title",
        ),
        tag("g", *lines, class_="edges"),
        tag("g", *(draw_node(node, spot, words) for node, spot in placed), class_="nodes"),
        tag(
            "g",
            *(draw_label(node, spot, is_named=few) for node, spot in placed),
            class_="labels",
            aria_hidden="true",
        ),
        id="network-picture",
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="group",
        aria_labelledby="network-title",
    )


def _list_kinds(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted({node.kind for node in nodes}, key=lambda kind: (kind != "person", kind)))


def _list_stages(edges: Iterable[Edge]) -> tuple[str | None, ...]:
    return tuple(sorted({edge.stage for edge in edges}, key=lambda stage: (stage is None, stage or "")))


def _list_choices(cluster: ClusterView, words: Words) -> Choices:
    roles = {node.role or NONE for node in cluster.nodes if node.kind == "person"}
    most = max((edge.origin_count for edge in cluster.edges), default=0)
    return Choices(
        kinds=_list_kinds(cluster.nodes),
        roles=tuple(sorted(roles, key=lambda role: (role == NONE, say_code("role", role, words), role))),
        stages=_list_stages(cluster.edges),
        origins=tuple(step for step in ORIGIN_STEPS if step <= most),
    )
