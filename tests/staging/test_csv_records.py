"""CSV records: no row is lost, and a broken one costs itself alone."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staging.readers.csv_records import split_records

WIDTH = 3
FIELD = st.text(st.sampled_from('ab"; \n,é'), max_size=6)


def split(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    lines = text.split("\n")
    return [(one.line, one.check, one.fields) for one in split_records(lines, ";", WIDTH, 1000)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.just("x"), FIELD, FIELD), min_size=1, max_size=8))
def test_reads_back_whatever_a_csv_writer_wrote(rows: list[tuple[str, ...]]) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\n").writerows([("a", "b", "c"), *rows])
    assert [fields for _, check, fields in split(buffer.getvalue()) if not check] == rows


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ("1;2", "ragged_row"),
        ("1;2;3;4", "ragged_row"),
        ('1;"2;3', "unclosed_quote"),
        ('1;"2"x;3', "broken_quotes"),
        ("x" * 2000, "line_too_long"),
    ],
)
def test_broken_line_is_rejected_with_its_number_and_the_next_are_read(line: str, check: str) -> None:
    found = split(f'a;b;c\n1;2;3\n{line}\n4;"five";6\n7;8;9\n')
    assert [(number, code) for number, code, _ in found] == [(2, ""), (3, check), (4, ""), (5, "")]


def test_quote_inside_an_unquoted_field_is_text() -> None:
    assert split('a;b;c\n1;5" pipe;3') == [(2, "", ("1", '5" pipe', "3"))]
