"""One command's run: its settings, its listener and its clock."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from flows.cli.terminal import open_progress
from flows.dispatch import Call
from flows.service.places import find_address
from flows.settings import Settings, read_settings

PATIENCE_S = 300.0
"""Seconds that a command waits for a store on which a service works: the longest piece of work, a network
worked out anew, takes a minute on 100,000 cases, and some on a busy machine."""


@dataclass(frozen=True)
class Session:
    """What a command works with.

    Attributes:
        call: What the steps are told.
        started_s: When it began, on the monotonic clock.
    """

    call: Call
    started_s: float

    @property
    def seconds(self) -> float:
        """Seconds since it began; for the person at the terminal, never part of what is written."""
        return time.monotonic() - self.started_s

    def print_json(self, command: str, counts: Mapping[str, Any]) -> None:
        """The counts as the last line on standard output."""
        line = {"command": command, **counts, "seconds": round(self.seconds, 2)}
        typer.echo(json.dumps(line, ensure_ascii=False))


@contextmanager
def open_session(store: Path | None, *, is_tracked: bool | None = False) -> Iterator[Session]:
    """Read the settings and listen to the steps for as long as the block lasts.

    Args:
        store: The DuckDB file of the call; null for that of the settings.
        is_tracked: Whether to run as a Prefect flow; null for wherever a Prefect API is configured.

    Raises:
        ConfigError: The environment sets something wrong.
    """
    started_s, settings = time.monotonic(), read_settings()
    path = store or settings.store
    with open_progress() as progress:
        yield Session(Call(path, _be_patient(settings, path), is_tracked, progress), started_s)


def _be_patient(settings: Settings, store: Path) -> Settings:
    """Wait longer where a service works on the store: it gives it back after each piece of work."""
    if "lock_timeout_s" in settings.model_fields_set or not find_address(store).exists():
        return settings
    return settings.model_copy(update={"lock_timeout_s": PATIENCE_S})
