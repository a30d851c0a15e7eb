"""What every step is told besides its own question: which store, which settings, and who listens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flows.progress import Progress, Silence
from flows.settings import Settings
from flows.store_lock import hold_store
from schemas.errors import ConfigError
from staging.store import Store, StoreOptions, open_store


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
        with open_store(self.store, timeout_s=self.settings.lock_timeout_s, options=options) as store:
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
        with hold_store(self.store, timeout_s=self.settings.lock_timeout_s):
            yield
