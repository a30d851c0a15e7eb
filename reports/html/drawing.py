"""Draw pages of clusters, in this process or in others.

Nothing that draws imports polars or numpy: they are half of what another process takes to start.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import NamedTuple, Self

from reports.html.environment import load_environment
from reports.html.pages import render_cluster
from reports.html.parcels import unpack_cluster

SEARCHES = (100_000, 20, 20)
"""How often a drawing process looks for objects that only hold each other (`gc.set_threshold`): a page makes
none, and to look through all values of a cluster as they come took half the time of unpacking it."""


class Sheet(NamedTuple):
    """What all pages of a report have in common, and where they are laid."""

    room: Path
    recipient: str | None
    language: str


class Parcel(NamedTuple):
    """One cluster on its way to be drawn, and the digest of what its page is drawn from."""

    cluster_id: str
    content: str
    packed: bytes


def draw_pages(parcels: Sequence[Parcel], sheet: Sheet) -> list[str]:
    """Write a page for each parcel, and give the digests of their bytes."""
    return [_draw_page(parcel, sheet) for parcel in parcels]


def _draw_page(parcel: Parcel, sheet: Sheet) -> str:
    page = render_cluster(unpack_cluster(parcel.packed), sheet.recipient, sheet.language).encode("utf-8")
    (sheet.room / f"{parcel.cluster_id}.html").write_bytes(page)
    return hashlib.sha256(page).hexdigest()


class Drawers:
    """Processes that draw pages: started when first needed, or ahead of it while other work goes on.

    They are spawned, not forked: a fork of a process with polars' threads may never wake.
    """

    def __init__(self, workers: int = 2) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    @property
    def is_started(self) -> bool:
        """Whether pages are better handed over than drawn here."""
        return self._pool is not None

    def start(self, language: str) -> None:
        """Start the processes and let each read the words and templates."""
        if self._pool is None and self.workers > 1:
            self._pool = ProcessPoolExecutor(self.workers, get_context("spawn"), _follow_parent)
            for _ in range(self.workers):
                self._pool.submit(_make_ready, language)

    def draw(self, parcels: Sequence[Parcel], sheet: Sheet) -> Future[list[str]]:
        """Hand parcels over; to be asked for only when started."""
        if self._pool is None:
            raise RuntimeError("no drawing process has been started")
        return self._pool.submit(draw_pages, parcels, sheet)

    def __enter__(self) -> Self:
        """The drawers themselves; nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes."""
        self.close()

    def close(self) -> None:
        """Wait for what is being drawn, give up what is not begun, and end the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)


def _follow_parent() -> None:
    """End this process when the one that started it is killed: its queue would keep it waiting for ever."""
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make_ready(language: str) -> None:
    environment = load_environment(language)
    for name in environment.list_templates():
        environment.get_template(name)
    gc.set_threshold(*SEARCHES)
