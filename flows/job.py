"""What every step is told besides its own question: which store, which settings, and who listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from flows.progress import Progress, Silence
from flows.settings import Settings
from flows.store_lock import hold_store
from schemas.errors import ConfigError, StoreBusyError
from staging.store import Store, StoreOptions, open_store

_Held = TypeVar("_Held")

TOLD_AFTER_S = 2.0
"""Seconds of waiting for another program after which whoever listens is told."""


@dataclass(frozen=True)
class Job:
    """Where and how a step works.

    Attributes:
        store: The DuckDB file.
        settings: Clock, seed, thresholds and how much of the machine may be used.
        progress: Who listens.
        leaves_log: Whether a store that is closed may leave its log beside it (`staging.store.StoreOptions`).
    """

    store: Path
    settings: Settings
    progress: Progress = field(default_factory=Silence)
    leaves_log: bool = False

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The store, for one unit of work; made when it is not there."""
        options = StoreOptions(self.settings.threads, self.settings.memory_limit, self.leaves_log)
        with self._enter(lambda wait_s: open_store(self.store, timeout_s=wait_s, options=options)) as store:
            yield store

    def require_store(self) -> None:
        """Make sure that the store is there: looking at what does not exist makes nothing.

        Raises:
            ConfigError: There is no such store.
        """
        if not self.store.is_file():
            hint = "Make one with `trama run PATH`, or name it with --store."
            raise ConfigError(f"There is no store {self.store.name} yet. {hint}")

    @contextmanager
    def opened_for_reading(self) -> Iterator[Store]:
        """The store, which must be there.

        Raises:
            ConfigError: There is no such store.
        """
        self.require_store()
        with self.opened() as store:
            yield store

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the store's only writer."""
        with self._enter(lambda wait_s: hold_store(self.store, timeout_s=wait_s)):
            yield

    @contextmanager
    def _enter(self, take: Callable[[float], AbstractContextManager[_Held]]) -> Iterator[_Held]:
        """Take what another program may hold; who listens is told where that takes a while."""
        longest_s = self.settings.lock_timeout_s
        with ExitStack() as stack:
            try:
                held = stack.enter_context(take(min(longest_s, TOLD_AFTER_S)))
            except StoreBusyError:
                if longest_s <= TOLD_AFTER_S:
                    raise
                self.progress.start("Waiting for the store, which another program uses")
                held = stack.enter_context(take(longest_s))
                self.progress.finish("it is free")
            yield held
