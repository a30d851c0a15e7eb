"""From a call to the backfill and to what a cluster was; like `flows.dispatch`, loaded late."""
# ruff: noqa: PLC0415 - to import inside functions is what this module is for

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows.backfill_course import Terms
from flows.dispatch import Call, finish_flow

if TYPE_CHECKING:
    import polars as pl

    from flows.steps.backfill import BackfillCounts
    from flows.steps.moment import Answer


def backfill_history(path: Path, terms: Terms, call: Call, *, agency: str | None) -> BackfillCounts:
    """Historical deliveries, window by window."""
    if call.wants_tracking():
        from flows.backfill_flow import backfill_months

        span = terms.span
        return finish_flow(
            backfill_months(
                path.resolve(),
                call.store.resolve(),
                span.first,
                span.last,
                agency=agency,
                retries=terms.retries,
                stops_on_failure=terms.stops_on_failure,
                link_every=terms.link_every,
            )
        )
    job = call.job()
    from flows.steps.backfill import backfill_step

    return backfill_step(path, job, terms, agency=agency)


def read_windows(call: Call) -> pl.DataFrame:
    """Every window that a backfill has brought."""
    job = call.job()
    from flows.steps.backfill import windows_step

    return windows_step(job)


def read_moment(
    cluster_id: str, call: Call, *, at: date | None, known: date | None, is_received: bool
) -> Answer:
    """What a cluster looked like, and what was known of it, on a date."""
    job = call.job()
    from flows.steps.moment import Question, moment_step

    return moment_step(cluster_id, Question(at, known, is_received), job)
