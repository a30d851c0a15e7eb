"""Numbers of records are told as spans, and none that a page does not show."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.sections.numbers import MAX_EVIDENCE_ROWS, list_numbers, span_numbers
from reports.sections.tracing import spell_numbers
from tests.reports.page_tree import read_numbers


@pytest.mark.parametrize(
    ("records", "said"),
    [("", ""), ("7", "7"), ("1,2", "1–2"), ("1,3", "1, 3"), ("1,2,3,7", "1–3, 7"), ("2,4,5", "2, 4–5")],
)
def test_what_follows_on_is_told_as_a_span(records: str, said: str) -> None:
    assert span_numbers(records) == said


@given(st.sets(st.integers(1, 60)))
def test_no_number_is_lost_or_added(numbers: set[int]) -> None:
    assert read_numbers(span_numbers(list_numbers(sorted(numbers)))) == numbers


def test_records_beyond_those_a_page_shows_have_no_number() -> None:
    numbers = [3, MAX_EVIDENCE_ROWS, MAX_EVIDENCE_ROWS + 1]
    assert list_numbers(numbers) == f"3,{MAX_EVIDENCE_ROWS}"
    frame = pl.DataFrame({"of": ["a", "a", "a", "a"], "number": [*numbers, 3]})
    assert frame.group_by("of").agg(spell_numbers())["records"].to_list() == [f"3,{MAX_EVIDENCE_ROWS}"]
