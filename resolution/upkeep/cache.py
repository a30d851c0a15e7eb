"""Rows that were asked for before are not fetched again, until their frame changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from resolution.upkeep.state import KeyedFrames

Asked = tuple[str, tuple[str, ...] | None]
"""Column that was asked by, and the columns wanted (null for all)."""

MOST_CACHED = 20_000
"""Keys of one question beyond which it is asked afresh: to look so many up again costs as much."""


class CachedFrames:
    """`KeyedFrames` that remember the answers of other ones.

    Args:
        frames: Where rows are fetched, and every change is made at once.
    """

    def __init__(self, frames: KeyedFrames) -> None:
        self._frames = frames
        self._known: dict[str, dict[Asked, tuple[pl.Series, pl.DataFrame]]] = {}

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        asked = keys.alias(column).drop_nulls().unique()
        if len(asked) > MOST_CACHED or (wanted is not None and column not in wanted):
            return self._frames.select(frame, column, asked, wanted)
        known, rows = self._fetch(frame, (column, None if wanted is None else tuple(wanted)), asked)
        return rows if len(known) == len(asked) else rows.join(asked.to_frame(), on=column, how="semi")

    def _fetch(self, frame: str, question: Asked, asked: pl.Series) -> tuple[pl.Series, pl.DataFrame]:
        column, wanted = question
        answers = self._known.setdefault(frame, {})
        if question not in answers:
            answers[question] = (asked, self._frames.select(frame, column, asked, wanted))
            return answers[question]
        known, rows = answers[question]
        missing = asked.filter(~asked.is_in(known.implode()))
        if len(missing):
            found = self._frames.select(frame, column, missing, wanted)
            answers[question] = (pl.concat([known, missing]), pl.concat([rows, found]))
        return answers[question]

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        self._known.pop(frame, None)
        self._frames.remove(frame, column, keys)

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        if rows.height:
            self._known.pop(frame, None)
            self._frames.append(frame, rows)

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        return self._frames.whole(frame)

    def height(self, frame: str) -> int:
        """The number of rows."""
        return self._frames.height(frame)

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._frames.largest(frame, column)
