"""From a delivery's valid rows to stored revisions: duplicates, conflicts, history, withdrawals.

What is current depends on the set of revisions that are stored, never on the order in which they came: at or
below a withdrawal everything is retracted, above it the highest revision is current and the rest are
history. Only a conflict (other content under a number that is taken) knows before and after: who comes first
keeps the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from schemas.tables import NUMBER_COLUMN
from staging.readers.tables import CHILD_TABLES, TABLE_NAMES
from staging.receipt import Tally
from staging.store import Store

_SCRATCH = ("digests", "incomplete", "verdicts", "raw")


@dataclass
class Incoming:
    """A delivery's valid rows, gathered in temporary tables; only tables that got a row are made.

    Attributes:
        store: The open store, inside the delivery's transaction.
        delivery_id: The delivery.
        received_at: When it was received.
        nested: True when child rows are tied to their case by row number.
        tables: Contract tables gathered so far.
    """

    store: Store
    delivery_id: str
    received_at: datetime
    nested: bool = False
    tables: list[str] = field(default_factory=list)

    def open(self) -> None:
        """Make the tables that every delivery needs."""
        self._make("cases")
        for name in _SCRATCH:
            self.store.run(f"create_{name}")

    def close(self) -> None:
        """Drop the temporary tables."""
        for table in (*self.tables, *_SCRATCH):
            self.store.run("drop_incoming", table=table)

    def _make(self, table: str) -> None:
        if table not in self.tables:
            self.tables.append(table)
            self.store.run("create_incoming", table=table)

    def add(self, accepted: Mapping[str, pl.DataFrame], raw_cases: pl.DataFrame) -> None:
        """Gather one round of valid rows.

        Args:
            accepted: Typed rows by table, with `row_no`.
            raw_cases: `row_no`, `raw`, `source` of the round's case rows as received.
        """
        for table, rows in accepted.items():
            if rows.height:
                self._make(table)
                self.store.insert(f"incoming_{table}", rows)
        keys = accepted["cases"].select("agency", "record_id", "revision", "row_no")
        if keys.height:
            with self.store.registered(keys.join(raw_cases, on="row_no")):
                self.store.run("keep_contested_raw")

    @property
    def children(self) -> list[str]:
        """Child tables that got a row, in the contract's order."""
        return [table for table in CHILD_TABLES if table in self.tables]


def store_revisions(incoming: Incoming, tally: Tally) -> None:
    """Judge every gathered record and keep what is new.

    Args:
        incoming: The delivery's valid rows.
        tally: Takes the counts.
    """
    store, form = incoming.store, {"nested": incoming.nested}
    delivery = {"delivery_id": incoming.delivery_id}
    for table in incoming.children:
        store.run("digest_rows", form, table=table, number=NUMBER_COLUMN[table])
    store.run("judge_revisions", form)
    verdicts = store.query("count_case_verdicts")
    tally.add_verdicts(verdicts)
    for table in incoming.children:
        tally.add_verdicts(store.query("count_child_verdicts", form, table=table))
    if "conflict" in verdicts["verdict"]:
        _quarantine_conflicts(incoming)
    if "new" in verdicts["verdict"]:
        _store_new(incoming)
    store.run("drop_idle_warnings", {**delivery, **form})


def _quarantine_conflicts(incoming: Incoming) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    store.run("quarantine_conflicting_cases", delivery)
    for table in incoming.children:
        values = {**delivery, "nested": incoming.nested}
        store.run("quarantine_conflicting_children", values, table=table)


def _store_new(incoming: Incoming) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    store.run("store_cases")
    for table in incoming.children:
        store.run("store_children", {"nested": incoming.nested}, table=table)
    store.run("store_versions", delivery)
    store.run("store_withdrawals", {**delivery, "received_at": incoming.received_at})
    store.run("create_touched")
    settle_touched(store)


def settle_touched(store: Store) -> None:
    """Settle the state of all revisions of the touched records, and remove what is withdrawn."""
    store.run("settle_states")
    if store.query("select_any_withdrawn")["any_withdrawn"][0]:
        for table in TABLE_NAMES:
            store.run("purge_withdrawn", table=table)
