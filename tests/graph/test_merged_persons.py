"""A cluster whose persons were all found to be another's is told as merged into it."""

from __future__ import annotations

import polars as pl

from graph.eras import Era, moved_persons


def era(seen: str, **clusters: str) -> Era:
    """`seen` is `RECORD#NO=PERSON`, clusters their persons."""
    places = [each.replace("#", "=").split("=") for each in seen.split()]
    rows = [(person, "person", record, int(number)) for record, number, person in places]
    members = [(name, each, "person") for name, those in clusters.items() for each in those.split()]
    return Era(
        pl.DataFrame(members, schema=["cluster_id", "entity_id", "kind"], orient="row"),
        pl.DataFrame(rows, schema=["entity_id", "kind", "record_key", "row_no"], orient="row"),
    )


def moves(earlier: Era, today: Era) -> set[tuple[str, ...]]:
    return set(moved_persons(earlier, today).iter_rows())


BEFORE = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/5#1=P3", X="P1 P2", Y="P3 P4")


def test_who_became_part_of_others_went_where_they_are() -> None:
    today = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P2 A/5#1=P1", X="P1 P2")
    assert moves(BEFORE, today) == {("X", "X"), ("Y", "X")}


def test_who_goes_on_is_where_they_are_whatever_part_of_them_is_somebody_elses() -> None:
    today = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/5#1=P3", X="P1 P2", Y="P3 P4")
    assert moves(BEFORE, today) == {("X", "X"), ("Y", "Y")}


def test_who_became_part_of_somebody_in_no_cluster_went_nowhere() -> None:
    today = era("A/1#1=P1 A/2#1=P2 A/3#1=P9 A/4#1=P9 A/5#1=P9", X="P1 P2")
    assert moves(BEFORE, today) == {("X", "X")}
