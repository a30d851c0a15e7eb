"""Repetition is not corroboration: references collapse to one origin."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.origins import resolve_origins


def origins(references: dict[str, str | None]) -> dict[str, tuple[str, bool]]:
    frame = pl.DataFrame(
        {"record_key": list(references), "origin_ref": list(references.values())},
        schema={"record_key": pl.String, "origin_ref": pl.String},
    )
    return {key: (origin, circular) for key, origin, circular in resolve_origins(frame).iter_rows()}


def test_a_chain_ends_at_the_first_report() -> None:
    found = origins({"A/1": None, "B/1": "A/1", "C/1": "B/1"})
    assert set(found.values()) == {("A/1", False)}


def test_two_reports_of_an_undelivered_record_share_their_origin() -> None:
    found = origins({"B/1": "X/9", "C/1": "X/9"})
    assert found == {"B/1": ("X/9", False), "C/1": ("X/9", False)}


def test_a_circle_is_one_origin_and_flagged_with_all_that_leans_on_it() -> None:
    found = origins({"A/1": "B/1", "B/1": "C/1", "C/1": "A/1", "D/1": "A/1", "E/1": None})
    assert {found[key] for key in ("A/1", "B/1", "C/1", "D/1")} == {("A/1", True)}
    assert found["E/1"] == ("E/1", False)


def test_a_record_that_names_itself_is_its_own_origin() -> None:
    assert origins({"A/1": "A/1"}) == {"A/1": ("A/1", False)}


KEYS = st.sampled_from([f"A/{n}" for n in range(6)])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, st.none() | KEYS, min_size=1))
def test_every_record_shares_the_origin_of_what_it_was_taken_from(references: dict[str, str | None]) -> None:
    found = origins(references)
    for key, reference in references.items():
        if reference in found:
            assert found[key][0] == found[reference][0]
    assert origins(dict(reversed(references.items()))) == found
