"""What is kept of who is who, written while the network of it is still being built.

Building keeps the interpreter busy and writing keeps the database busy, so the one costs the other little.
The frames count for nothing until the network is saved, which says what they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from flows.job import Job
from flows.steps.kept import who_kept
from resolution.resolve import Workings
from resolution.upkeep.begin import NamedFrame
from staging.kept_frames import write_kept
from staging.one_thread import one_thread


@contextmanager
def keeping_who(job: Job) -> Iterator[Callable[[Workings], None]]:
    """Replace all that is kept by what is kept of who is who, in a thread.

    Args:
        job: Store and settings; nobody else has the store open while the block lasts.

    Yields:
        What to call when it is known who is who. The frames are written when the block has ended, and what
        went wrong with them is raised there.
    """
    with ThreadPoolExecutor(1) as thread:
        writing: list[Future[None]] = []
        yield lambda workings: writing.append(thread.submit(_write, who_kept(workings, job.settings), job))
    for each in writing:
        each.result()


def _write(frames: Iterable[NamedFrame], job: Job) -> None:
    with job.opened() as store, one_thread(store):
        write_kept(store, frames)
