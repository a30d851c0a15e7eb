"""A process to be killed: does one piece of work, says when it begins, and stops where it is told to."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.backfill_course import Terms
from flows.job import Job
from flows.months import Span
from flows.settings import read_settings
from flows.steps import follow
from flows.steps.backfill import backfill_step
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from staging.store import Store

FIRST, LAST = "2022-01", "2024-12"
"""Months of a backfill: all that the worlds of these tests reach over."""


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


_transaction = Store.transaction


@contextmanager
def _stop_at_the_end(store: Store) -> Iterator[None]:
    """A transaction that has done its work and is not committed."""
    with _transaction(store):
        yield
        say("inside")
        time.sleep(60)


WORKS: dict[str, Callable[[Job, str], object]] = {
    "ingest": lambda job, argument: ingest_step([Path(argument)], job),
    "link": lambda job, _: link_step(job),
    "rebuild": lambda job, _: link_step(job, is_rebuild=True),
    "decide": lambda job, argument: decide_step(Path(argument), job),
    "retract": lambda job, argument: retract_step(argument, "court order", job),
    "backfill": lambda job, argument: backfill_step(Path(argument), job, Terms(Span(FIRST, LAST))),
}


def work_on(work: str, job: Job, argument: str) -> None:
    """Do one piece of work; a small store is followed however much of it has changed."""
    follow.MOST_CHANGED = 1.0
    WORKS[work](job, argument)


if __name__ == "__main__":
    asked, store, given, door = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    if door == "inside":
        Store.transaction = _stop_at_the_end  # type: ignore[method-assign, assignment]
    say("ready")
    work_on(asked, Job(store, read_settings()), given)
    say("done")
