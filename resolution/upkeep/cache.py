"""Rows that were asked for before are not fetched again; what changes of them is changed here as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from resolution.upkeep.state import KeyedFrames

Asked = tuple[str, tuple[str, ...] | None]
"""Column that was asked by, and the columns wanted (null for all)."""


@dataclass
class _Answer:
    """All rows of a frame under some keys.

    Attributes:
        keys: The keys that were asked for, as a frame of one column named like the one asked by.
        rows: Their rows.
    """

    keys: pl.DataFrame
    rows: pl.DataFrame


class CachedFrames:
    """`KeyedFrames` that remember the answers of other ones.

    Args:
        frames: Where rows are fetched, and every change is made at once.
    """

    def __init__(self, frames: KeyedFrames) -> None:
        self._frames = frames
        self._known: dict[str, dict[Asked, _Answer]] = {}

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        asked = keys.alias(column).drop_nulls().unique().to_frame()
        fetched = None if wanted is None else tuple(wanted)
        if fetched is not None and column not in fetched:
            fetched = (column, *fetched)
        whole = self._known.setdefault(frame, {}).get((column, None))
        has_whole = whole is not None and asked.join(whole.keys, on=column, how="anti").is_empty()
        answer = self._complete(frame, (column, None if has_whole else fetched), asked)
        rows = answer.rows
        if answer.keys.height > asked.height:
            rows = rows.join(asked, on=column, how="semi")
        return rows if wanted is None else rows.select(wanted)

    def _complete(self, frame: str, question: Asked, asked: pl.DataFrame) -> _Answer:
        """The answer to a question, for these keys and for those of before."""
        column, fetched = question
        answers = self._known[frame]
        known = answers.get(question)
        missing = asked if known is None else asked.join(known.keys, on=column, how="anti")
        if known is not None and missing.is_empty():
            return known
        found = self._frames.select(frame, column, missing[column], fetched)
        if known is None:
            answers[question] = _Answer(missing, found)
        else:
            answers[question] = _Answer(pl.concat([known.keys, missing]), pl.concat([known.rows, found]))
        return answers[question]

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        gone = keys.alias(column).drop_nulls().unique().to_frame()
        if gone.is_empty():
            return
        self._frames.remove(frame, column, gone[column])
        answers = self._known.get(frame, {})
        for question, answer in list(answers.items()):
            if column in answer.rows.columns:
                answer.rows = answer.rows.join(gone, on=column, how="anti")
            else:
                del answers[question]

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        if rows.is_empty():
            return
        self._frames.append(frame, rows)
        for (column, _), answer in self._known.get(frame, {}).items():
            schema = answer.rows.schema
            added = rows.select(list(schema)).cast(dict(schema)).join(answer.keys, on=column, how="semi")
            answer.rows = pl.concat([answer.rows, added])

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        return self._frames.whole(frame)

    def height(self, frame: str) -> int:
        """The number of rows."""
        return self._frames.height(frame)

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._frames.largest(frame, column)
