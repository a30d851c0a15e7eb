"""Historical deliveries read once: judged and in the ledger like any other, their new records held back."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from flows.counts import IngestCounts
from flows.discretion import call_discreetly
from flows.job import Job
from flows.steps.ingest import TURN_SECONDS, count_receipt, describe_receipt, sum_remarks
from flows.steps.landed import take_delivery
from schemas.errors import TramaError
from staging.landing import DeliveryPath, find_deliveries
from staging.retraction import sweep_withdrawn

STAGE = "Reading history"

BREATH_S = 0.25
"""Pause between two units of work: longer than the others' look at the lock, so that one of them gets it."""


@dataclass(frozen=True)
class Staged:
    """What came of the historical deliveries.

    Attributes:
        counts: As of any ingest.
        failed: Deliveries that the program could not deal with, and why, in words.
    """

    counts: IngestCounts
    failed: tuple[tuple[str, str], ...] = ()


def stage_step(path: Path, job: Job, *, agency: str | None = None) -> Staged:
    """Read every historical delivery under a path, once; its new records wait for their windows.

    A delivery of decisions is left for the end.
    """
    found = [each for each in find_deliveries(path, agency) if not each.holds_decisions]
    job.progress.start(STAGE, total=len(found))
    waiting, counts, failed = deque(found), IngestCounts(), list[tuple[str, str]]()
    staged: list[str] = []
    while waiting:
        with job.writing():
            counts += _take_deliveries(waiting, job, failed, staged)
        time.sleep(BREATH_S if waiting else 0.0)
    with job.writing(), job.opened() as store:
        sweep_withdrawn(store, swept_at=job.settings.now())
        counts += sum_remarks(store, staged)
    told = f", {len(failed)} failed" if failed else ""
    job.progress.finish(f"{counts.accepted:,} accepted, {counts.quarantined:,} quarantined{told}")
    return Staged(counts, tuple(failed))


def _take_deliveries(
    waiting: deque[DeliveryPath], job: Job, failed: list[tuple[str, str]], staged: list[str]
) -> IngestCounts:
    """Take deliveries in for a moment, each in its own transaction, then let others have the store.

    What failed and ids of what was staged are appended.
    """
    counts, ends_at = IngestCounts(), time.monotonic() + TURN_SECONDS
    with job.opened() as store:
        while waiting and time.monotonic() < ends_at:
            delivery = waiting.popleft()
            take = partial(take_delivery, replace(store, holds_back=True), delivery, job)
            try:
                receipt = call_discreetly(take)
            except (TramaError, OSError) as error:
                failed.append((delivery.display_path, describe_reason(error)))
                job.progress.advance(f"{delivery.display_path}: failed: {describe_reason(error)}")
                return counts  # the connection is made anew after a failure
            counts += count_receipt(receipt)
            if receipt.status == "staged":
                staged.append(receipt.delivery_id)
            job.progress.advance(describe_receipt(receipt))
    return counts


def describe_reason(error: Exception) -> str:
    """Why, in words, without a path of this machine."""
    if isinstance(error, OSError) and not isinstance(error, TramaError):
        return f"the system refused: {error.strerror or type(error).__name__}"
    return str(error)
