"""From a delivery's valid rows to stored revisions: duplicates, conflicts, history, withdrawals.

What is current depends on the set of revisions that are stored, never on the order in which they came: at or
below a withdrawal everything is retracted, above it the highest revision is current and the rest are
history. Only a conflict (other content under a number that is taken) knows before and after: who comes first
keeps the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from schemas.tables import NUMBER_COLUMN
from staging.readers.tables import CHILD_TABLES, TABLE_NAMES
from staging.receipt import Tally
from staging.store import Store

_SCRATCH = ("create_digests", "create_incomplete", "create_verdicts")


def open_incoming(store: Store) -> None:
    """Make the temporary tables that gather a delivery's valid rows."""
    for table in TABLE_NAMES:
        store.run("create_incoming", table=table)
    for name in (*_SCRATCH, "create_raw"):
        store.run(name)


def close_incoming(store: Store) -> None:
    """Drop the temporary tables."""
    for table in (*TABLE_NAMES, "digests", "incomplete", "verdicts", "raw"):
        store.run("drop_incoming", table=table)


def add_incoming(store: Store, accepted: Mapping[str, pl.DataFrame], raw_cases: pl.DataFrame) -> None:
    """Gather one round of valid rows.

    Args:
        store: The open store.
        accepted: Typed rows by table, with `row_no`.
        raw_cases: `row_no`, `raw`, `source` of the round's case rows as received.
    """
    for table, rows in accepted.items():
        store.insert(f"incoming_{table}", rows)
    contested = (
        accepted["cases"].select("agency", "record_id", "revision", "row_no").join(raw_cases, on="row_no")
    )
    if contested.height:
        with store.registered(contested):
            store.run("keep_contested_raw")


def store_revisions(
    store: Store, delivery_id: str, received_at: datetime, *, nested: bool, tally: Tally
) -> None:
    """Judge every gathered record and keep what is new.

    Args:
        store: The open store, inside the delivery's transaction.
        delivery_id: The delivery.
        received_at: When it was received.
        nested: True when child rows are tied to their case by row number.
        tally: Takes the counts.
    """
    form = {"nested": nested}
    for table in CHILD_TABLES:
        store.run("digest_rows", form, table=table, number=NUMBER_COLUMN[table])
    store.run("judge_revisions", form)
    tally.add_verdicts(store.query("count_case_verdicts"))
    store.run("store_cases")
    store.run("quarantine_conflicting_cases", {"delivery_id": delivery_id})
    for table in CHILD_TABLES:
        tally.add_verdicts(store.query("count_child_verdicts", form, table=table))
        store.run("store_children", form, table=table)
        store.run("quarantine_conflicting_children", {"delivery_id": delivery_id, **form}, table=table)
    store.run("store_versions", {"delivery_id": delivery_id})
    store.run("store_withdrawals", {"delivery_id": delivery_id, "received_at": received_at})
    store.run("drop_idle_warnings", {"delivery_id": delivery_id, **form})
    store.run("create_touched")
    settle_touched(store)


def settle_touched(store: Store) -> None:
    """Settle the state of all revisions of the touched records, and remove what is withdrawn."""
    store.run("settle_states")
    for table in TABLE_NAMES:
        store.run("purge_withdrawn", table=table)
