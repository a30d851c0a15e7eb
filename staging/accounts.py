"""The books: what was delivered, what became of it, what waits in quarantine."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from staging.store import Store


def load_ledger(store: Store) -> pl.DataFrame:
    """By delivery and table: delivery_id, path, sha256, received, accepted, quarantined, duplicates."""
    return store.query("select_ledger")


def load_quarantine(store: Store) -> pl.DataFrame:
    """One row per failing check.

    Columns: delivery_id, table, row, agency, record_id, column, check, message, found, raw, source. A
    delivery that could not be read at all has the table `delivery` and row 0, as in the ledger.
    """
    return store.query("select_quarantine")


def count_reasons(store: Store, delivery_ids: Iterable[str]) -> pl.DataFrame:
    """Why rows of these deliveries were put aside: `table, column, check, rows`, the most frequent first."""
    given = pl.DataFrame({"delivery_id": sorted(set(delivery_ids))}, {"delivery_id": pl.String})
    with store.registered(given):
        return store.query("count_reasons")


def load_warnings(store: Store) -> pl.DataFrame:
    """Oddities of accepted rows; row 0 is the whole file, and with the table `delivery` the whole delivery.

    Columns: delivery_id, table, row, agency, record_id, column, check, message.
    """
    return store.query("select_warnings")


def load_deliveries(store: Store) -> pl.DataFrame:
    """Columns delivery_id, agency, path, sha256, received_at, status, check, reason; as received."""
    return store.query("select_deliveries")


def load_withdrawals(store: Store) -> pl.DataFrame:
    """Columns agency, record_id, up_to_revision, withdrawn_at, delivery_id (null when by command), reason."""
    return store.query("select_withdrawals")


def store_status(store: Store) -> pl.DataFrame:
    """One row of counts: deliveries, records by state, person rows, quarantined rows, last delivery."""
    return store.query("select_status")
