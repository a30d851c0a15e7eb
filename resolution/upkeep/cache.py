"""Rows that were asked for before are not fetched again; what changes of them is changed here as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
        keys: The keys that were asked for.
        rows: Their rows.
    """

    keys: set[Any]
    rows: pl.DataFrame


class CachedFrames:
    """`KeyedFrames` that remember the answers of other ones.

    Args:
        frames: Where rows are fetched, and every change is made at once.
        is_quick: Whether rows of a frame are found there as quickly as here; they are always asked for there.
    """

    def __init__(self, frames: KeyedFrames, is_quick: Callable[[str], bool] = lambda frame: False) -> None:
        self._frames = frames
        self._is_quick = is_quick
        self._known: dict[str, dict[Asked, _Answer]] = {}

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        if self._is_quick(frame):
            return self._frames.select(frame, column, keys, wanted)
        asked = set(keys.to_list()) - {None}
        whole = self._known.setdefault(frame, {}).get((column, None))
        if wanted is None or (whole is not None and asked <= whole.keys):
            fetched = None
        else:
            fetched = tuple(dict.fromkeys((column, *wanted)))
        answer = self._complete(frame, (column, fetched), asked, keys.dtype)
        rows = answer.rows
        if len(answer.keys) > len(asked):
            rows = rows.join(_frame(column, asked, keys.dtype), on=column, how="semi")
        return rows if wanted is None else rows.select(wanted)

    def _complete(self, frame: str, question: Asked, asked: set[Any], dtype: pl.DataType) -> _Answer:
        """The answer to a question, for these keys and for those of before."""
        column, fetched = question
        answers = self._known[frame]
        known = answers.get(question)
        missing = asked if known is None else asked - known.keys
        if known is not None and not missing:
            return known
        found = self._frames.select(frame, column, _frame(column, missing, dtype)[column], fetched)
        if known is None:
            answers[question] = _Answer(missing, found)
        else:
            answers[question] = _Answer(known.keys | missing, pl.concat([known.rows, found]))
        return answers[question]

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        if self._is_quick(frame):
            self._frames.remove(frame, column, keys)
            return
        gone = set(keys.to_list()) - {None} - self._absent(frame, column)
        if not gone:
            return
        of_gone = _frame(column, gone, keys.dtype)
        self._frames.remove(frame, column, of_gone[column])
        answers = self._known.get(frame, {})
        for question, answer in list(answers.items()):
            if column not in answer.rows.columns:
                del answers[question]
            elif answer.rows.height:
                answer.rows = answer.rows.join(of_gone, on=column, how="anti")

    def _absent(self, frame: str, column: str) -> set[Any]:
        """Keys that are known to have no rows."""
        absent: set[Any] = set()
        for (asked_by, _), answer in self._known.get(frame, {}).items():
            if asked_by == column:
                absent |= answer.keys - set(answer.rows[column].to_list())
        return absent

    def remove_rows(self, frame: str, rows: pl.DataFrame) -> None:
        """Remove the rows that agree with one of these in all of its columns; a null agrees with nothing."""
        if rows.is_empty():
            return
        self._frames.remove_rows(frame, rows)
        answers = self._known.get(frame, {})
        for question, answer in list(answers.items()):
            if not set(rows.columns) <= set(answer.rows.columns):
                del answers[question]
            elif answer.rows.height:
                answer.rows = answer.rows.join(rows, on=rows.columns, how="anti")

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        if rows.is_empty():
            return
        self._frames.append(frame, rows)
        for (column, _), answer in self._known.get(frame, {}).items():
            schema = answer.rows.schema  # DuckDB casts what it is given as well
            asked = _frame(column, answer.keys, schema[column])
            added = rows.select(list(schema)).cast(schema).join(asked, on=column, how="semi")
            answer.rows = pl.concat([answer.rows, added])

    def settle(self, frames: Iterable[str]) -> None:
        """Nothing more is to come for these frames."""
        self._frames.settle(frames)

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        return self._frames.whole(frame)

    def height(self, frame: str) -> int:
        """The number of rows."""
        return self._frames.height(frame)

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._frames.largest(frame, column)


def _frame(column: str, keys: set[Any], dtype: pl.DataType) -> pl.DataFrame:
    return pl.DataFrame({column: list(keys)}, schema={column: dtype})
