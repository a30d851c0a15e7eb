"""Whether the books of a store agree with each other: ledger, revisions, tables, quarantine, archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from schemas.table_names import TABLE_NAMES
from staging.archive_copies import copies_with_withdrawn
from staging.backfill import load_windows
from staging.store import Store

SHOWN_PLACES = 3


@dataclass(frozen=True)
class Check:
    """One thing that was checked.

    Attributes:
        name: What should hold, in a few words.
        is_passed: Whether it does.
        detail: What was looked at, or the first places where it does not hold; ids only.
        is_due: Whether it passes because a command that brings it up to date has yet to run.
    """

    name: str
    is_passed: bool
    detail: str
    is_due: bool = False


def judge(name: str, places: pl.Series, looked_at: str) -> Check:
    """A check that passes when there are no places where it fails."""
    if places.is_empty():
        return Check(name, True, looked_at)
    shown = ", ".join(places.head(SHOWN_PLACES).cast(pl.String))
    more = f" and {places.len() - SHOWN_PLACES:,} more" if places.len() > SHOWN_PLACES else ""
    return Check(name, False, f"{places.len():,} wrong: {shown}{more}")


def audit_books(store: Store) -> Iterator[Check]:
    """Check the store's books, one after the other."""
    lines = f"{store.query('select_ledger').height:,} lines"
    yield judge("the ledger adds up", store.query("audit_ledger")["place"], lines)
    yield judge("ledger and quarantine agree", store.query("audit_quarantine")["place"], lines)
    versions = f"{store.query('select_versions').height:,} revisions"
    yield judge("every revision has its case row", store.query("audit_versions")["place"], versions)
    strays = pl.concat([store.query("audit_rows", table=table)["place"] for table in TABLE_NAMES])
    yield judge("every row has its revision", strays, f"{len(TABLE_NAMES)} tables")
    yield _audit_withdrawn(store)
    waiting = int(load_windows(store)["held_count"].sum())
    told = f"{waiting:,} records wait for `trama backfill`" if waiting else "nothing waits"
    yield judge("what a backfill holds back does not count", store.query("audit_held")["place"], told)


def _audit_withdrawn(store: Store) -> Check:
    """Whether quarantine quotes a withdrawn record, or a copy that surely holds one is archived.

    What a delivery withdrew since the last sweep waits for the next one, which every ingest makes at its end.
    """
    last_sweep = store.query("select_last_sweep")["swept_at"][0]
    withdrawn = store.query("select_withdrawn_keys")
    is_waiting = pl.col("is_by_delivery") & (pl.col("withdrawn_at") > last_sweep)
    swept = withdrawn.filter(~is_waiting)
    store.run("create_touched_record")
    store.insert("touched_records", swept.select("agency", "record_id"))
    copies = [f"archive {each.name[:16]}" for each in copies_with_withdrawn(store, only_named=True)]
    quoted = store.query("audit_withdrawn", {"last_sweep": last_sweep})["place"]
    places = pl.concat([quoted, pl.Series("place", copies, dtype=pl.String)])
    waiting = withdrawn.height - swept.height
    looked_at = f"{withdrawn.height:,} records" + (
        f", {waiting:,} wait for the next ingest" if waiting else ""
    )
    return judge("nothing is left of what was withdrawn", places, looked_at)
