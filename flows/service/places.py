"""Where one service works: its store, its landing folder, its output, and its own folder beside the store."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from flows.settings import Settings

WATCH_VARIABLE = "TRAMA_WATCH"
"""Environment variable that tells the service's own processes which file holds the watch rules."""


@dataclass(frozen=True)
class Places:
    """Paths of one service.

    Attributes:
        store: The DuckDB file.
        landing: Folder into which partners drop deliveries, one folder an agency.
        out: Folder for `reports/`, `tables/` and `partners/`.
        watch: File of the watch rules; need not be there.
    """

    store: Path
    landing: Path
    out: Path
    watch: Path

    @property
    def folder(self) -> Path:
        """The service's own folder: Prefect's home, logs, and what was published last."""
        return self.store.with_name(f"{self.store.name}.service")

    @property
    def published(self) -> Path:
        """What was last published of every cluster."""
        return self.folder / "published.json"

    @property
    def address(self) -> Path:
        """Holds the address of the Prefect API while the service runs."""
        return find_address(self.store)


def find_address(store: Path) -> Path:
    """Where the service of a store says under which address Prefect's API answers."""
    return store.with_name(f"{store.name}.service") / "address"


def choose_watch(store: Path) -> Path:
    """Where the watch rules of a store lie unless the call says otherwise."""
    return store.with_name(f"{store.name}.watch.toml")


def read_places(settings: Settings) -> Places:
    """The places that the service told its own processes about."""
    watch = os.environ.get(WATCH_VARIABLE)
    return Places(
        settings.store, settings.landing, settings.out, Path(watch) if watch else choose_watch(settings.store)
    )


def name_places(places: Places) -> dict[str, str]:
    """The same as environment variables, for the service's own processes."""
    return {
        "TRAMA_STORE": str(places.store),
        "TRAMA_LANDING": str(places.landing),
        "TRAMA_OUT": str(places.out),
        WATCH_VARIABLE: str(places.watch),
    }
