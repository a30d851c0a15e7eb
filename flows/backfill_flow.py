"""The flow `backfill`: one run for the whole, and below it one run for each incident month.

The months are runs of this process, not of deployments: a parent that holds one of a runner's places while
it waits for a child that needs another would stand still as soon as two of them are started, and each child
would load the program anew. What is done is known by the store, so that a run that was killed is begun again
and goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

from prefect import flow, task
from prefect.artifacts import (
    acreate_markdown_artifact,
    acreate_progress_artifact,
    aupdate_progress_artifact,
)
from pydantic import Field

from flows.backfill_course import Course, Terms, Turn, Window
from flows.job import Job
from flows.logged_progress import LoggedProgress
from flows.months import MONTH_PATTERN, read_span
from flows.settings import read_settings
from flows.steps.backfill import (
    BackfillCounts,
    conclude,
    handle_failure,
    only_backfill,
    plan_windows,
    window_step,
)
from flows.steps.backfill_intake import BREATH_S, Staged, stage_step
from flows.task_terms import WAITING, Agency, StorePath, call_step
from schemas.errors import TramaError

Month = Annotated[str, Field(pattern=MONTH_PATTERN, description="Incident month, such as 2019-03.")]
Retries = Annotated[int, Field(ge=0, le=10, description="How often a month that fails is tried again.")]
LinkEvery = Annotated[int, Field(ge=1, le=120, description="Update the network every so many months.")]


@task(name="read historical deliveries", **WAITING)
async def read_deliveries(path: Path, store: Path, agency: str | None) -> Staged:
    """Check and stage every delivery under the path; what is new waits for its month."""
    return await call_step(lambda job: stage_step(path, job, agency=agency), store)


@flow(name="backfill-month", flow_run_name="{month}, attempt {attempt}")
async def take_in_month(
    store: StorePath, month: Month, attempt: int = 1, is_linked: bool = True, is_last: bool = False
) -> None:
    """Let the records of one incident month count, and update the network.

    Args:
        store: The DuckDB file.
        month: The incident month.
        attempt: Which attempt it is.
        is_linked: Whether the network is updated after it.
        is_last: Whether it is the last one, after which the network is worked out anew.
    """
    turn = Turn(Window(month, 0), is_linked, attempt, is_last=is_last)
    await call_step(lambda job: window_step(turn, job), store)


@flow(name="backfill", flow_run_name="backfill {first} to {last}")
async def backfill_months(
    path: Path,
    store: StorePath,
    first: Month,
    last: Month,
    *,
    agency: Agency = None,
    retries: Retries = 1,
    stops_on_failure: bool = False,
    link_every: LinkEvery = 1,
) -> BackfillCounts:
    """Take in historical deliveries, one incident month after the other.

    Args:
        path: Landing folder, agency's folder or delivery.
        store: The DuckDB file.
        first: First incident month.
        last: Last incident month.
        agency: Who delivers, for a path that is not under <agency>/.
        retries: How often a month that fails is tried again.
        stops_on_failure: Whether the first month that fails for good ends the backfill.
        link_every: Months after which the network is updated.
    """
    terms = Terms(read_span(first, last), retries, stops_on_failure, link_every)
    return await run_months(path, store, terms, agency=agency)


async def run_months(path: Path, store: Path, terms: Terms, *, agency: str | None = None) -> BackfillCounts:
    """The body of the flow, for a form as well: reading, then month by month, each a run below this one.

    Raises:
        ConfigError: Another backfill works on the store.
    """
    job = Job(store, read_settings(), LoggedProgress())
    with only_backfill(job):
        staged = await read_deliveries(path, store, agency)
        course = Course(await call_step(lambda job: plan_windows(job, terms.span), store), terms)
        shown = await acreate_progress_artifact(progress=0.0, key="backfill", description="Records taken in")
        job.progress.start("Taking in months")
        while (turn := course.next_turn()) is not None:
            pause_s = await _take_turn(turn, course, job)
            await aupdate_progress_artifact(shown, progress=course.share)
            await asyncio.sleep(BREATH_S if pause_s is None else pause_s)
        counts = await call_step(lambda job: conclude(path, staged, course, job, agency=agency), store)
    await acreate_markdown_artifact(describe_backfill(counts), key="backfill-months", description="Backfill")
    return counts


async def _take_turn(turn: Turn, course: Course, job: Job) -> float | None:
    try:
        await take_in_month(job.store, turn.window.month, turn.attempt, turn.is_linked, turn.is_last)
    except (TramaError, OSError) as error:
        failure = error
        return await asyncio.to_thread(lambda: handle_failure(turn, course, job, failure))
    job.progress.advance(course.note_success(turn))
    return None


def describe_backfill(counts: BackfillCounts) -> str:
    """What came of it, as Markdown: counts, then what was left out and why."""
    lines = [
        f"**{counts.windows_done:,}** months with {counts.records:,} records are in; "
        f"{counts.windows_left:,} months wait, and {counts.records_outside:,} records of other months."
    ]
    left_out = [*counts.windows_failed.items(), *counts.staged.failed]
    if left_out:
        lines += ["| Left out | Why |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in left_out)]
        lines += ["Mend that and start the backfill again: it goes on where it stopped."]
    return "\n\n".join(lines)


def describe_left_out(counts: BackfillCounts) -> str:
    """One line for the state of a run that is not complete: what was left out, and what to do."""
    named = [*counts.windows_failed.items(), *counts.staged.failed]
    first = "; ".join(f"{name}: {reason.rstrip('.')}" for name, reason in named[:2])
    return f"{len(named)} left out ({first}). Mend that and start the backfill again: it goes on from there."
