"""Decisions as resolution and graph take them."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from graph.decided import Decided, arrange_decisions, judge_links
from graph.persons import person_mentions

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def decision(judgement: str, left: list[str], right: list[str], **more: str) -> dict[str, object]:
    empty = {"kind": None, "status": None}
    return {
        "decision_id": "J-1", "judgement": judgement, "left_keys": left, "right_keys": right,
        "decided_at": NOW, **empty, **more,
    }  # fmt: skip


def arranged(present: list[str], *rows: dict[str, object], is_complete: bool = True) -> Decided:
    schema = {
        "decision_id": pl.String, "judgement": pl.String, "left_keys": pl.List(pl.String),
        "right_keys": pl.List(pl.String), "decided_at": pl.Datetime("us", "UTC"), "kind": pl.String,
        "status": pl.String,
    }  # fmt: skip
    return arrange_decisions(
        pl.DataFrame(list(rows), schema=schema), pl.Series(present, dtype=pl.String), is_complete=is_complete
    )


def test_the_same_is_a_chain_through_all_mentions_that_are_there() -> None:
    found = arranged(["a", "c", "d"], decision("same", ["a", "b"], ["c", "d"]))
    assert found.pairs.rows() == [("a", "c", "same"), ("c", "d", "same")]


def test_not_the_same_holds_each_from_each() -> None:
    found = arranged(["a", "b", "c"], decision("not_same", ["a", "b"], ["c"]))
    assert found.pairs.rows() == [("a", "c", "not_same"), ("b", "c", "not_same")]


def test_a_decision_waits_for_a_side_that_is_not_there() -> None:
    assert arranged(["a", "b"], decision("same", ["a", "b"], ["c"])).pairs.is_empty()


def test_who_sees_part_of_a_person_gets_protection_and_not_its_end() -> None:
    rows = [decision("settled", ["a", "b"], [], status=status) for status in ("facilitator", "victim")]
    partly = arranged(["a"], *rows, is_complete=False)
    assert set(partly.settled["status"]) == {"victim"}
    wholly = arranged(["a", "b"], *rows, is_complete=False)
    assert set(wholly.settled["status"]) == {"facilitator", "victim"}


def test_a_link_decision_is_found_again_by_any_key_and_keeps_its_direction() -> None:
    occurrences = pl.DataFrame(
        {
            "entity_id": ["P-1", "P-2", "T-1", "T-2"],
            "kind": ["person", "person", "phone", "phone"],
            "record_key": ["A/1", "A/2", "A/1", "A/2"],
            "table": ["persons", "persons", "identifiers", "identifiers"],
            "row_no": [1, 1, 1, 1],
            "field": ["person_no", "person_no", "value", "value"],
        }
    )
    schema = {
        "left_keys": pl.List(pl.String), "right_keys": pl.List(pl.String),
        "kind": pl.String, "judgement": pl.String,
    }  # fmt: skip
    phones = (["A/1|identifiers|1|value"], ["A/2|identifiers|1|value"], "called", "rejected")
    holder = (["A/1#1", "A/9#9"], ["A/1|identifiers|1|value"], "uses_phone", "confirmed")
    decided = pl.DataFrame([phones, holder], schema=schema, orient="row")
    assert set(judge_links(decided, occurrences).iter_rows()) == {
        ("T-1", "T-2", "called", "rejected"),
        ("P-1", "T-1", "uses_phone", "confirmed"),
        ("T-1", "P-1", "uses_phone", "confirmed"),
    }


def test_only_who_is_both_is_settled_and_two_answers_are_none() -> None:
    persons = pl.DataFrame({"agency": ["A"] * 4, "record_id": ["1", "2", "3", "4"], "person_no": [1] * 4})
    statuses = ["facilitator", "victim", "facilitator", "victim"]
    persons = persons.with_columns(pl.Series("status", statuses))
    mentions = persons.with_columns(pl.Series("entity_id", ["P-1", "P-1", "P-2", "P-3"]))

    def settled(*rows: tuple[str, str]) -> list[str]:
        frame = pl.DataFrame(list(rows), schema={"mention_id": pl.String, "status": pl.String}, orient="row")
        return person_mentions(persons, mentions, frame).sort("record_id")["entity_status"].to_list()

    assert settled(("A/1#1", "facilitator"), ("A/4#1", "facilitator")) == ["facilitator"] * 3 + ["victim"]
    assert settled(("A/1#1", "facilitator"), ("A/2#1", "victim"))[:2] == ["both", "both"]
