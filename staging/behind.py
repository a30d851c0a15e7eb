"""Changes that a thread of its own makes, one after the other, while the process goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager


class Behind:
    """Pieces of work, done in the order in which they were given. Made by `working_behind`.

    Whatever they use, such as a store's connection, is theirs alone until `finish` has come back.

    Args:
        pool: A pool of one thread.
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._given: list[Future[None]] = []

    def do(self, work: Callable[[], None]) -> None:
        """Have this done, after what was given before."""
        self._given.append(self._pool.submit(work))

    def finish(self) -> None:
        """Wait until all is done.

        Raises:
            Exception: What a piece of work raised.
        """
        given, self._given = self._given, []
        for each in given:
            each.result()


@contextmanager
def working_behind() -> Iterator[Behind]:
    """Work behind the block; all is done when it ends. Where it fails, what has not begun is left undone."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="behind") as pool:
        behind = Behind(pool)
        try:
            yield behind
            behind.finish()
        finally:
            pool.shutdown(cancel_futures=True)
