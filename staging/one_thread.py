"""The database with one thread, where its others cost more than they save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from staging.store import Store


@contextmanager
def one_thread(store: Store) -> Iterator[None]:
    """Let the database work alone for as long as the block lasts.

    For a delivery its threads cost more than they save, and reading ahead needs a core. To write a network's
    frames (350 MB) took 5.7 CPU-s with two threads and 3.6 with one; the other cores draw pages meanwhile.
    Rows are then stored in one order, too, however many cores there are.
    """
    (threads,) = store.connection.execute("select current_setting('threads')").fetchall()[0]
    store.connection.execute("set threads = 1")
    try:
        yield
    finally:
        store.connection.execute(f"set threads = {int(threads)}")
