"""What each cluster of the saved network rests on, as one number: another number, another page."""

from __future__ import annotations

import polars as pl

from staging.held_records import HeldRecords
from staging.store import Store


def load_sources(store: Store, records: HeldRecords | None = None) -> pl.DataFrame:
    """`record_key, origin_ref` of the current records that were taken from another.

    Args:
        store: The open store.
        records: The same records where this process may hold them; null to look into the store.
    """
    cases = None if records is None else records.whole("cases", ("record_key", "origin_ref"))
    if cases is None:
        return store.query("select_sources")
    return cases.drop_nulls("origin_ref").sort("record_key")


def digest_clusters(store: Store, origins: pl.DataFrame) -> pl.DataFrame:
    """The digest of each cluster's rows in all tables; equal digests, equal pages.

    Args:
        store: The open store, its network that of its records.
        origins: `record_key, origin_key, is_circular` of the records of `load_sources`.

    Returns:
        `cluster_id, record_count, digest`, in the order of a report: those with most records first.
    """
    with store.registered(origins):
        return store.query("digest_clusters")
