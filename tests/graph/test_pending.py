"""A person who awaits a decision is in no cluster, but the acting rows say which one they point to."""

from __future__ import annotations

import polars as pl

from graph.pending import pending_clusters

CLUSTERS = pl.DataFrame({"cluster_id": ["C-1", "C-1", "C-2"], "entity_id": ["P-A", "P-B", "P-C"]})
SCHEMA = ["entity_id", "record_key", "status", "entity_status"]


def find(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str]]:
    people = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    found = pending_clusters(people, people.select("entity_id", "record_key"), CLUSTERS)
    return list(found.iter_rows())


ACTOR = ("facilitator", "facilitator")


def test_the_cluster_that_most_acting_records_point_to_is_found() -> None:
    rows = [
        ("P-A", "r1", *ACTOR),
        ("P-B", "r2", *ACTOR),
        ("P-X", "r1", "facilitator", "both"),
        ("P-X", "r2", "facilitator", "both"),
        ("P-X", "r3", "smuggled_migrant", "both"),
    ]
    assert find(rows) == [("P-X", "C-1")]


def test_records_that_call_the_person_protected_do_not_vote() -> None:
    rows = [
        ("P-A", "r1", *ACTOR),
        ("P-X", "r1", "smuggled_migrant", "both"),
        ("P-C", "r2", *ACTOR),
        ("P-X", "r2", "facilitator", "both"),
    ]
    assert find(rows) == [("P-X", "C-2")]


def test_a_tie_points_nowhere() -> None:
    rows = [
        ("P-A", "r1", *ACTOR),
        ("P-X", "r1", "facilitator", "both"),
        ("P-C", "r2", *ACTOR),
        ("P-X", "r2", "facilitator", "both"),
    ]
    assert find(rows) == []


def test_a_protected_person_points_nowhere() -> None:
    rows = [("P-A", "r1", *ACTOR), ("P-M", "r1", "smuggled_migrant", "smuggled_migrant")]
    assert find(rows) == []
