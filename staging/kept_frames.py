"""What is kept beside the network to take it up again: tables that are read and changed by key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from staging.store import Store

_PREFIX = "kept_"

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

    def select(
        self, frame: str, column: str, keys: pl.Series, wanted: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """The rows whose `column` holds one of `keys`, in no order; of them the columns wanted, or all."""
        table = self._table_of(frame)
        with self._store.registered(_wanted(keys)):
            if wanted is None:
                return self._store.query("select_by_key", table=table, column=column)
            return self._store.query_columns("select_by_key", wanted, table=table, column=column)

    def remove(self, frame: str, column: str, keys: pl.Series) -> None:
        """Remove the rows whose `column` holds one of `keys`."""
        wanted = _wanted(keys)
        if wanted.height:
            with self._store.registered(wanted):
                self._store.run("delete_by_key", table=self._table_of(frame), column=column)

    def append(self, frame: str, rows: pl.DataFrame) -> None:
        """Add rows; columns go by their names."""
        table = self._table_of(frame)
        if table not in self._columns:
            self._columns[table] = self._store.query("select_columns", {"table": table})[
                "column_name"
            ].to_list()
        self._store.insert(table, rows.select(self._columns[table]))

    def whole(self, frame: str) -> pl.DataFrame:
        """All rows, in no order."""
        return self._store.query("select_whole", table=self._table_of(frame))

    def height(self, frame: str) -> int:
        """The number of rows."""
        return int(self._store.query("count_rows", table=self._table_of(frame))["row_count"][0])

    def largest(self, frame: str, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """The largest value of a column; None where there is none."""
        return self._store.query("select_largest", table=self._table_of(frame), column=column)["largest"][0]


def _wanted(keys: pl.Series) -> pl.DataFrame:
    return keys.alias("key").drop_nulls().unique().to_frame()


def kept_table(name: str) -> str:
    """The table of a kept frame."""
    return f"{_PREFIX}{name}"


def write_kept(store: Store, frames: Mapping[str, pl.DataFrame]) -> None:
    """Replace all that is kept by these frames, table by table, which takes less memory than all at once.

    Until `staging.network_store.save_network` says what they belong to, they count for nothing.
    """
    drop_kept(store)
    for name, frame in sorted(frames.items()):
        with store.registered(frame, is_read_whole=True):
            store.run("replace_network_frame", table=kept_table(name))


def read_version(store: Store) -> str | None:
    """What the kept frames were said to belong to; null where nothing is kept."""
    if kept_table(VERSION) not in store.query("select_kept_tables")["table_name"]:
        return None
    return str(store.query("select_whole", table=kept_table(VERSION))["version"][0])


def mark_kept(store: Store, version: str | None) -> None:
    """Say what the kept frames belong to, within the transaction that is open; null for nothing."""
    store.run("drop_network_frame", table=kept_table(VERSION))
    if version is not None:
        with store.registered(pl.DataFrame({"version": [version]})):
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
