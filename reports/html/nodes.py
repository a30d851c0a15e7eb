"""Draw the nodes of a network picture and the names under them."""

from __future__ import annotations

from markupsafe import Markup

from reports.html.lines import Point
from reports.html.svg import tag
from reports.html.symbols import draw_symbol
from reports.model import Node
from reports.words.catalogue import Words

LABELLED_RANKS = 5
SMALL_NETWORK = 18
"""Up to so many persons every name is written, above only the first ranked ones."""

LONGEST_NAME = 28
"""Letters of a name that are written under its node; all of it is said on being pointed at."""


def draw_node(node: Node, place: Point, words: Words) -> Markup:
    """An entity as the shape of its kind, numbered where it is among the first ranked."""
    is_person, is_ranked, is_leading = node.kind == "person", node.rank is not None, _is_leading(node)
    shape = draw_symbol(
        node.kind,
        _radius(node),
        fill="#1f3a5f" if is_leading else "#8fa6c1" if is_ranked else "#ffffff" if is_person else "#dfe5ec",
        stroke="#1f3a5f" if is_person else "#5b6878",
        stroke_width=1.6,
        stroke_dasharray="3 2" if node.status == "unknown" else None,
    )
    parts = [tag("title", f"{node.label} ({words.code('kind', node.kind)})"), shape]
    if is_leading:
        parts.append(tag("text", str(node.rank), class_="rank", y=4.5))
    classes = "node leading" if is_leading else "node"
    at = f"translate({place[0]:.1f} {place[1]:.1f})"
    return tag("g", *parts, class_=classes, data_kind=node.kind, transform=at)


def draw_label(node: Node, place: Point, *, is_named: bool) -> Markup:
    """The name under a node, in a layer above all nodes; `late` ones show only when pointed at."""
    is_shown = _is_leading(node) or (is_named and node.kind == "person")
    classes = ["name", "first" if _is_leading(node) else "", "" if is_shown else "late"]
    return tag(
        "text",
        _short(node.label),
        class_=" ".join(filter(None, classes)),
        data_kind=node.kind,
        x=place[0],
        y=place[1] + _radius(node) + 13,
    )


def _is_leading(node: Node) -> bool:
    return node.rank is not None and node.rank <= LABELLED_RANKS


def _radius(node: Node) -> float:
    return 14.0 if _is_leading(node) else 9.0 if node.kind == "person" else 6.5


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_NAME else label[: LONGEST_NAME - 1] + "…"
