"""One writer at a time: an operating system's lock on a file beside the store.

The lock ends with the process, however it ends, so that nothing is left to clean up after a `kill -9`. A
limit of Prefect's shows a queue but frees a killed holder's place only after minutes; this file guards.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import StoreBusyError

_RETRY_S = 0.1


@contextmanager
def hold_store(store: Path, *, timeout_s: float) -> Iterator[None]:
    """Be the only writer of a store for as long as the block lasts.

    Args:
        store: The DuckDB file; the lock is `<name>.lock` beside it.
        timeout_s: How long to wait for another writer.

    Raises:
        StoreBusyError: When another writer still holds it; the message names its process.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    path = store.with_name(f"{store.name}.lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(descriptor, store, timeout_s)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, store: Path, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace") or "unknown"
                message = (
                    f"The store {store.name} is being written by process {holder} (waited {timeout_s:g} s). "
                    "Wait until it has ended and run the command again; nothing was changed."
                )
                raise StoreBusyError(message) from None
            time.sleep(_RETRY_S)
