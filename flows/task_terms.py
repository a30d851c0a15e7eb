"""What all tasks and flows agree on: when a task is tried again, how a step is called, what the forms accept.

Parameters can be read by every user of Prefect's UI: paths, codes and ids only.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from pydantic import Field

from flows.discretion import call_discreetly
from flows.job import Job
from flows.logged_progress import LoggedProgress
from flows.settings import read_settings
from schemas.codes import AGENCY_PATTERN, PARTNER_PATTERN
from schemas.errors import StoreBusyError

_Answer = TypeVar("_Answer")

LOCK_DELAYS_S = (2.0, 10.0, 30.0)
"""Pauses of a task that waits for the store: with the waiting itself about as long as a large delivery takes.
Nothing else is tried again, because the same records fail the same way."""

StorePath = Annotated[Path, Field(title="Store", description="The DuckDB file.")]
OutFolder = Annotated[Path, Field(title="Folder", description="Where to write.")]
Agency = Annotated[str | None, Field(pattern=AGENCY_PATTERN, description="Who delivers, such as MX-INM.")]
Recipient = Annotated[
    str | None, Field(pattern=PARTNER_PATTERN, description="Partner code; empty: the holder.")
]
ClusterId = Annotated[str | None, Field(pattern="^C-[A-Z2-7]{12}$", description="One cluster; empty: all.")]


def is_store_busy(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed task failed because another program used the store."""
    return isinstance(state.data, StoreBusyError)


WAITING: Mapping[str, Any] = {
    "cache_policy": NO_CACHE,
    "retries": len(LOCK_DELAYS_S),
    "retry_delay_seconds": list(LOCK_DELAYS_S),
    "retry_condition_fn": is_store_busy,
}
"""Terms of a task that works on the store, for `@task`: who finds it in use waits, and is tried again."""


async def call_step(step: Callable[[Job], _Answer], store: Path) -> _Answer:
    """Call a step beside the event loop, so that the run's heartbeat goes on.

    Args:
        step: What to do with the job.
        store: The DuckDB file.

    Raises:
        TramaError: The step failed; without any word of the records.
    """
    job = Job(store, read_settings(), LoggedProgress())
    return await asyncio.to_thread(call_discreetly, lambda: step(job))
