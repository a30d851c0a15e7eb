"""Deliveries into the store, one transaction each."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from time import monotonic

from flows.counts import IngestCounts
from flows.job import Job
from flows.steps.landed import WAITS, take_delivery
from staging.ahead import ReadAhead, reading_ahead
from staging.intake import ingest_reading, known_contents
from staging.landing import DeliveryPath, find_deliveries, list_loose, list_unclaimed
from staging.reading import Reading, begin_reading
from staging.receipt import Receipt
from staging.remarks import count_remarks
from staging.retraction import sweep_withdrawn
from staging.store import Store

STAGE = "Taking in deliveries"

TURN_SECONDS = 1.0
"""How long the store stays open for deliveries before a reader gets a chance."""

SHOWN_LOOSE = 5
"""Files in no agency's folder that are named; of the rest the number is told."""


def ingest_step(paths: Sequence[Path], job: Job, *, agency: str | None = None) -> IngestCounts:
    """Take in every delivery under the paths; one that cannot be read is quarantined, the next goes on.

    Args:
        paths: Landing folders, agencies' folders or deliveries.
        job: Store, settings and listener.
        agency: Who delivers, where a path does not say so.

    Raises:
        ConfigError: A path holds nothing that could be a delivery, or the agency's code is malformed.
        StoreBusyError: Another writer holds the store.
    """
    found = {each for path in paths for each in find_deliveries(path, agency)}
    landings = paths if agency is None else ()  # with an agency named, all that lies there is its own
    return _take_all(sorted(found, key=lambda each: (each.holds_decisions, each)), landings, job)


def decide_waiting_step(path: Path, so_far: IngestCounts, job: Job) -> IngestCounts:
    """Take in the decisions under a path that had to wait for the network.

    Args:
        path: As it was ingested.
        so_far: What came of that.
        job: Store, settings and listener.

    Returns:
        The counts of both; deliveries are the same and count once.
    """
    decided = _take_all([each for each in find_deliveries(path) if each.holds_decisions], [], job)
    return replace(so_far + decided, deliveries=so_far.deliveries, waiting=decided.waiting)


def _take_all(deliveries: Sequence[DeliveryPath], paths: Sequence[Path], job: Job) -> IngestCounts:
    job.progress.start(STAGE, total=len(deliveries))
    counts, staged = IngestCounts(), list[str]()
    waiting = deque(deliveries)
    with job.writing(), read_ahead(deliveries, job) as ahead:
        while waiting:
            counts += _take_turn(waiting, ahead, job, staged)
        with job.opened() as store:
            sweep_withdrawn(store, swept_at=job.settings.now())
            counts += sum_remarks(store, staged)
    ignored = [name for path in paths for name in list_unclaimed(path)]
    loose = [place for path in paths for place in list_loose(path)]
    job.progress.finish(describe_intake(counts) + describe_unclaimed(ignored) + describe_loose(loose))
    return counts


def read_ahead(deliveries: Sequence[DeliveryPath], job: Job) -> AbstractContextManager[ReadAhead]:
    """Readings of those of the deliveries that hold records, in their order, while the store is busy."""

    def begin(delivery: DeliveryPath) -> Reading:
        now = job.settings.now()
        return begin_reading(delivery, now, now)

    return reading_ahead([each for each in deliveries if not each.holds_decisions], begin)


def _take_turn(waiting: deque[DeliveryPath], ahead: ReadAhead, job: Job, staged: list[str]) -> IngestCounts:
    """Take in deliveries for a moment, then close the store so that a reader may have it.

    Opening and closing costs as much as a small delivery; each delivery is a transaction of its own. Ids of
    those staged are appended.
    """
    counts, ends_at = IngestCounts(), monotonic() + TURN_SECONDS
    with job.opened() as store:
        ahead.start(known_contents(store))
        while waiting and monotonic() < ends_at:
            delivery = waiting.popleft()
            if delivery.holds_decisions:
                receipt = take_delivery(store, delivery, job)
            else:
                receipt = ingest_reading(store, delivery, ahead.next_reading)
            counts += count_receipt(receipt)
            if receipt.status == "staged":
                staged.append(receipt.delivery_id)
            job.progress.advance(describe_receipt(receipt))
    return counts


def sum_remarks(store: Store, staged: Sequence[str]) -> IngestCounts:
    """What is odd or not whole in what these deliveries brought; nothing is asked where there are none."""
    return IngestCounts(**asdict(count_remarks(store, staged))) if staged else IngestCounts()


def describe_unclaimed(names: Sequence[str]) -> str:
    """Folders that no deliveries are taken from, in words; empty where there are none."""
    return f"; no agency's folder, left alone: {', '.join(names)}" if names else ""


def describe_loose(places: Sequence[str]) -> str:
    """Files that lie in no agency's folder, in words, and what to do; empty where there are none."""
    if not places:
        return ""
    more = f" and {len(places) - SHOWN_LOOSE:,} more" if len(places) > SHOWN_LOOSE else ""
    told = ", ".join(sorted(set(places))[:SHOWN_LOOSE])
    return (
        f"; not read, as they lie in no agency's folder: {told}{more} "
        "(move each into the folder of the agency that sent it, such as MX-INM/)"
    )


def count_receipt(receipt: Receipt) -> IngestCounts:
    """One delivery in numbers."""
    return IngestCounts(
        deliveries=1,
        new_deliveries=int(receipt.status in ("staged", "unreadable")),
        unreadable=int(receipt.status == "unreadable"),
        received=sum(receipt.received.values()),
        accepted=sum(receipt.accepted.values()),
        quarantined=sum(receipt.quarantined.values()),
        duplicates=sum(receipt.duplicates.values()),
        waiting=int(receipt.status == "changing" and receipt.check == WAITS),
    )


def describe_receipt(receipt: Receipt) -> str:
    """One delivery in words: its path as delivered, and counts."""
    told = {
        "seen": "taken in before, nothing to do",
        "changing": receipt.reason or "still being written, left for the next time",
        "unreadable": f"cannot be read, quarantined whole ({receipt.check})",
    }
    counts = count_receipt(receipt)
    staged = f"{counts.accepted:,} accepted, {counts.quarantined:,} quarantined"
    return f"{receipt.path}: {told.get(receipt.status, staged)}"


def describe_intake(counts: IngestCounts) -> str:
    """All deliveries in words."""
    if counts.deliveries and not counts.new_deliveries:
        return "nothing new"
    seen = counts.deliveries - counts.new_deliveries
    known = f", {seen:,} known" if seen else ""
    return f"{counts.accepted:,} accepted, {counts.quarantined:,} quarantined{known}"
