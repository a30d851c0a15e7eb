"""The records that a network is of, held by a process that links again and again, and found by their key.

Each link asks for records of years ago beside the few that came in: those that a changed rarity or a changed
cluster reaches. To find sixty of them takes the store 150 ms on 100,000 cases, and a tenth of that here.
What is held follows `changed_records`, as the network does; it counts for as long as the memory's rows do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from schemas.table_names import NUMBER_COLUMN, TABLE_NAMES
from staging.frame_memory import FrameMemory
from staging.held_frame import HeldFrame
from staging.records import CaseTables, RecordsOf
from staging.store import Store

_KEY = "record_key"
"""`AGENCY/RECORD`, beside a table's own columns."""


class HeldRecords:
    """Case tables of the records that the network is of.

    Args:
        store: The open store; its records are those of the network, or of the one that is being worked out.
        memory: What this process holds, opened for this store.
    """

    def __init__(self, store: Store, memory: FrameMemory) -> None:
        self._store = store
        self._memory = memory

    def of(self, record_keys: pl.Series, columns: Mapping[str, Sequence[str]] | None = None) -> CaseTables:
        """Case tables of some records, as `RecordsOf` gives them."""
        return _Found(self, record_keys, columns or {}, RecordsOf(self._store, record_keys, columns))

    def replace(self, changed: pl.Series, fresh: Mapping[str, pl.DataFrame]) -> None:
        """Follow a change of the records.

        Args:
            changed: `record_key` of those that came, went or are otherwise.
            fresh: Case tables of those of them that are there.
        """
        for table in TABLE_NAMES:
            held = self.table(table) if self._memory.has(_name(table)) else None
            if held is not None:
                held.remove(held.keyed(_KEY, changed))
                held.append(_keyed(fresh[table]))

    def whole(self, table: str, columns: Sequence[str]) -> pl.DataFrame | None:
        """These columns of all rows of a table, in no order; null where there is no room for them."""
        held = self.table(table)
        return None if held is None else held.whole(columns)

    def table(self, table: str) -> HeldFrame | None:
        """All rows of a table, with their `record_key`; null where there is no room for them."""
        return self._memory.rows(
            _name(table), lambda: _keyed(self._store.query("select_current_rows", table=table))
        )


class _Found(CaseTables):
    """Case tables of some records, from what is held; from the store where there is no room."""

    def __init__(
        self,
        records: HeldRecords,
        record_keys: pl.Series,
        columns: Mapping[str, Sequence[str]],
        stored: RecordsOf,
    ) -> None:
        super().__init__()
        self._records = records
        self._keys = record_keys.drop_nulls().unique()
        self._columns = columns
        self._stored = stored

    def _fetch(self, table: str) -> pl.DataFrame:
        held = self._records.table(table)
        if held is None:
            return self._stored[table]
        order = ["agency", "record_id", "revision", NUMBER_COLUMN.get(table, "revision")]
        rows = held.select(_KEY, self._keys).sort(list(dict.fromkeys(order)))
        return rows.drop(_KEY) if table not in self._columns else rows.select(self._columns[table])


def _name(table: str) -> str:
    """What a case table is held under."""
    return f"current_{table}"


def _keyed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.format("{}/{}", "agency", "record_id").alias(_KEY))
