"""Of all that happened between two links, the cause named is what brought a cluster together or apart."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from graph.causes import Changes
from graph.eras import Era
from graph.lineage import added_lineage
from graph.pulls import compare_decisions

EVERYTHING: dict[str, Any] = {
    "decision_id": pl.String,
    "judgement": pl.String,
    "left_keys": pl.List(pl.String),
    "right_keys": pl.List(pl.String),
    "status": pl.String,
    "revokes": pl.String,
    "decided_at": pl.Datetime("us", "UTC"),
}
Row = dict[str, Any]


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def era(seen: str, **clusters: str) -> Era:
    """`seen` is `RECORD#NO=ENTITY` or `RECORD|table|row|field=ENTITY`, clusters their members."""
    kinds = {"P": "person", "T": "phone"}
    members = [(name, each, kinds[each[0]]) for name, those in clusters.items() for each in those.split()]
    rows = []
    for place, entity in (each.split("=") for each in seen.split()):
        record, table, row, field = _spell_out(place).split("|")
        rows.append((entity, record, kinds[entity[0]], table, int(row), field))
    return Era(
        pl.DataFrame(members, schema=["cluster_id", "entity_id", "kind"], orient="row"),
        pl.DataFrame(
            rows, schema=["entity_id", "record_key", "kind", "table", "row_no", "field"], orient="row"
        ),
    )


def _spell_out(place: str) -> str:
    return place if "|" in place else place.replace("#", "|persons|") + "|person_no"


def made(name: str, judgement: str, left: str, right: str | None, at: int, **more: str) -> Row:
    ends = {"left_keys": [left], "right_keys": [right] if right else []}
    empty = {"status": None, "revokes": None}
    return {"decision_id": name, "judgement": judgement, "decided_at": day(at), **ends, **empty, **more}


def causes(
    before: Era,
    now: Era,
    *decisions: Row,
    held: tuple[str, ...] = (),
    records: dict[str, tuple[int | None, bool]] | None = None,
) -> dict[tuple[str, str], tuple[str, int]]:
    """Cause and day of each change; records by key: the day of their report and whether they went."""
    everything = pl.DataFrame(list(decisions), schema=EVERYTHING)
    gone = everything["revokes"].drop_nulls().to_list()
    holds = [
        each
        for each, judgement in everything.select("decision_id", "judgement").rows()
        if judgement != "revoked" and each not in gone
    ]
    ids = [pl.Series(each, dtype=pl.String) for each in (holds, list(held))]
    given = records or {}
    changed = pl.DataFrame(
        [(key, is_gone) for key, (_, is_gone) in given.items()],
        schema={"record_key": pl.String, "is_withdrawn": pl.Boolean},
        orient="row",
    )
    facts = pl.DataFrame(
        [(key, day(at)) for key, (at, _) in given.items() if at] + [("A/0", day(1))],
        schema={"record_key": pl.String, "reported_at": pl.Datetime("us", "UTC")},
        orient="row",
    )
    found = added_lineage(now, before, facts, Changes(changed, compare_decisions(everything, *ids)))
    return {
        (row["cluster_id"], row["change"]): (row["cause_ref"], row["at"].day)
        for row in found.iter_rows(named=True)
    }


TWO = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/5#1=P5", X="P1 P2 P5", Y="P3 P4")
ONE = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/5#1=P2", X="P1 P2 P4")
"""X and Y merged by P3, who is P1; within X, P5 is P2 as well."""

BRIDGING = made("J-BRIDGE", "same", "A/1#1", "A/3#1", 3)
WITHIN = made("J-WITHIN", "same", "A/2#1", "A/5#1", 9)


@pytest.mark.parametrize("within", [2, 9])
def test_a_merger_is_the_decisions_that_joined_two_of_its_clusters_whatever_is_newer(within: int) -> None:
    told = causes(TWO, ONE, BRIDGING, WITHIN | {"decided_at": day(within)})
    assert told["X", "merged"] == ("J-BRIDGE", 3)
    assert told["Y", "retired"] == ("J-BRIDGE", 3)


def test_a_decision_that_joined_who_was_one_anyway_is_never_the_cause() -> None:
    before = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/6#1=P1", X="P1 P2", Y="P3 P4")
    now = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/6#1=P1 A/7#1=P1 A/7#2=P3", X="P1 P2 P3 P4")
    idle = made("J-IDLE", "same", "A/1#1", "A/6#1", 9)
    told = causes(before, now, idle, records={"A/7": (5, False)})
    assert set(told.values()) == {("A/7", 5)}


def test_who_was_taken_along_into_a_merger_is_told_its_cause_and_nothing_newer_from_elsewhere() -> None:
    """Of Z no person is named by any decision: what joined X and Y drew it in."""
    before = era(
        "A/1#1=P1 A/3#1=P3 A/4#1=P4 A/7#1=P7 A/8#1=P8 A/9#1=P9", X="P1", Y="P3 P4", Z="P7", W="P8 P9"
    )
    now = era("A/1#1=P1 A/3#1=P1 A/4#1=P4 A/7#1=P7 A/8#1=P8 A/9#1=P8", X="P1 P4 P7", W="P8")
    elsewhere = made("J-ELSE", "same", "A/8#1", "A/9#1", 9)
    told = causes(before, now, BRIDGING, elsewhere)
    assert told["Z", "retired"] == told["Y", "retired"] == told["X", "merged"] == ("J-BRIDGE", 3)
    assert told["W", "shrunk"] == ("J-ELSE", 9)


def test_what_pulls_apart_merges_nothing_unless_it_is_revoked() -> None:
    apart = made("J-APART", "not_same", "A/2#1", "A/6#1", 9)
    before = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/6#1=P2", X="P1 P2", Y="P3 P4")
    now = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/6#1=P6", X="P1 P2 P4 P6")
    assert causes(before, now, apart, BRIDGING)["X", "merged"] == ("J-BRIDGE", 3)
    held = made("J-HELD", "not_same", "A/1#1", "A/3#1", 1)
    revoked = made("J-REVOKED", "revoked", "", None, 4, revokes="J-HELD") | {"left_keys": []}
    assert causes(TWO, ONE, held, revoked, WITHIN, held=("J-HELD",))["X", "merged"] == ("J-REVOKED", 4)


WHOLE = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/5#1=P2 A/9#1=P2 A/9#2=P4", C="P1 P2 P4")
PARTS = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/5#1=P5", C="P1 P2 P5", D="P3 P4")
"""C has split: of P1 the part P3 went to D. Within C, P5 was P2. Record A/9 said that P2 knew P4."""

PARTING = made("J-PART", "not_same", "A/1#1", "A/3#1", 3)
PARTING_WITHIN = made("J-WITHIN", "not_same", "A/2#1", "A/5#1", 9)


@pytest.mark.parametrize("within", [2, 9])
def test_a_split_is_the_decisions_whose_ends_lie_in_two_parts_whatever_is_newer(within: int) -> None:
    told = causes(WHOLE, PARTS, PARTING, PARTING_WITHIN | {"decided_at": day(within)})
    assert told["C", "split"] == told["D", "born"] == ("J-PART", 3)


def test_a_split_is_the_withdrawn_record_that_held_the_parts_and_no_decision_beside_it() -> None:
    parts = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/5#1=P5", C="P1 P2 P5", D="P4")
    gone: dict[str, tuple[int | None, bool]] = {"A/9": (None, True)}
    within = causes(WHOLE, parts, PARTING_WITHIN, records=gone)
    assert within["C", "split"] == within["D", "born"] == ("A/9", 1)
    idle = made("J-IDLE", "not_same", "A/2#1", "A/4#1", 9)  # two persons ever since
    assert causes(WHOLE, parts, idle, records=gone)["C", "split"] == ("A/9", 1)
    joined = made("J-JOINED", "same", "A/2#1", "A/8#1", 9)
    with_new = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P4 A/5#1=P2 A/8#1=P2", C="P1 P2", D="P4")
    assert causes(WHOLE, with_new, joined, records=gone)["C", "split"] == ("A/9", 1)


def test_of_withdrawn_records_the_one_between_the_parts_is_named() -> None:
    parts = era("A/1#1=P1 A/2#1=P2 A/4#1=P4", C="P1 P2", D="P4")
    gone: dict[str, tuple[int | None, bool]] = {key: (None, True) for key in ("A/3", "A/5", "A/9")}
    told = causes(WHOLE, parts, records=gone)
    assert told["C", "split"] == told["D", "born"] == ("A/9", 1)


def test_of_new_records_the_one_on_both_clusters_is_the_merger() -> None:
    now = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/7#1=P1 A/7#2=P3 A/8#1=P2", X="P1 P2 P3 P4")
    told = causes(TWO, now, records={"A/7": (5, False), "A/8": (9, False)})
    assert told["X", "merged"] == told["Y", "retired"] == ("A/7", 5)


def test_of_several_that_fit_as_well_the_newest_is_named_and_of_one_time_the_smallest_id() -> None:
    also = made("J-ALSO", "same", "A/2#1", "A/4#1", 7)
    before = era("A/1#1=P1 A/2#1=P2 A/3#1=P3 A/4#1=P4 A/5#1=P5", X="P1 P2", Y="P3 P4 P5")
    now = era("A/1#1=P1 A/2#1=P2 A/3#1=P1 A/4#1=P2 A/5#1=P5", X="P1 P2 P5")
    assert causes(before, now, BRIDGING, also)["X", "merged"] == ("J-ALSO", 7)
    assert causes(before, now, BRIDGING, also | {"decided_at": day(3)})["X", "merged"] == ("J-ALSO", 3)


PHONED = "A/1#1=P1 A/2#1=P2 A/1|identifiers|1|value=T1"


def test_a_rejected_link_is_a_split_where_its_ends_came_apart_and_a_confirmed_one_no_merger() -> None:
    whole, parts = era(PHONED, C="P1 P2 T1"), era(PHONED, C="P2 T1", D="P1")
    rejected = made("J-LINK", "link_rejected", "A/1#1", "A/1|identifiers|1|value", 3)
    elsewhere = rejected | {"decision_id": "J-ELSE", "left_keys": ["A/2#1"], "decided_at": day(9)}
    assert causes(whole, parts, rejected, elsewhere)["C", "split"] == ("J-LINK", 3)
    again = made("J-BACK", "revoked", "", None, 5, revokes="J-LINK") | {"left_keys": []}
    confirmed = rejected | {"decision_id": "J-YES", "judgement": "link_confirmed", "decided_at": day(9)}
    told = causes(parts, whole, rejected, again, confirmed, held=("J-LINK",))
    assert told["C", "merged"] == told["D", "retired"] == ("J-BACK", 5)


def test_who_is_settled_is_a_cause_where_they_came_in_or_went_out() -> None:
    seen = "A/1#1=P1 A/2#1=P2 A/3#1=P3"
    settled = made("J-OUT", "settled", "A/2#1", None, 3, status="victim")
    idle = made("J-IDLE", "settled", "A/1#1", None, 9, status="facilitator")
    told = causes(era(seen, C="P1 P2 P3"), era(seen, C="P1", D="P3"), settled, idle)
    assert set(told.values()) == {("J-OUT", 3)}


def test_where_nothing_fits_the_newest_that_could_have_done_it_is_named() -> None:
    seen = "A/1#1=P1 A/2#1=P2 A/8#1=P8"
    now = era(seen + " A/9#1=P9", C="P1", D="P2", E="P8")
    before = era(seen + " A/9#1=P8", C="P1 P2", E="P8")
    joins, parts = (
        made(name, judgement, left, "A/9#1", at)
        for name, judgement, left, at in (
            ("J-JOINS", "same", "A/7#1", 9),
            ("J-PARTS", "not_same", "A/8#1", 3),
        )
    )
    assert causes(before, now, joins, parts)["C", "split"] == ("J-PARTS", 3)
    assert causes(before, era(seen, C="P1", D="P2", E="P8"), joins)["C", "split"] == ("J-JOINS", 9)
