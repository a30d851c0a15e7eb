"""Ids go on with the largest part, are given once, and depend on no order."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ids import hashed_id
from graph.inheritance import inherit, rename

Things = dict[str, list[str]]


def parts(things: Things) -> pl.DataFrame:
    rows = [(thing, part) for thing, members in things.items() for part in members]
    return pl.DataFrame(rows, schema={"id": pl.String, "part": pl.String}, orient="row")


def lasting(now: Things, before: Things) -> dict[str, str]:
    renamed = dict(inherit(parts(now), parts(before)).iter_rows())
    return {fresh: renamed.get(fresh, fresh) for fresh in now}


def test_an_earlier_sorting_part_does_not_rename_a_thing() -> None:
    assert lasting({"P-NEW": ["a", "b", "c"]}, {"P-OLD": ["b", "c"]}) == {"P-NEW": "P-OLD"}


def test_the_larger_part_keeps_the_id_and_the_smaller_gets_one_of_its_own() -> None:
    found = lasting({"P-OLD": ["a"], "P-B": ["b", "c"]}, {"P-OLD": ["a", "b", "c"]})
    assert found["P-B"] == "P-OLD"
    assert found["P-OLD"] == hashed_id("person", "P-OLD")


def test_of_two_that_merge_the_larger_one_goes_on() -> None:
    assert lasting({"P-A": ["a", "b", "c"]}, {"P-A": ["a"], "P-B": ["b", "c"]}) == {"P-A": "P-B"}


def _things(labels: list[int], prefix: str) -> Things:
    """Groups of parts named by their smallest, as fresh ids are."""
    groups: Things = {}
    for part, label in enumerate(labels):
        groups.setdefault(str(label), []).append(f"{part:02}")
    return {f"{prefix}{members[0]}": members for members in groups.values()}


@given(
    st.lists(st.integers(0, 4), min_size=8, max_size=8),
    st.lists(st.integers(0, 4), min_size=8, max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_ids_are_given_once_whatever_the_order(before: list[int], now: list[int]) -> None:
    was, is_now = parts(_things(before, "P-")), parts(_things(now, "P-"))
    found = inherit(is_now, was)
    shuffled = inherit(is_now.sample(fraction=1, shuffle=True, seed=3), was.reverse())
    assert found.equals(shuffled)
    renamed = rename(is_now, found, "id")
    assert renamed["id"].n_unique() == is_now["id"].n_unique()
    assert inherit(renamed, renamed).is_empty()
