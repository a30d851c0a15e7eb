"""What differs from the example's truth is counted, and nothing else."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.pole_check import check

LINKS = [
    ("P-1", "T-1", "uses_phone"),
    ("P-2", "T-2", "uses_phone"),
    ("T-1", "T-2", "called"),
    ("P-1", "L-1", "at_place"),
    ("P-2", "L-1", "at_place"),
]


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    rows = [("CRIME-10", 1, "P-1"), ("PERSON-1", 1, "P-1"), ("PERSON-2", 1, "P-2")]
    mentions = pl.DataFrame(rows, schema=["record_id", "person_no", "entity_id"], orient="row")
    mentions.write_parquet(tmp_path / "mentions.parquet")
    counts = {"received": [5], "accepted": [3], "quarantined": [1], "duplicates": [1]}
    pl.DataFrame(counts).write_parquet(tmp_path / "ledger.parquet")
    return tmp_path


def differing(archive: Path, tables: Path, links: list[tuple[str, str, str]]) -> dict[str, int]:
    frame = pl.DataFrame(links, schema=["source_id", "target_id", "kind"], orient="row")
    frame.write_parquet(tables / "links.parquet")
    return {what: count for what, _, _, count in check(archive, tables)}


def test_a_run_that_found_everything_differs_nowhere(pole_archive: Path, tables: Path) -> None:
    assert set(differing(pole_archive, tables, LINKS).values()) == {0}


def test_a_call_that_was_missed_is_counted(pole_archive: Path, tables: Path) -> None:
    found = differing(pole_archive, tables, [link for link in LINKS if link[2] != "called"])
    assert (found["KNOWS_PHONE pairs"], found["co-address pairs"]) == (1, 0)


def test_a_row_that_is_nowhere_is_counted(pole_archive: Path, tables: Path) -> None:
    counts = {"received": [5], "accepted": [3], "quarantined": [1], "duplicates": [0]}
    pl.DataFrame(counts).write_parquet(tables / "ledger.parquet")
    assert differing(pole_archive, tables, LINKS)["rows lost"] == 1
