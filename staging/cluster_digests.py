"""What each cluster of the saved network rests on, as one number: another number, another page."""

from __future__ import annotations

import polars as pl

from staging.store import Store


def load_sources(store: Store) -> pl.DataFrame:
    """`record_key, origin_ref` of the current records that were taken from another."""
    return store.query("select_sources")


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
