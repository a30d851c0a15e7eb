"""The holder's pages, drawn while the network that they show is still being saved."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

import polars as pl

from flows.counts import IngestCounts, WrittenFiles
from flows.job import Job
from flows.steps.compute import NETWORK_FRAMES, PAIRS
from flows.steps.link import Linked
from flows.steps.recipient_folder import open_folder
from flows.steps.report import STAGE, close_pages, finish_pages, tell_finished
from flows.steps.view import RecipientView
from graph.network import Network
from reports.html.drawing import Drawers
from reports.html.writing import Report, open_report
from reports.model import ClusterView
from reports.sections.intake import newest_report
from reports.view import build_clusters
from staging.remarks import mark_tables

LARGE_INTAKE = 10_000
"""Rows taken in from which on many pages change: the drawing processes start while records are compared."""

_LOOK_S = 0.1
"""How often finished pages are counted while others are still being put together."""


class PagesAhead:
    """Pages that are begun when a network has been computed, and put in place only when it has been saved.

    Args:
        out: Folder of the reports.
        job: Store, settings and listener.
    """

    def __init__(self, out: Path, job: Job) -> None:
        self._out, self._job = out, job
        self._drawers = Drawers()
        self._thread = ThreadPoolExecutor(1)
        self._room = ExitStack()
        self._given_up = Event()
        self._report: Report | None = None
        self._adding: Future[tuple[ClusterView, ...]] | None = None
        self.linked: Linked | None = None

    def make_ready(self, ingested: IngestCounts) -> None:
        """Start the drawing processes where so much was taken in that they will be needed."""
        if ingested.accepted >= LARGE_INTAKE:
            self._drawers.start(self._job.settings.language)

    def begin(self, linked: Linked) -> None:
        """Begin the pages of a network; an error in them is raised by `finish`."""
        self.linked = linked
        with self._job.opened_for_reading() as store:
            tables = mark_tables(store, linked.tables)
        self._adding = self._thread.submit(self._add_clusters, linked, tables)

    def _add_clusters(self, linked: Linked, tables: dict[str, pl.DataFrame]) -> tuple[ClusterView, ...]:
        network = Network(**{name: linked.frames[name] for name in NETWORK_FRAMES})
        language = self._job.settings.language
        until = newest_report(linked.tables["cases"])
        opened = open_report(self._out, None, language, self._drawers, until=until)
        self._report = self._room.enter_context(opened)
        added = []
        for cluster in build_clusters(network, tables, linked.frames[PAIRS]):
            if self._given_up.is_set():
                break
            self._report.add(cluster)
            added.append(cluster.for_index())
        return tuple(added)

    def finish(self, view: RecipientView) -> WrittenFiles:
        """Put the pages in place, which belong to this view.

        Raises:
            ConfigError: The folder holds what was written for somebody else.
            TramaError: A protected person would have been shown.
        """
        if self._adding is None:
            raise RuntimeError("no pages were begun")
        open_folder(self._out, view)
        self._job.progress.start(STAGE, total=view.network.cluster_summary.height)
        while wait([self._adding], timeout=_LOOK_S).not_done:
            tell_finished(self._report.take_finished() if self._report else 0, self._job)
        clusters = self._adding.result()
        if self._report is None:
            raise RuntimeError("no report was opened")
        finish_pages(self._report, clusters, view, self._job, recipient=None)
        self._room.close()
        return close_pages(self._report, self._out, view, self._job)

    def __enter__(self) -> Self:
        """The pages; nothing is begun yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give up what is not in place, and end thread and processes."""
        self._given_up.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._room.__exit__(kind, error, trace)
        self._drawers.close()
