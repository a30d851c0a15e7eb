"""The records that count now, as frames, for the holder or for one partner."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import polars as pl

from schemas.codes import PARTNER_PATTERN
from schemas.errors import ConfigError
from schemas.table_names import NUMBER_COLUMN, TABLE_NAMES
from staging.store import Store
from staging.withheld import withhold_origins


def load_records(store: Store, *, recipient: str | None = None) -> dict[str, pl.DataFrame]:
    """Current, not retracted records that the recipient may see ("Who may see a record" in the contract).

    Args:
        store: The open store.
        recipient: Partner code; null for the holder, who sees everything.

    Returns:
        Every contract table by name, typed as its model says, sorted by agency, record_id, revision and
        number. For a partner an `origin_ref` names records that it may see, and no others.

    Raises:
        ConfigError: When the partner code is malformed.
    """
    if recipient is not None and re.fullmatch(PARTNER_PATTERN, recipient) is None:
        raise ConfigError(f"{recipient!r} is no partner code: capitals, digits and hyphens, 2 to 16 of them")
    values = {"recipient": recipient}
    tables = {
        table: store.query("select_visible", values, table=table, number=NUMBER_COLUMN.get(table, "revision"))
        for table in TABLE_NAMES
    }
    return tables if recipient is None else tables | {"cases": withhold_origins(tables["cases"])}


class CaseTables(Mapping[str, pl.DataFrame], ABC):
    """Case tables of some records, each fetched when it is first asked for."""

    def __init__(self) -> None:
        self._fetched: dict[str, pl.DataFrame] = {}

    @abstractmethod
    def _fetch(self, table: str) -> pl.DataFrame:
        """Rows of a table, sorted as `load_records` sorts them."""

    def __getitem__(self, table: str) -> pl.DataFrame:
        """Rows of a table, sorted as `load_records` sorts them."""
        if table not in TABLE_NAMES:
            raise KeyError(table)
        if table not in self._fetched:
            self._fetched[table] = self._fetch(table)
        return self._fetched[table]

    def __iter__(self) -> Iterator[str]:
        """Names of all tables."""
        return iter(TABLE_NAMES)

    def __len__(self) -> int:
        """How many tables there are."""
        return len(TABLE_NAMES)


class RecordsOf(CaseTables):
    """Case tables of some records, from the store.

    Args:
        store: The open store; it must stay open, and its records as they are, while tables are asked for.
        record_keys: `AGENCY/RECORD` of each.
        columns: Of a table the columns to fetch, which costs less than all of them; all where it has none.
    """

    def __init__(
        self, store: Store, record_keys: pl.Series, columns: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__()
        self._store = store
        self._columns = columns or {}
        self._record_keys = record_keys

    def _fetch(self, table: str) -> pl.DataFrame:
        number, columns = NUMBER_COLUMN.get(table, "revision"), self._columns.get(table)
        with self._store.registered(self._revisions):
            if columns is None:
                return self._store.query("select_rows_of", table=table, number=number)
            return self._store.query_columns("select_rows_of", columns, table=table, number=number)

    @cached_property
    def _revisions(self) -> pl.DataFrame:
        keys = self._record_keys.alias("key").drop_nulls().unique()
        with self._store.registered(keys.to_frame()):
            return self._store.query("select_revisions_of")


def load_records_of(store: Store, record_keys: pl.Series) -> dict[str, pl.DataFrame]:
    """As `load_records`, for the holder, of these records alone (`AGENCY/RECORD`)."""
    return dict(RecordsOf(store, record_keys))


def changed_records(store: Store) -> pl.DataFrame:
    """Records of which the saved network knows another revision, or none, or which it knows alone.

    Returns:
        `record_key, is_there, was_there` (in the store; in the network), `revision` (now), sorted.
    """
    return store.query("select_changed_records")


def load_versions(store: Store) -> pl.DataFrame:
    """Every accepted revision: agency, record_id, revision, state, incomplete, delivery_id, row_no."""
    return store.query("select_versions")


def staging_basis(store: Store) -> str:
    """Fingerprint of the current records' content: equal basis, equal `load_records`."""
    return str(store.query("select_basis")["basis"][0])
