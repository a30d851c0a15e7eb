"""Lists are put in order as polars' own method does it."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from schemas.sorted_lists import sort_lists

WORDS = st.none() | st.text("abÑé ", max_size=3)


@given(st.lists(st.none() | st.lists(WORDS, max_size=4), max_size=6))
def test_lists_are_sorted_as_polars_sorts_them(lists: list[list[str | None] | None]) -> None:
    frame = pl.DataFrame({"words": pl.Series(lists, dtype=pl.List(pl.String))})
    words = pl.col("words")
    assert frame.select(sort_lists(words)).equals(frame.select(words.list.sort()))
