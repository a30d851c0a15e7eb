"""Machine formats read back as what was written, hostile text included, and the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from reports.formats.gexf import write_gexf
from reports.formats.graph import build_graph
from reports.formats.graphml import write_graphml
from reports.formats.neo4j import relationship_type, write_neo4j
from reports.report_view import ReportView
from tests.reports.network_factory import make_hostile, make_world, view_of

Write = Callable[[ReportView, Path], list[Path]]
WRITERS: list[Write] = [write_gexf, write_graphml, write_neo4j]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("is_hostile", [False, True])
def test_same_view_gives_the_same_bytes_and_no_protected_name(
    write: Write, is_hostile: bool, tmp_path: Path
) -> None:
    world = make_hostile(make_world()) if is_hostile else make_world()
    first, second = write(view_of(world), tmp_path / "a"), write(view_of(world), tmp_path / "b")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert b"SECRETNAME" not in one.read_bytes()
        assert not [byte for byte in one.read_bytes() if byte < 32 and byte not in (9, 10, 13)]


@pytest.mark.parametrize("is_hostile", [False, True])
def test_graphml_and_gexf_read_back_with_every_node_and_edge(is_hostile: bool, tmp_path: Path) -> None:
    view = view_of(make_hostile(make_world()) if is_hostile else make_world())
    graph = build_graph(view)
    for read in (nx.read_graphml(*write_graphml(view, tmp_path)), nx.read_gexf(*write_gexf(view, tmp_path))):
        assert set(read.nodes) == set(graph.nodes)
        assert read.number_of_edges() == graph.number_of_edges()
        for key, attributes in graph.nodes(data=True):
            assert read.nodes[key]["label"] == attributes["label"]


def test_gexf_is_dynamic_and_carries_no_date_of_writing(tmp_path: Path) -> None:
    text = write_gexf(view_of(make_world()), tmp_path)[0].read_text(encoding="utf-8")
    assert 'mode="dynamic"' in text
    assert 'timeformat="date"' in text
    assert 'start="2022-01-03"' in text
    assert "lastmodified" not in text


def test_neo4j_relationships_point_at_nodes_that_are_there(tmp_path: Path) -> None:
    nodes, edges = write_neo4j(view_of(make_world()), tmp_path)
    with nodes.open(encoding="utf-8", newline="") as file:
        known = {row["id:ID"] for row in csv.DictReader(file)}
    with edges.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row[":START_ID"] in known and row[":END_ID"] in known for row in rows)


def test_neo4j_types_hold_only_letters_digits_and_underscores() -> None:
    assert relationship_type("uses_phone") == "USES_PHONE"
    assert relationship_type("a b`;é") == "A_B___"
