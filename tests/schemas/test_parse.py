"""Text into types: exactly, or not at all."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.findings import POSITION
from schemas.parse import Parsed, parse_table
from schemas.tables.spec import table_columns
from schemas.text_lists import parse_list


def parse_cell(column: str, text: str | None, table: str = "cases") -> Parsed:
    spec = table_columns(table)[column]
    frame = pl.DataFrame(
        {POSITION: pl.Series([0], dtype=pl.UInt32), column: pl.Series([text], dtype=pl.String)}
    )
    return parse_table(frame, {column: spec})


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("revision", "12", 12),
        ("revision", "+3", 3),
        ("revision", "45.0", 45),
        ("revision", "1.7", None),
        ("revision", "1_000", None),
        ("revision", "٣", None),
        ("revision", "99999999999999999999", None),
        ("lat", "-99.25", -99.25),
        ("lat", ".5", 0.5),
        ("lat", "1e-05", 1e-05),
        ("lat", "1e999", None),
        ("lat", "inf", None),
        ("lat", "12,5", None),
        ("incident_start_date", "2024-02-29", date(2024, 2, 29)),
        ("incident_start_date", "2023-02-29", None),
        ("incident_start_date", "2024-2-9", None),
        ("incident_start_date", "2024-02-29T00:00:00", date(2024, 2, 29)),
        ("incident_start_date", "2024-02-29T10:00:00", None),
        ("retracted", "TRUE", True),
        ("retracted", "0", False),
        ("retracted", "no", None),
        ("reported_at", "2023-12-01T20:38:00Z", datetime(2023, 12, 1, 20, 38, tzinfo=UTC)),
        ("reported_at", "2023-12-01T14:38:00-06:00", datetime(2023, 12, 1, 20, 38, tzinfo=UTC)),
        ("reported_at", "2023-12-01 14:38-0600", datetime(2023, 12, 1, 20, 38, tzinfo=UTC)),
        ("reported_at", "2023-12-01T20:38:00.123456Z", datetime(2023, 12, 1, 20, 38, 0, 123456, tzinfo=UTC)),
        ("reported_at", "2023-12-01T25:38:00Z", None),
        ("reported_at", "2023-12-01T20:38:00+19:00", None),
        ("reported_at", "2023-12-01", None),
        ("reported_at", "2023-12-01T20:38:00", None),
    ],
)
def test_a_cell_is_read_exactly_or_is_a_finding(column: str, text: str, value: Any) -> None:  # noqa: ANN401
    parsed = parse_cell(column, text)
    assert parsed.frame[column].to_list() == [value]
    assert parsed.failures.height == (value is None)


def test_a_day_stands_for_its_first_minute_where_no_zone_is_required() -> None:
    parsed = parse_cell("paid_at", "2023-12-12", table="payments")
    assert parsed.frame["paid_at"].to_list() == [datetime(2023, 12, 12, tzinfo=UTC)]
    assert parsed.warnings.is_empty()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (None, []),
        ("[]", []),
        ('["a", "b"]', ["a", "b"]),
        ('["El \\"Chino\\"", "Ñ"]', ['El "Chino"', "Ñ"]),
        ("[1, null, 2.5]", ["1", "2.5"]),
        ("a| b ;;c", ["a", "b", "c"]),
        ("solo", ["solo"]),
        ('["a", ["b"]]', None),
        ('["a"', None),
        ('{"a": 1}', ['{"a": 1}']),
        ('["\\ud800"]', None),
    ],
)
def test_lists_travel_as_json_or_split_text(text: str | None, value: list[str] | None) -> None:
    assert parse_list(pl.Series("x", [text], dtype=pl.String)).to_list() == [value]


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1), max_size=4)
)
def test_a_json_list_comes_back_as_it_was(words: list[str]) -> None:
    assert parse_list(pl.Series("x", [json.dumps(words)])).to_list() == [words]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_real_date_is_read_back(day: date) -> None:
    assert parse_cell("incident_start_date", day.isoformat()).frame["incident_start_date"].to_list() == [day]
