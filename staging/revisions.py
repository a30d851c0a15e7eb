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

from schemas.raw import RawTable
from schemas.tables import NUMBER_COLUMN
from staging.readers.tables import CHILD_TABLES, TABLE_NAMES
from staging.receipt import Tally
from staging.store import Store

_SCRATCH = ("digests", "incomplete", "verdicts", "raw")


@dataclass
class Incoming:
    """Valid rows of one file or folder of a delivery, gathered in temporary tables.

    Attributes:
        store: The open store, inside the delivery's transaction.
        delivery_id: The delivery.
        received_at: When it was received.
        nested: True when child rows are tied to their case by row number.
        sources: Per contract table that got a row, the file that it came in.
    """

    store: Store
    delivery_id: str
    received_at: datetime
    nested: bool = False
    sources: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Make the temporary tables, empty."""
        self.sources.clear()
        for table in TABLE_NAMES:
            self.store.run("create_incoming", table=table)
        for name in _SCRATCH:
            self.store.run(f"create_{name}")

    def close(self) -> None:
        """Drop the temporary tables."""
        for table in (*TABLE_NAMES, *_SCRATCH):
            self.store.run("drop_incoming", table=table)

    def add(self, accepted: Mapping[str, pl.DataFrame], tables: Mapping[str, RawTable]) -> None:
        """Gather one round of valid rows.

        Args:
            accepted: Typed rows by table, with `row_no`.
            tables: The round's raw tables.
        """
        for table, rows in accepted.items():
            if rows.height:
                self.sources[table] = tables[table].source
                self.store.insert(f"incoming_{table}", rows)
        keys = accepted["cases"].select("agency", "record_id", "revision", "row_no")
        if keys.height:
            raw = tables["cases"].frame.select("row_no", "raw")
            with self.store.registered(keys.join(raw, on="row_no")):
                self.store.run("keep_contested_raw")

    @property
    def children(self) -> list[str]:
        """Child tables that got a row, in the contract's order."""
        return [table for table in CHILD_TABLES if table in self.sources]


def store_revisions(incoming: Incoming, tally: Tally) -> None:
    """Judge every gathered record and keep what is new.

    Args:
        incoming: The delivery's valid rows.
        tally: Takes the counts.
    """
    store, form = incoming.store, {"nested": incoming.nested}
    delivery = {"delivery_id": incoming.delivery_id}
    if incoming.children:
        store.run("digest_children", form)
    store.run("judge_revisions", form)
    verdicts = store.query("count_case_verdicts")
    tally.add_verdicts(verdicts)
    tally.add_verdicts(store.query("count_child_verdicts"))
    found = set(verdicts["verdict"])
    if "conflict" in found:
        _quarantine_conflicts(incoming)
    if "new" in found:
        _store_new(incoming, is_all_new=found == {"new"})
    if "duplicate" in found and not store.holds_back:
        _release_repeated(store)
    if found - {"new"}:
        store.run("drop_idle_warnings", {**delivery, **form})


def _quarantine_conflicts(incoming: Incoming) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    for table, source in incoming.sources.items():
        values = {**delivery, "source": source}
        if table == "cases":
            store.run("quarantine_conflicting_cases", values)
        else:
            place = {"table": table, "number": NUMBER_COLUMN[table]}
            store.run("quarantine_conflicting_children", {**values, "nested": incoming.nested}, **place)


def _store_new(incoming: Incoming, *, is_all_new: bool) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    for table in incoming.sources:
        if is_all_new:
            store.run("store_all", table=table)
        elif table == "cases":
            store.run("store_cases")
        else:
            store.run("store_children", {"nested": incoming.nested}, table=table)
    store.run("store_versions", delivery)
    store.run("store_withdrawals", {**delivery, "received_at": incoming.received_at})
    if store.holds_back:
        store.run("hold_revisions")
    store.run("create_touched")
    settle_touched(store)


def _release_repeated(store: Store) -> None:
    """Let count at once what comes live while a backfill holds it back."""
    store.run("create_touched_record")
    store.run("touch_repeated")
    store.run("release_repeated")
    settle_touched(store)


def settle_touched(store: Store) -> None:
    """Settle the state of all revisions of the touched records, and remove what is withdrawn."""
    store.run("settle_states")
    if store.query("select_any_withdrawn")["any_withdrawn"][0]:
        for table in TABLE_NAMES:
            store.run("purge_withdrawn", table=table)
        store.run("forget_withdrawn_holds")
