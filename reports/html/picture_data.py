"""What the diagram's script knows: every entity and link of a cluster as short rows, and the words for them.

The picture that stands still shows a part of a large cluster; the script opens the rest. Whatever many rows
share (kinds, roles, stages) is told once, in `tables`, and named in a row by its place there; days are
counted from 1 January 1970.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from reports.model import Edge, Node
from reports.sections.numbers import span_numbers
from reports.words.catalogue import LOCALES, Words, load_words

EPOCH = date(1970, 1, 1).toordinal()
NONE = "none"
"""Stands for no stage and no stated role, in tables and filters."""

SAID = (
    "back", "count", "date_order", "date_wrong", "filtered", "found", "hidden", "matches", "nothing",
    "nothing_shown", "numbers", "only", "open", "rank", "records", "tie", "ties", "unlinked",
)  # fmt: skip
"""Messages that the script says, under `diagram.`"""

Data = dict[str, Any]
Row = list[object]


class _Table:
    """Codes in the order in which they come up, each with its word."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, code: str) -> int:
        return self._places.setdefault(code, len(self._places))

    def codes(self) -> list[str]:
        return list(self._places)


def describe_network(
    nodes: Sequence[Node], others: Sequence[Node], edges: Iterable[Edge], words: Words
) -> Data:
    """The rows for the script.

    Args:
        nodes: The entities that the picture shows, in its order.
        others: The cluster's other entities.
        edges: All its links; those between two shown entities must be in the picture's order.
        words: The language of the page.

    Returns:
        `nodes` and `edges` of the picture, `more_nodes` and `more_edges` beyond it, `tables` of code and
        word, `said` and `locale`. A link's ends are places in `nodes` followed by `more_nodes`.
    """
    kinds, roles, statuses, handlings, links, stages = tables = [_Table() for _ in range(6)]
    node_rows = [_node_row(node, kinds, roles, (statuses, handlings)) for node in (*nodes, *others)]
    number = {node.entity_id: place for place, node in enumerate((*nodes, *others))}
    edge_rows: tuple[list[Row], list[Row]] = ([], [])
    for edge in edges:
        if edge.source_id not in number or edge.target_id not in number:
            continue
        ends = number[edge.source_id], number[edge.target_id]
        edge_rows[max(ends) >= len(nodes)].append(_edge_row(edge, ends, links, stages))
    groups = ("kind", "role", "status", "handling", "link", "stage")
    return {
        "nodes": node_rows[: len(nodes)],
        "more_nodes": node_rows[len(nodes) :],
        "edges": edge_rows[0],
        "more_edges": edge_rows[1],
        "tables": {
            group: [[code, say_code(group, code, words)] for code in table.codes()]
            for group, table in zip(groups, tables, strict=True)
        },
        "said": _say_all(words.language),
        "locale": LOCALES[words.language].replace("_", "-"),
    }


def say_code(group: str, code: str, words: Words) -> str:
    """The word for a code; a person's role may be none that is stated."""
    if group == "handling":
        return f"TLP:{code}"
    return words("role.not_stated") if (group, code) == ("role", NONE) else words.code(group, code)


@cache
def _say_all(language: str) -> dict[str, str]:
    """The script's messages, their places left to fill."""
    texts = load_words(language).texts
    return {name: texts.gettext(f"diagram.{name}") for name in SAID}


def _day(value: date | None) -> int | None:
    return None if value is None else value.toordinal() - EPOCH


def _node_row(node: Node, kinds: _Table, roles: _Table, others: tuple[_Table, _Table]) -> Row:
    statuses, handlings = others
    row: Row = [
        node.entity_id,
        node.label,
        kinds.place(node.kind),
        roles.place(node.role or NONE) if node.kind == "person" else None,
        statuses.place(node.status) if node.status else None,
        node.rank,
        node.record_count,
        _day(node.first_seen),
        _day(node.last_seen),
        handlings.place(node.handling),
        span_numbers(node.records),
    ]
    return [*row, node.role_raw] if node.role_raw else row


def _edge_row(edge: Edge, ends: tuple[int, int], links: _Table, stages: _Table) -> Row:
    return [
        *ends,
        links.place(edge.kind),
        stages.place(edge.stage or NONE),
        int(edge.directed),
        round(edge.weight, 3),
        edge.record_count,
        edge.origin_count,
        _day(edge.first_seen),
        _day(edge.last_seen),
        span_numbers(edge.records),
    ]
