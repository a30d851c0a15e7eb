"""What is remembered between two runs, and how it is reached: rows by the values of one column.

Mentions have a number that they keep while their record stays as it is. Numbers say nothing about order:
wherever order matters, mentions are put in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from resolution.name_counts import NAME_KEYS, NameCounts
from resolution.policy import Policy

FRAMES = ("mentions", "values", "blocks", "counts", "case_values", "pairs", "groups")
"""Names of the frames that `resolution.upkeep.begin` fills."""


@dataclass(frozen=True)
class Decisions:
    """What investigators decided.

    Attributes:
        holding: All decisions that hold: `left_id`, `right_id`, `judgement`.
        changed_ids: Mention ids about which a decision was made or revoked since the state was written.
    """

    holding: pl.DataFrame
    changed_ids: pl.Series


class KeyedFrames(Protocol):
    """Frames by name; rows are found, removed and appended by the values of a column."""

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""

    def remove_rows(self, frame: str, rows: pl.DataFrame) -> None:
        """Remove the rows that agree with one of these in all of its columns; a null agrees with nothing."""

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""

    def settle(self, frames: Iterable[str]) -> None:
        """No more changes to these frames are to come: whoever has put off the writing may write them now."""

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""

    def height(self, frame: str) -> int:
        """The number of rows."""

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""


class FramesInMemory:
    """`KeyedFrames` of a few frames that fit in memory, for tests and for a first look."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self._frames = dict(frames)

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`; of them the columns wanted, or all."""
        found = self._frames[frame].join(_wanted(column, keys), on=column, how="semi")
        return found if wanted is None else found.select(wanted)

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        self._frames[frame] = self._frames[frame].join(_wanted(column, keys), on=column, how="anti")

    def remove_rows(self, frame: str, rows: pl.DataFrame) -> None:
        """Remove the rows that agree with one of these in all of its columns."""
        self._frames[frame] = self._frames[frame].join(rows, on=rows.columns, how="anti")

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        known = self._frames[frame]
        self._frames[frame] = pl.concat([known, rows.select(known.columns)])

    def settle(self, frames: Iterable[str]) -> None:
        """Nothing was put off."""

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows."""
        return self._frames[frame]

    def height(self, frame: str) -> int:
        """The number of rows."""
        return self._frames[frame].height

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._frames[frame][column].max()


def _wanted(column: str, keys: pl.Series) -> pl.DataFrame:
    return keys.alias(column).drop_nulls().unique().to_frame()


def round_columns(policy: Policy) -> list[int]:
    """Numbers of the rounds that are remembered: one without associates, the others with."""
    return list(range(policy.context_rounds + 1))


def counts_frame(counts: NameCounts) -> pl.DataFrame:
    """Counts as one frame: `what`, `nationality`, `word`, `uses`."""
    none = pl.lit(None, dtype=pl.String)
    parts = [words.with_columns(what=pl.lit(column)) for column, words in counts.words.items()]
    parts.append(
        counts.nationalities.select("uses", nationality="key", word=none, what=pl.lit("nationality"))
    )
    size = pl.DataFrame({"uses": [counts.mention_count]}, schema={"uses": pl.Int64})
    parts.append(size.with_columns(nationality=none, word=none, what=pl.lit("mention")))
    columns = ["what", "nationality", "word", "uses"]
    return pl.concat([part.select(columns) for part in parts])


def counts_of(frame: pl.DataFrame) -> NameCounts:
    """The counts that `counts_frame` made a frame of."""
    words = {
        column: frame.filter(pl.col("what") == column)
        .select("nationality", "word", "uses")
        .sort("nationality", "word")
        for column in NAME_KEYS
    }
    nationalities = frame.filter(pl.col("what") == "nationality").select("uses", key="nationality")
    size = frame.filter(pl.col("what") == "mention")["uses"].sum()
    return NameCounts(words, nationalities.select("key", "uses").sort("key"), int(size))
