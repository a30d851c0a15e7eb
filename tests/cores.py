"""Which core of the machine a process of tests runs on.

polars and DuckDB keep a thread per core that they are allowed. On tests' few rows these threads find nothing
to do, and waking them costs more than the work: with one core a test takes up to a third less processor time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_ALLOWED: set[int] = set()
"""The cores that this process had before it took one; empty as long as it has taken none."""


def take_one_core() -> None:
    """Keep to one core: each worker of a run to another one.

    Two runs at the same time begin at different cores. Where there are more workers than cores, so that one
    works while another waits, or the system pins no process, each goes on wherever there is room, and only
    polars keeps to one thread.
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")) <= len(cores):
        _ALLOWED.update(cores)
        os.sched_setaffinity(0, {cores[(os.getppid() + int(worker)) % len(cores)]})
    else:
        os.environ["POLARS_MAX_THREADS"] = "1"


def leave_the_core() -> None:
    """Run on all cores again."""
    if _ALLOWED:
        os.sched_setaffinity(0, _ALLOWED)


@contextmanager
def every_core() -> Iterator[None]:
    """What is started meanwhile may run on all cores again: a browser or a service works beside its test."""
    if not _ALLOWED:
        yield
        return
    own = os.sched_getaffinity(0)
    leave_the_core()
    try:
        yield
    finally:
        os.sched_setaffinity(0, own)
