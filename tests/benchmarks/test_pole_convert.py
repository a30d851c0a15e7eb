"""A tiny archive of the POLE form becomes flat tables, and no row of it is lost."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from benchmarks.pole_convert import convert


@pytest.fixture
def tables(pole_archive: Path, tmp_path: Path) -> dict[str, pl.DataFrame]:
    folder = convert(pole_archive, tmp_path / "landing")
    return {path.stem: pl.read_csv(path, infer_schema=False) for path in folder.glob("*.csv")}


def test_every_crime_person_and_call_is_a_case(tables: dict[str, pl.DataFrame]) -> None:
    assert sorted(tables["cases"]["record_id"]) == ["CALL-50", "CRIME-10", "CRIME-11", "PERSON-1", "PERSON-2"]


def test_dates_become_iso(tables: dict[str, pl.DataFrame]) -> None:
    dates = dict(tables["cases"].select("record_id", "incident_start_date").rows())
    assert (dates["CRIME-11"], dates["CALL-50"]) == ("2017-02-01", "2017-08-04")


def test_a_party_to_a_crime_keeps_the_number_that_tells_who_it_is(tables: dict[str, pl.DataFrame]) -> None:
    numbers = tables["identifiers"].filter(pl.col("kind") == "national_id")
    assert sorted(numbers.filter(pl.col("value") == "111-1")["record_id"]) == ["CRIME-10", "PERSON-1"]


def test_calls_carry_both_ends(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["calls"].select("caller", "callee").rows() == [("0-(070)893-3322", "5-(997)640-5104")]


def test_objects_that_are_no_vehicles_stay_out(tables: dict[str, pl.DataFrame]) -> None:
    assert tables["vehicles"]["plate"].to_list() == ["RY52 APF"]
