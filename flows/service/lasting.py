"""The store kept open from a link to its pages.

Who closes DuckDB's last connection in a process has it write its log into its file: after a link of ten
records on 100,000 cases that takes half a second, in which the pages wait. A connection that outlasts the
link leaves that for later. What was committed is on disk all the same; a `kill -9` loses nothing.

It is begun while the link has the store open, and so holds the writer's lock: whoever waited for that with
the store already open would wait for one that waits for the store. For the same reason it is given up where
the pages are somebody else's just then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from threading import Thread

from flows.job import Job
from flows.service.changed import Before, Changed
from flows.service.places import Places
from flows.store_lock import hold_store
from schemas.errors import StoreBusyError
from staging.frame_memory import FrameMemory


class Held:
    """What a process holds of a store between a link and its pages.

    No dataclass: Prefect looks for runs in whatever a dataclass holds that a task is given, and takes seconds
    for the clusters found ahead.

    Args:
        memory: Rows of the network, and what was done to it.

    Attributes:
        left_open: Connections that outlast the link.
        ahead: The clusters to be drawn, where they were found while the link was being written. It counts for
            as long as the store is kept open: nobody else can have changed it then.
    """

    def __init__(self, memory: FrameMemory) -> None:
        self.memory = memory
        self.left_open = ExitStack()
        self.ahead: Changed | None = None

    def leave_open(self, job: Job, ahead: Changed | None = None) -> None:
        """Keep the store open, now that a link is committed, and what was found of its clusters."""
        self.left_open.enter_context(job.opened())
        self.left_open.callback(self._forget)
        self.ahead = ahead

    def take_ahead(self, before: Before) -> Changed | None:
        """What was found ahead, where the same lies in the folder of the reports as then."""
        ahead = self.ahead
        return ahead if ahead is not None and ahead.since.is_as(before) else None

    def _forget(self) -> None:
        self.ahead = None


class Closing:
    """A store that is being closed beside what comes next: half a second on 100,000 cases.

    To be waited for before the store is opened again: DuckDB would wait by asking without a pause, and take
    the core that the closing needs.
    """

    def __init__(self) -> None:
        self._thread: Thread | None = None

    def begin(self, left_open: ExitStack) -> None:
        """Close what was left open; the process does not end before that is done."""
        self._thread = Thread(target=left_open.close, name="closing")
        self._thread.start()

    @property
    def is_going_on(self) -> bool:
        """Whether the store is still being closed."""
        return self._thread is not None and self._thread.is_alive()

    async def end(self) -> None:
        """Return when what was begun is done."""
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)


@asynccontextmanager
async def keep_store(memory: FrameMemory, closing: Closing | None = None) -> AsyncIterator[Held]:
    """What may be held from a link to its pages; the store is closed when the block ends.

    Args:
        memory: Rows of the network, and what was done to it.
        closing: Takes over what is left to close; null to have it done within the block.
    """
    held = Held(memory)
    try:
        yield held
    finally:
        if closing is None:
            await asyncio.to_thread(held.left_open.close)
        else:
            closing.begin(held.left_open)


@contextmanager
def hold_pages(job: Job, places: Places, left_open: ExitStack) -> Iterator[None]:
    """Be the only one who writes what is published.

    Args:
        job: Store, settings and listener.
        places: Where the service works.
        left_open: Where the store may have been left open.

    Raises:
        StoreBusyError: Somebody else writes it.
    """
    marker = places.folder / "pages"
    with ExitStack() as pages:
        try:
            pages.enter_context(hold_store(marker, timeout_s=0))
        except StoreBusyError:
            left_open.close()
            pages.enter_context(hold_store(marker, timeout_s=job.settings.lock_timeout_s))
        yield
