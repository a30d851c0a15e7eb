"""A report while it is being drawn: clusters come in one by one, their pages are laid beside the folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from reports.html.drawing import Drawers, Parcel, Sheet, draw_pages
from reports.html.drawn import Drawn, describe_content, is_as_drawn, read_notes
from reports.html.parcels import pack_cluster
from reports.model import ClusterView
from schemas.errors import ConfigError

BATCH = 4
"""Clusters handed to a process at a time: the largest come first and are to be spread."""


class _Finished(NamedTuple):
    """A batch that was drawn, or (without a drawing) one page that lay there already."""

    batch: Sequence[Parcel]
    drawing: Future[list[str]] | None = None


class Draft:
    """Pages of a report that are drawn as their clusters become known.

    Args:
        sheet: What the pages have in common; its room is where new ones are laid.
        out: The folder of the report as it lies there; pages that would come out the same are left there.
        drawers: Who draws.
        few: As many pages are drawn in this process before others are started: starting takes longer.
    """

    def __init__(self, sheet: Sheet, out: Path, drawers: Drawers, few: int) -> None:
        self.sheet, self.out, self._drawers, self._few = sheet, out, drawers, few
        self.before = read_notes(out)
        self._waiting: list[Parcel] = []
        # one thread may add while another counts: each has a figure of its own, and a queue between them
        self._begun = self._taken = 0
        self._finished: SimpleQueue[_Finished] = SimpleQueue()
        self.pages: dict[str, Drawn] = {}

    def add(self, cluster: ClusterView) -> None:
        """Have the page of a cluster drawn, unless it lies there already.

        Raises:
            ConfigError: The cluster's id is no file name.
        """
        cluster_id = cluster.cluster_id
        if not (cluster_id.replace("-", "").isalnum() and cluster_id.isascii()):
            raise ConfigError("A cluster's id is no file name; nothing was written.")
        packed = pack_cluster(cluster)
        content = describe_content(packed, self.sheet.recipient, self.sheet.language)
        before = self.before.get(cluster_id)
        page = self.out / "clusters" / f"{cluster_id}.html"
        if before is not None and before.content == content and is_as_drawn(page, before):
            self.pages[cluster_id] = before
            self._begun += 1
            self._finished.put(_Finished(()))
            return
        self._waiting.append(Parcel(cluster_id, content, packed))
        if not self._drawers.is_started and len(self._waiting) >= self._few:
            self._drawers.start(self.sheet.language)
        if self._drawers.is_started and len(self._waiting) >= BATCH:
            self._hand_over()

    def keep(self, cluster_id: str) -> None:
        """Leave the page of a cluster as it lies there.

        Raises:
            KeyError: The notes beside the pages have no such page.
        """
        self.pages[cluster_id] = self.before[cluster_id]

    def _hand_over(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            self._begun += 1
            drawing = self._drawers.draw(batch, self.sheet)
            drawing.add_done_callback(partial(self._note_finished, batch))

    def _note_finished(self, batch: list[Parcel], drawing: Future[list[str]]) -> None:
        self._finished.put(_Finished(batch, drawing))

    def take_finished(self) -> int:
        """How many pages were finished since this was asked last; does not wait."""
        count = 0
        while not self._finished.empty():
            count += self._take()
        return count

    def complete(self) -> Iterator[int]:
        """Draw what is not drawn yet, and tell how many pages each step finished; add nothing after it."""
        if self._drawers.is_started:
            self._hand_over()
        yield self.take_finished()
        while self._taken < self._begun:
            yield self._take()
        for parcel in self._waiting:
            self.pages[parcel.cluster_id] = Drawn(parcel.content, *draw_pages([parcel], self.sheet))
            yield 1

    def _take(self) -> int:
        batch, drawing = self._finished.get()
        self._taken += 1
        if drawing is None:
            return 1
        for parcel, page in zip(batch, drawing.result(), strict=True):
            self.pages[parcel.cluster_id] = Drawn(parcel.content, page)
        return len(batch)
