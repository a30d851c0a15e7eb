"""What is kept beside the network to take it up again: tables that are read and changed by key."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from staging.store import Store

_PREFIX = "kept_"

FEW_COLUMNS, MANY_COLUMNS, ROWS_FOR_A_KEY = 6, 20, 3_000
"""DuckDB reads all columns of all rows to find some of them by a key. Where many columns are wanted, or some
for few keys (one for so many rows of the table), the rows' places are found first, by the key alone. Measured
on 300,000 to 600,000 rows, at once against by place: 39 columns, 100 keys: 111 ms, 57 ms; 14 columns, 5 keys:
55 ms, 21 ms; 10 columns, 100 keys: 30 ms, 37 ms; 5 columns, 5 keys: 10 ms, 10 ms."""

FAR_APART = 20_000
"""Places with a gap of so many rows for each column between them are fetched apart: to pass over so many rows
takes as long as one more statement. What the transaction itself has added stands far behind all others."""

SLICES = 8
"""Gaps at which places are parted at most, the widest."""

VERSION = "version"
"""The frame that says what the others belong to."""


class StoredFrames:
    """Frames by name, each a table of the store: rows are found, removed and appended by a column's values.

    Args:
        store: The open store; changes belong to the transaction that is open.
        table_of: The table that holds a frame.
    """

    def __init__(self, store: Store, table_of: Callable[[str], str]) -> None:
        self._store = store
        self._table_of = table_of
        self._columns: dict[str, list[str]] = {}
        self._heights: dict[str, int] = {}

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        table = self._table_of(frame)
        columns = self._columns_of(table) if wanted is None else list(wanted)
        if keys.is_empty():
            return self._store.query_columns("select_none", columns, table=table)
        with self._store.registered(_wanted(keys)):
            if not self._is_by_place(table, len(columns), len(keys)):
                return self._store.query_columns("select_by_key", columns, table=table, column=column)
            places = self._store.query("select_places", table=table, column=column)["place"].to_numpy()
        if not len(places):
            return self._store.query_columns("select_none", columns, table=table)
        return pl.concat([self._at(table, run, columns) for run in _runs(np.sort(places), len(columns))])

    def _is_by_place(self, table: str, columns: int, keys: int) -> bool:
        if columns <= FEW_COLUMNS or columns > MANY_COLUMNS:
            return columns > MANY_COLUMNS
        if table not in self._heights:
            self._heights[table] = int(self._store.query("count_rows", table=table)["row_count"][0])
        return keys * ROWS_FOR_A_KEY <= self._heights[table]

    def _at(self, table: str, places: npt.NDArray[np.int64], columns: list[str]) -> pl.DataFrame:
        """Rows by their places, ascending."""
        first, last = int(places[0]), int(places[-1])
        bits = np.zeros(last - first + 1, dtype=np.bool_)
        bits[places - first] = True
        values = {"bits": np.packbits(bits).tobytes(), "first": first, "last": last}
        return self._store.query_columns("select_by_place", columns, values, table=table)

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        if len(keys):
            with self._store.registered(_wanted(keys)):
                self._store.run("delete_by_key", table=self._table_of(frame), column=column)

    def remove_rows(self, frame: str, rows: pl.DataFrame) -> None:
        """Remove the rows that agree with one of these in all of its columns; a null agrees with nothing."""
        if rows.height:
            with self._store.registered(rows):
                self._store.run("delete_rows", table=self._table_of(frame))

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        table = self._table_of(frame)
        self._store.insert(table, rows.select(self._columns_of(table)))

    def settle(self, frames: Iterable[str]) -> None:
        """Nothing more is to come for these frames: every change is in the store already."""

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        return self._store.query("select_whole", table=self._table_of(frame))

    def height(self, frame: str) -> int:
        """The number of rows."""
        return int(self._store.query("count_rows", table=self._table_of(frame))["row_count"][0])

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._store.query("select_largest", table=self._table_of(frame), column=column)["largest"][0]

    def _columns_of(self, table: str) -> list[str]:
        if table not in self._columns:
            found = self._store.query("select_columns")
            for name, columns in found.group_by("table_name", maintain_order=True):
                self._columns[str(name[0])] = columns["column_name"].to_list()
        return self._columns[table]


def _runs(places: npt.NDArray[np.int64], columns: int) -> list[npt.NDArray[np.int64]]:
    """Places, ascending, parted at their widest gaps."""
    gaps = np.diff(places)
    widest = np.argsort(gaps, kind="stable")[-SLICES:]
    return np.split(places, np.sort(widest[gaps[widest] > FAR_APART * columns]) + 1)


def _wanted(keys: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"key": keys})


def kept_table(name: str) -> str:
    """The table of a kept frame."""
    return f"{_PREFIX}{name}"


def write_kept(store: Store, frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Replace all that is kept by these frames and their names, each let go once it is written.

    Until `staging.network_store.save_network` says what they belong to, they count for nothing.
    """
    drop_kept(store)
    add_kept(store, frames)


def add_kept(store: Store, frames: Iterable[tuple[str, pl.DataFrame]]) -> None:
    """Write more frames beside those that `write_kept` wrote."""
    for name, frame in frames:
        with store.registered(frame, is_read_whole=True):
            store.run("replace_network_frame", table=kept_table(name))


def read_version(store: Store) -> str | None:
    """What the kept frames were said to belong to; null where nothing is kept."""
    if kept_table(VERSION) not in store.query("select_kept_tables")["table_name"]:
        return None
    return str(store.query("select_whole", table=kept_table(VERSION))["version"][0])


def read_generation(store: Store) -> str | None:
    """The mark of the link that wrote the network last; null where nothing is kept."""
    if kept_table(VERSION) not in store.query("select_kept_tables")["table_name"]:
        return None
    marks = store.query("select_whole", table=kept_table(VERSION))
    return str(marks["generation"][0]) if "generation" in marks.columns else None


def mark_kept(store: Store, version: str | None) -> None:
    """Say what the kept frames belong to, within the transaction that is open; null for nothing.

    Each time a new generation is written, so that nobody takes one network for another.
    """
    store.run("drop_network_frame", table=kept_table(VERSION))
    if version is not None:
        with store.registered(pl.DataFrame({"version": [version], "generation": [uuid.uuid4().hex]})):
            store.run("replace_network_frame", table=kept_table(VERSION))


def drop_kept(store: Store) -> None:
    """Keep nothing: the next link works everything out."""
    mark_kept(store, None)
    for table in store.query("select_kept_tables")["table_name"]:
        store.run("drop_network_frame", table=table)


def load_kept(store: Store, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Kept frames by name, their rows in no order."""
    return {name: store.query("select_whole", table=kept_table(name)) for name in names}


def count_kept(store: Store, beside: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """The number of rows of kept frames, and of the table named beside each."""

    def height(table: str) -> int:
        return int(store.query("count_rows", table=table)["row_count"][0])

    return {name: (height(kept_table(name)), height(table)) for name, table in beside.items()}
