"""Rows of a stored frame are found by key in whichever of the two ways, within a transaction as well."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from staging import kept_frames
from staging.kept_frames import StoredFrames, write_kept
from staging.records import RecordsOf
from staging.store import Store

ROWS = pl.DataFrame(
    {
        "number": pl.Series(range(3000), dtype=pl.UInt32),
        "name": [None if number % 7 == 0 else f"n{number % 50}" for number in range(3000)],
        "values": [[f"v{number}"] * (number % 3) for number in range(3000)],
        "seen": [datetime(2023, 1, 1, tzinfo=UTC)] * 3000,
    }
)


@pytest.fixture(params=["at once", "by place"])
def frames(request: pytest.FixtureRequest, store: Store, monkeypatch: pytest.MonkeyPatch) -> StoredFrames:
    most = 99 if request.param == "at once" else 0
    monkeypatch.setattr(kept_frames, "FEW_COLUMNS", most)
    monkeypatch.setattr(kept_frames, "MANY_COLUMNS", most)
    write_kept(store, {"rows": ROWS}.items())
    return StoredFrames(store, lambda name: f"kept_{name}")


def same(found: pl.DataFrame, wanted: pl.DataFrame) -> bool:
    return found.sort("number").equals(wanted.sort("number"))


def test_rows_are_found_by_key(frames: StoredFrames) -> None:
    for names in (["n1", "n49", None], ["nobody"], []):
        keys = pl.Series(names, dtype=pl.String)
        wanted = ROWS.filter(pl.col("name").is_in(keys.drop_nulls().implode()))
        assert same(frames.select("rows", "name", keys), wanted)
        assert same(
            frames.select("rows", "name", keys, ["values", "number"]), wanted.select("values", "number")
        )


def test_rows_that_a_transaction_has_added_and_removed_count(frames: StoredFrames, store: Store) -> None:
    numbers = pl.Series([2, 5, 2999, 4000], dtype=pl.UInt32)
    added = ROWS.head(1).with_columns(number=pl.lit(4000, dtype=pl.UInt32), name=pl.lit("new"))
    with store.transaction():
        frames.append("rows", added)
        frames.remove_rows("rows", pl.DataFrame({"number": [5, 6], "name": ["n5", "n5"]}))
        found = frames.select("rows", "number", numbers)
    assert same(found, pl.concat([ROWS.filter(pl.col("number").is_in([2, 2999])), added]))
    assert frames.height("rows") == 3000


def test_a_row_with_a_null_in_the_key_is_not_removed(frames: StoredFrames) -> None:
    frames.remove_rows("rows", ROWS.head(8).select("number", "name"))
    assert frames.select("rows", "number", pl.Series(range(8), dtype=pl.UInt32))["number"].to_list() == [0, 7]


def test_places_are_parted_at_their_widest_gaps(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_frames, "FAR_APART", 10)
    monkeypatch.setattr(kept_frames, "MANY_COLUMNS", 0)
    monkeypatch.setattr(kept_frames, "FEW_COLUMNS", 0)
    write_kept(store, {"rows": ROWS}.items())
    asked = pl.Series(range(0, 3000, 100), dtype=pl.UInt32)
    found = StoredFrames(store, lambda name: f"kept_{name}").select("rows", "number", asked)
    assert same(found, ROWS.filter(pl.col("number") % 100 == 0))


def test_tables_of_records_are_all_there_and_empty_where_nothing_is(store: Store, tmp_path: Path) -> None:
    tables = RecordsOf(store, pl.Series(["MX-FGR/NOBODY"]))
    assert len(tables) == len(list(tables)) == 8
    assert all(frame.is_empty() for frame in dict(tables).values())
    with pytest.raises(KeyError):
        tables["nothing"]
