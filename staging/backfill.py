"""Records that a backfill brought: held back by incident month, opened month by month, in.

A historical delivery is read once, judged and entered in the ledger like any other, in one transaction; only
that its new records do not count yet. A window opens: the held records of one incident month count from then
on. Whatever has been opened and has not been linked can be held back again, so that a window which fails
leaves no trace. Where a killed backfill stopped is read from the records themselves; nothing else is kept.

Here is no rule of what a window is for, and no loop: `flows/steps/backfill.py` has those.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from staging.revisions import settle_touched
from staging.store import Store


def load_windows(store: Store) -> pl.DataFrame:
    """Every month that a backfill has brought records of, by month.

    Returns:
        `month` (`YYYY-MM`), `held_count` (records that wait), `open_count` (count, and are not linked yet),
        `done_count`, `attempts`, `message` (why it last failed; null when it did not).
    """
    return store.query("select_windows")


def open_window(store: Store, month: str, *, opened_at: datetime) -> None:
    """Let the held records of one incident month count, in one transaction.

    Args:
        store: The open store.
        month: `YYYY-MM`.
        opened_at: When (aware).
    """
    with store.transaction():
        store.run("create_touched_record")
        store.run("touch_held", {"month": month})
        store.run("open_window", {"month": month})
        store.run("note_window_open", {"month": month, "changed_at": opened_at})
        settle_touched(store)


def finish_windows(store: Store, *, finished_at: datetime) -> None:
    """The network is of all that is open: its windows are done."""
    with store.transaction():
        store.run("end_openings", {"state": "done"})
        store.run("note_windows_end", {"state": "done", "message": None, "changed_at": finished_at})


def put_back_windows(store: Store, reason: str, *, put_back_at: datetime) -> None:
    """Hold back again all that is open, in one transaction: the windows are as before they were opened.

    Args:
        store: The open store.
        reason: Why, in words; no case data.
        put_back_at: When (aware).
    """
    with store.transaction():
        store.run("create_touched_record")
        store.run("touch_open")
        store.run("end_openings", {"state": "held"})
        store.run("note_windows_end", {"state": "failed", "message": reason, "changed_at": put_back_at})
        settle_touched(store)


def load_backfilled(store: Store) -> pl.DataFrame:
    """Revisions that a backfill brought: record_key, revision, month, state, opening (null until opened)."""
    return store.query("select_backfilled")


@dataclass(frozen=True)
class Marks:
    """How far a store had come at some moment.

    Attributes:
        deliveries: Deliveries taken in.
        openings: Windows opened.
        let_in: Records that windows have let in.
        settled: Decisions and withdrawals.
    """

    deliveries: int = 0
    openings: int = 0
    let_in: int = 0
    settled: int = 0


@dataclass(frozen=True)
class Recent:
    """What came since some moment.

    Attributes:
        records: `record_key, is_backfilled` (let in by a window, out of the past) of records that count.
        is_backfill_alone: Whether windows were opened or put back, and nothing else happened.
    """

    records: pl.DataFrame
    is_backfill_alone: bool


def read_marks(store: Store) -> Marks:
    """How far the store has come."""
    return Marks(*store.query("select_marks").row(0))


def load_recent(store: Store, since: Marks) -> Recent:
    """What came since."""
    now = read_marks(store)
    moment = {"deliveries": since.deliveries, "openings": since.openings}
    records = store.query("select_recent_records", moment)
    has_moved = (now.openings, now.let_in) != (since.openings, since.let_in)
    is_alone = has_moved and now.settled == since.settled and bool(records["is_backfilled"].all())
    return Recent(records, is_alone)
