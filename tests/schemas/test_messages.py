"""Words for a clerk: short, and safe to show."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from schemas.messages import LONGEST_FOUND, show_found, show_found_column


def test_a_long_text_is_cut() -> None:
    assert show_found("x" * 81) == "x" * 79 + "…"
    assert show_found("x" * 80) == "x" * 80


def test_characters_that_a_terminal_obeys_are_shown_as_escapes() -> None:
    assert show_found("a\x1b[31mb\n\u202e\ufeff") == "a\\u001b[31mb\\u000a\\u202e\\ufeff"
    assert show_found("Ñandú 'x'") == "Ñandú 'x'"


@given(st.lists(st.text(max_size=2 * LONGEST_FOUND), max_size=5))
def test_the_column_form_agrees(texts: list[str]) -> None:
    column = pl.Series("found", texts, dtype=pl.String)
    assert show_found_column(column).to_list() == [show_found(text) for text in texts]
