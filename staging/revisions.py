"""From a delivery's valid rows to stored revisions: duplicates, conflicts, history, withdrawals.

What is current depends on the set of revisions that are stored, never on the order in which they came: at or
below a withdrawal everything is retracted, above it the highest revision is current and the rest are
history. Other content under a number that is taken is looked at row by row (`staging.contested`). Only what
is a conflict then knows before and after: who comes first keeps the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from schemas.raw import RawTable
from schemas.table_names import CHILD_TABLES, NUMBER_COLUMN, TABLE_NAMES
from staging.contested import Contest
from staging.receipt import Tally
from staging.store import Store

_SCRATCH = ("digests", "incomplete", "verdicts", "raw")
_Rows = dict[str, pl.DataFrame]


@dataclass
class Incoming:
    """Valid rows of one file or folder of a delivery, for the store to judge and to keep.

    One round of rows is read where it lies, as a view of each table's frame. A second round would have to be
    held beside the first; so from then on rows are gathered in temporary tables.

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
    _views: _Rows = field(default_factory=dict)
    _raw: pl.DataFrame | None = None
    _gathered: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Make the scratch tables, empty, and forget the rows of the file before."""
        self._forget_rows()
        for name in _SCRATCH:
            self.store.run(f"create_{name}")

    def close(self) -> None:
        """Drop all that was made."""
        self._forget_rows()
        for table in _SCRATCH:
            self.store.run("drop_incoming", table=table)

    def add(self, accepted: Mapping[str, pl.DataFrame], tables: Mapping[str, RawTable]) -> None:
        """Take one round of valid rows.

        Args:
            accepted: Typed rows by table, with `row_no`, in the order of the stored columns.
            tables: The round's raw tables.
        """
        rows = {table: frame for table, frame in accepted.items() if frame.height}
        if not rows:
            return
        is_first = not self.sources
        self.sources.update({table: tables[table].source for table in rows})
        keys = accepted["cases"].select("agency", "record_id", "revision", "row_no")
        raw = keys.join(tables["cases"].frame.select("row_no", "raw"), on="row_no")
        if is_first:
            self._show(rows, raw)
            return
        if self._raw is not None:
            first, first_raw = self._views, self._raw
            self._hide()
            self._gather(first, first_raw)
        self._gather(rows, raw)

    @property
    def children(self) -> list[str]:
        """Child tables that got a row, in the contract's order."""
        return [table for table in CHILD_TABLES if table in self.sources]

    def keep_contested(self) -> None:
        """Keep case rows as received that may be conflicts, where that was not done as they came."""
        if self._raw is not None:
            self._keep_contested(self._raw)

    def _show(self, rows: _Rows, raw: pl.DataFrame) -> None:
        self._views, self._raw = rows, raw
        for table, frame in rows.items():
            self.store.connection.register(f"incoming_{table}", frame.to_arrow())
        self._make_tables(set(TABLE_NAMES) - set(rows))

    def _hide(self) -> None:
        for table in self._views:
            self.store.connection.unregister(f"incoming_{table}")
        self._views, self._raw = {}, None

    def _gather(self, rows: _Rows, raw: pl.DataFrame) -> None:
        self._make_tables(set(TABLE_NAMES) - self._gathered)
        for table, frame in rows.items():
            self.store.insert(f"incoming_{table}", frame)
        if raw.height:
            self._keep_contested(raw)

    def _make_tables(self, names: set[str]) -> None:
        for table in sorted(names):
            self.store.run("create_incoming", table=table)
        self._gathered |= names

    def _keep_contested(self, raw: pl.DataFrame) -> None:
        with self.store.registered(raw):
            self.store.run("keep_contested_raw")

    def _forget_rows(self) -> None:
        self._hide()
        for table in sorted(self._gathered):
            self.store.run("drop_incoming", table=table)
        self._gathered.clear()
        self.sources.clear()


def store_revisions(incoming: Incoming, tally: Tally) -> None:
    """Judge every gathered record and keep what is new.

    Args:
        incoming: The delivery's valid rows.
        tally: Takes the counts.
    """
    store, form = incoming.store, {"nested": incoming.nested}
    delivery = {"delivery_id": incoming.delivery_id}
    if not incoming.sources:
        return
    if not incoming.nested:
        store.run("place_lost_rows", delivery)
    if incoming.children:
        store.run("digest_children", form)
    store.run("judge_revisions", form)
    verdicts = store.query("count_case_verdicts")
    found = set(verdicts["verdict"])
    if "conflict" in found:
        incoming.keep_contested()
    if "new" in found:
        _keep_new(incoming, is_all_new=found == {"new"})
    if "conflict" in found:
        tally.add_completed(Contest(store, incoming.delivery_id, incoming.nested).settle())
        verdicts = store.query("count_case_verdicts")
    tally.add_verdicts(verdicts)
    tally.add_verdicts(store.query("count_child_verdicts"))
    _follow_verdicts(incoming, set(verdicts["verdict"]))
    if found - {"new"}:
        store.run("drop_idle_warnings", {**delivery, **form})


def _follow_verdicts(incoming: Incoming, found: set[str]) -> None:
    store = incoming.store
    if "conflict" in found:
        _quarantine_conflicts(incoming)
    if found & {"new", "completion", "withdrawal"}:
        _settle_delivery(incoming, is_amending=bool(found - {"new", "duplicate", "conflict"}))
    if found & {"duplicate", "completion"} and not store.holds_back:
        _release_repeated(store)


def _quarantine_conflicts(incoming: Incoming) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    for table, source in incoming.sources.items():
        values = {**delivery, "source": source}
        if table == "cases":
            store.run("quarantine_conflicting_cases", values)
        else:
            place = {"table": table, "number": NUMBER_COLUMN[table]}
            store.run("quarantine_conflicting_children", {**values, "nested": incoming.nested}, **place)


def _keep_new(incoming: Incoming, *, is_all_new: bool) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    for table in incoming.sources:
        if is_all_new:
            store.run("store_all", table=table)
        elif table == "cases":
            store.run("store_cases")
        else:
            store.run("store_children", {"nested": incoming.nested}, table=table)
    store.run("store_versions", delivery)


def _settle_delivery(incoming: Incoming, *, is_amending: bool) -> None:
    store, delivery = incoming.store, {"delivery_id": incoming.delivery_id}
    if is_amending:
        store.run("store_amendments", delivery)
        store.run("drop_replaced_warnings", delivery)
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
