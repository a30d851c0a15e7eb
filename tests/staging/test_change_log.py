"""What was done to tables since a network is known as long as all of it was noted."""

from __future__ import annotations

import polars as pl
import pytest

from staging.change_log import ChangeLog

ROWS = pl.DataFrame({"id": ["a", "b", "b"], "n": [1, 2, 2]})


@pytest.fixture
def log() -> ChangeLog:
    made = ChangeLog()
    made.begin("g1")
    return made


def rows_of(log: ChangeLog, columns: list[str] | None = None) -> list[tuple[object, ...]]:
    moved = log.since("g1")
    assert moved is not None
    rows = moved.rows("t", columns)
    return [] if rows is None else sorted(rows.rows())


def test_rows_that_went_or_came_are_told_once(log: ChangeLog) -> None:
    log.note("t", ROWS, has_come=True)
    assert rows_of(log) == [("a", 1), ("b", 2)]


def test_a_row_that_went_and_came_again_is_not_told_but_was_touched(log: ChangeLog) -> None:
    log.note("t", ROWS, has_come=False)
    log.note("t", ROWS.select("n", "id"), has_come=True)
    assert rows_of(log) == []
    moved = log.since("g1")
    assert moved is not None
    assert sorted(moved.touched("t", "id")) == ["a", "b"]
    assert moved.touched("other", "id").is_empty()


def test_a_row_that_is_there_less_often_is_told(log: ChangeLog) -> None:
    log.note("t", ROWS, has_come=False)
    log.note("t", ROWS.unique(), has_come=True)
    assert rows_of(log) == [("b", 2)]


def test_only_what_is_asked_for_counts(log: ChangeLog) -> None:
    log.note("t", ROWS, has_come=False)
    log.note("t", ROWS.with_columns(n=pl.lit(9, dtype=pl.Int64)), has_come=True)
    assert rows_of(log, ["id"]) == []
    assert len(rows_of(log)) == 4


def test_nothing_is_known_of_another_network(log: ChangeLog) -> None:
    assert log.since("g2") is None
    log.begin("g2")
    assert log.since("g1") is None
    log.begin(None)
    assert log.since(None) is None


def test_too_many_rows_are_not_kept() -> None:
    log = ChangeLog(most_rows=4)
    log.begin("g1")
    log.note("t", ROWS, has_come=True)
    assert log.since("g1") is not None
    log.note("t", ROWS, has_come=True)
    assert log.since("g1") is None


def test_rows_can_be_had_as_they_were(log: ChangeLog) -> None:
    log.note("t", pl.DataFrame({"id": ["c"], "n": [3]}), has_come=False)
    log.note("t", pl.DataFrame({"id": ["b"], "n": [2]}), has_come=True)
    log.note("t", pl.DataFrame({"id": ["d"], "n": [4]}), has_come=True)
    log.note("t", pl.DataFrame({"id": ["d"], "n": [4]}), has_come=False)
    moved = log.since("g1")
    assert moved is not None
    assert sorted(moved.undo("t", ROWS).rows()) == [("a", 1), ("b", 2), ("c", 3)]
    assert sorted(moved.undo("t", ROWS.select("id"))["id"]) == ["a", "b", "c"]
    assert moved.undo("other", ROWS).equals(ROWS)
    assert moved.undo("t", ROWS.clear()).rows() == [("c", 3)]
