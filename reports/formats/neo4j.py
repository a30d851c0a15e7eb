"""CSV for `neo4j-admin database import`: one file of nodes, one of relationships."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from reports.formats.graph import Attribute, build_graph
from reports.formats.whole import write_whole
from reports.report_view import ReportView

NODE_COLUMNS = {
    "label": "label",
    "cluster_id": "cluster_id",
    "status": "status",
    "role": "role",
    "rank": "rank:int",
    "record_count": "record_count:int",
    "first_seen": "first_seen:date",
    "last_seen": "last_seen:date",
    "handling": "handling",
}
EDGE_COLUMNS = {
    "stage": "stage",
    "directed": "directed:boolean",
    "weight": "weight:double",
    "record_count": "record_count:int",
    "origin_count": "origin_count:int",
    "first_seen": "first_seen:date",
    "last_seen": "last_seen:date",
}
"""Attribute → header with the type that the importer gives it."""


def write_neo4j(view: ReportView, out: Path) -> list[Path]:
    """Write `nodes.csv` and `relationships.csv`; the same view gives the same bytes."""
    graph = build_graph(view)
    nodes = [
        [key, *_cells(attributes, NODE_COLUMNS), str(attributes["kind"]).capitalize()]
        for key, attributes in graph.nodes(data=True)
    ]
    edges = [
        [source, target, *_cells(attributes, EDGE_COLUMNS), relationship_type(str(attributes["kind"]))]
        for source, target, attributes in graph.edges(data=True)
    ]
    heads = (
        ["id:ID", *NODE_COLUMNS.values(), ":LABEL"],
        [":START_ID", ":END_ID", *EDGE_COLUMNS.values(), ":TYPE"],
    )
    return [
        write_whole(out / "nodes.csv", _to_csv(heads[0], nodes)),
        write_whole(out / "relationships.csv", _to_csv(heads[1], edges)),
    ]


def relationship_type(kind: str) -> str:
    """A link kind as Neo4j writes a type: upper case, only letters, digits and underscores."""
    return (
        "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in kind).upper()
        or "LINKED"
    )


def _cells(attributes: dict[str, Attribute], columns: Iterable[str]) -> list[str]:
    return [_cell(attributes.get(name)) for name in columns]


def _cell(value: Attribute | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _to_csv(head: list[str], rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")
