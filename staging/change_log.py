"""Which rows of the saved network this process has changed, for whoever saw the network before.

A process that links and then publishes need not look through the whole network for what the link did. What is
noted counts from one network, known by its generation, to the one that this process saved last; where
somebody else linked in between, nothing is known and all has to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

MOST_ROWS = 500_000
"""Rows noted at most, some 100 MB: beyond that a whole network is looked at as quickly. A delivery of ten
records on 100,000 cases moves some thousands."""

_SIGN = "sign"


class Moved:
    """Rows that are there now and were not, or the other way round.

    Args:
        done: What was done, by table: rows with `sign`, 1 where they came and -1 where they went.
    """

    def __init__(self, done: Mapping[str, Sequence[pl.DataFrame]]) -> None:
        self._done = {table: pl.concat(rows) for table, rows in done.items() if rows}

    def rows(
        self, table: str, columns: Sequence[str] | None = None, *, without: Sequence[str] = ()
    ) -> pl.DataFrame | None:
        """What a table says otherwise in these columns, or in all but some; null where nothing was done.

        A row that went and came again, or that is there as often as before, is not among them.
        """
        done = self._done.get(table)
        if done is None:
            return None
        left_out = {_SIGN, *without}
        said = [each for each in done.columns if each not in left_out] if columns is None else list(columns)
        counted = done.group_by(said).agg(pl.col(_SIGN).sum())
        return counted.filter(pl.col(_SIGN) != 0).drop(_SIGN)

    def undo(self, table: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of a table as they were: those that came are taken out of them, those that went put back.

        Args:
            table: The table.
            rows: Rows that it has now, some of its columns. Of what went, all is put back.
        """
        done = self._done.get(table)
        if done is None:
            return rows
        undone = done.select(*rows.columns, -pl.col(_SIGN))
        both = pl.concat([rows.with_columns(pl.lit(1, dtype=pl.Int64).alias(_SIGN)), undone])
        counted = both.group_by(rows.columns).agg(pl.col(_SIGN).sum()).filter(pl.col(_SIGN) > 0)
        return counted.select(pl.exclude(_SIGN).repeat_by(_SIGN).explode())

    def touched(self, table: str, column: str) -> pl.Series:
        """Values of a column in rows that came or went, also where the same ones came again."""
        done = self._done.get(table)
        return pl.Series(column, [], dtype=pl.String) if done is None else done[column].unique()


class ChangeLog:
    """What was done to tables since some network.

    Args:
        most_rows: Rows noted at most; 0 where nothing is to be noted.
    """

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._since: str | None = None
        self._done: dict[str, list[pl.DataFrame]] = {}
        self._height = 0

    @property
    def is_kept(self) -> bool:
        """Whether what is done is noted."""
        return self._since is not None and self._most_rows > 0

    def begin(self, generation: str | None) -> None:
        """Note from this network on; null to note nothing."""
        self._since, self._height = generation, 0
        self._done.clear()

    def note(self, table: str, rows: pl.DataFrame, *, has_come: bool) -> None:
        """Rows of a table came or went."""
        if not self.is_kept or rows.is_empty():
            return
        sign = pl.lit(1 if has_come else -1, dtype=pl.Int64).alias(_SIGN)
        self._done.setdefault(table, []).append(rows.select(sorted(rows.columns)).with_columns(sign))
        self._height += rows.height
        if self._height > self._most_rows:
            self.begin(None)

    def since(self, generation: str | None) -> Moved | None:
        """What was done since a network; null where that is not known."""
        is_known = self.is_kept and generation == self._since
        return Moved(self._done) if is_known else None
