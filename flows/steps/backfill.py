"""Historical deliveries, window by window: read once and held back, then opened one incident month at a time.

Where a killed backfill stopped is read from the store: a delivery that is in the ledger is not read again, a
record that is no longer held back is in no window any more, and one that lies open is linked first.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from flows.backfill_course import Course, Terms, Turn, Window
from flows.discretion import call_discreetly
from flows.job import Job
from flows.months import Span
from flows.progress import Silence
from flows.steps.backfill_intake import BREATH_S, Staged, describe_reason, stage_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.store_lock import hold_store
from schemas.errors import ConfigError, StoreBusyError, TramaError
from staging.backfill import finish_windows, load_windows, open_window, put_back_windows
from staging.landing import find_deliveries

WINDOWS = "Taking in months"


@dataclass(frozen=True)
class BackfillCounts:
    """What a backfill came to.

    Attributes:
        staged: The deliveries.
        windows_done: Windows that this call took in.
        windows_failed: Why a window was left out, by month.
        windows_left: Windows of the span that still wait, those that failed included.
        records: Records that this call took in.
        records_outside: Records of other months, which wait for a wider span.
    """

    staged: Staged
    windows_done: int
    windows_failed: dict[str, str]
    windows_left: int
    records: int
    records_outside: int

    @property
    def is_complete(self) -> bool:
        """Whether all of the span is in."""
        return not self.windows_left and not self.staged.failed

    def counts(self) -> dict[str, Any]:
        """The counts as one flat object of JSON values."""
        own = {name: value for name, value in asdict(self).items() if name != "staged"}
        return {
            **asdict(self.staged.counts),
            "failed_deliveries": [path for path, _ in self.staged.failed],
            **own,
            "complete": self.is_complete,
        }


def backfill_step(path: Path, job: Job, terms: Terms, *, agency: str | None = None) -> BackfillCounts:
    """Take in historical deliveries, one incident month after the other.

    Args:
        path: Landing folder, agency's folder or delivery.
        job: Store, settings and listener.
        terms: Span, retries and pace.
        agency: Who delivers, where the path does not say so.

    Raises:
        ConfigError: The path holds nothing that could be a delivery, or another backfill works on the store.
        StoreBusyError: Another writer holds the store while deliveries are read.
    """
    find_deliveries(path, agency)  # refuses a wrong call before anything is made
    with only_backfill(job):
        staged = stage_step(path, job, agency=agency)
        course = Course(plan_windows(job, terms.span), terms)
        job.progress.start(WINDOWS, total=len(course.windows))
        while (turn := course.next_turn()) is not None:
            told = take_turn(turn, course, job)
            time.sleep(BREATH_S if told is None else told)
        job.progress.finish(describe_course(course))
        return conclude(path, staged, course, job, agency=agency)


def take_turn(turn: Turn, course: Course, job: Job) -> float | None:
    """One window's turn, told to the listener; a failure is noted and what was opened is held back again.

    Returns:
        Seconds to wait before a window is tried again; null where none is.
    """
    try:
        call_discreetly(lambda: window_step(turn, replace(job, progress=Silence())))
    except (TramaError, OSError) as error:
        return handle_failure(turn, course, job, error)
    job.progress.advance(course.note_success(turn))
    return None


def handle_failure(turn: Turn, course: Course, job: Job, error: Exception) -> float | None:
    """Hold back what was opened and has not been linked; say so; see whether it is tried again."""
    reason = describe_reason(error)
    with contextlib.suppress(StoreBusyError):  # it stays open then, and the next attempt begins with it
        put_back_step(job, reason)
    pause_s = course.note_failure(turn, reason)
    outcome = "left out" if pause_s is None else "tried again"
    job.progress.advance(f"{turn.window.month}: failed, {outcome}: {reason}")
    return pause_s


@contextlib.contextmanager
def only_backfill(job: Job) -> Iterator[None]:
    """Be the only backfill of the store; others may write to it between windows.

    Raises:
        ConfigError: Another one is at work.
    """
    try:
        with hold_store(job.store.with_name(f"{job.store.name}.backfill"), timeout_s=0):
            yield
    except StoreBusyError:
        raise ConfigError(f"Another backfill works on the store {job.store.name}; wait for it.") from None


def plan_windows(job: Job, span: Span) -> list[Window]:
    """Months of the span with records that wait, and any that a killed backfill left open, by month."""
    with job.opened_for_reading() as store:
        windows = load_windows(store)
    return [
        Window(month, held + opened)
        for month, held, opened in windows.select("month", "held_count", "open_count").iter_rows()
        if opened or (held and month in span)
    ]


def window_step(turn: Turn, job: Job) -> None:
    """Open a window, and bring the network up to it; each holds the store for itself alone.

    Raises:
        StoreBusyError: Another writer holds the store.
    """
    with job.writing(), job.opened() as store:
        open_window(store, turn.window.month, opened_at=job.settings.now())
    if turn.is_linked:
        link_step(job, is_rebuild=turn.is_last)
        with job.writing(), job.opened() as store:
            finish_windows(store, finished_at=job.settings.now())


def put_back_step(job: Job, reason: str) -> None:
    """Hold back again what has been opened and not linked."""
    with job.writing(), job.opened() as store:
        put_back_windows(store, reason, put_back_at=job.settings.now())


def conclude(
    path: Path, staged: Staged, course: Course, job: Job, *, agency: str | None = None
) -> BackfillCounts:
    """Take in what was decided, if no record waits any more that it may speak of, and count."""
    with job.opened_for_reading() as store:
        held = load_windows(store).filter(pl.col("held_count") > 0).select("month", "held_count").rows()
    decided = [each.path for each in find_deliveries(path, agency) if each.holds_decisions]
    if decided and not held and not staged.failed:
        link_step(job)
        staged = replace(staged, counts=staged.counts + ingest_step(decided, job, agency=agency))
        link_step(job)
    elif decided:
        staged = replace(staged, counts=replace(staged.counts, waiting=len(decided)))
    return BackfillCounts(
        staged,
        windows_done=len(course.done),
        windows_failed=course.failed,
        windows_left=course.left,
        records=sum(each.records for each in course.done),
        records_outside=sum(count for month, count in held if month not in course.terms.span),
    )


def describe_course(course: Course) -> str:
    """All windows in words."""
    left = f", {course.left} left" if course.left else ""
    return f"{len(course.done)} windows done{left}"


def windows_step(job: Job) -> pl.DataFrame:
    """Every window that a backfill has brought, as `staging.backfill.load_windows` gives them.

    Raises:
        ConfigError: There is no store.
    """
    with job.opened_for_reading() as store:
        return load_windows(store)
