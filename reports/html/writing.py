"""Write all pages of a report beside the folder first, then put them in place page by page.

A failure while drawing leaves the former report whole. A crash while pages move leaves every page as it was
before or after, and the index, which moves last, never points to a page that is not there.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from reports.html.draft import Draft
from reports.html.drawing import Drawers, Sheet
from reports.html.drawn import NOTES, write_notes
from reports.html.entries import Entry, Line, to_entry
from reports.html.pages import draw_index_lines, render_index
from reports.html.since import Since
from reports.html.state import STATE, read_state, write_state
from reports.model import ClusterView
from reports.report_view import ReportView
from reports.words.catalogue import load_words

SMALL_REPORT = 120
"""Fewer pages than this are drawn in this process: starting another takes longer."""

LEFT_OVER = timedelta(days=1)
"""Age from which a folder of drawings is one that a killed writer left: drawing takes minutes, not a day."""

Progress = Callable[[int, int], None]


def write_reports(
    view: ReportView, out: Path, *, language: str = "en", workers: int = 2, progress: Progress | None = None
) -> list[Path]:
    """Write `index.html` and `clusters/<cluster_id>.html`, replacing what a former report left there.

    Args:
        view: What the pages say, already fit for its recipient.
        out: The folder; all of `clusters/` in it is replaced, other files beside it stay.
        language: `en`, `es` or `fr`.
        workers: Processes that draw pages of a large report.
        progress: Called with pages done and pages in all.

    Returns:
        The files written, the index first.

    Raises:
        ConfigError: No such language, or a cluster's id is no file name.
    """
    asked = (out, view.recipient, language)
    with Drawers(workers) as drawers, open_report(*asked, drawers, until=view.data_until) as report:
        for cluster in view.clusters:
            report.add(cluster)
        done = 0
        for finished in report.complete():
            for _ in range(finished):
                done += 1
                if progress is not None:
                    progress(done, len(view.clusters))
        report.write_index(view)
    return report.files


class Report(Draft):
    """A draft whose pages say what is new, and that gets an index when all of them are there.

    Args:
        sheet: What the pages have in common.
        out: The folder of the report as it lies there.
        drawers: Who draws.
        since: This report beside the last one in the folder.
    """

    files: list[Path]

    def __init__(self, sheet: Sheet, out: Path, drawers: Drawers, since: Since) -> None:
        super().__init__(sheet, out, drawers, SMALL_REPORT)
        self._since = since

    def add(self, cluster: ClusterView) -> None:
        """Have the page of a cluster drawn, with what is new of it.

        Raises:
            ConfigError: The cluster's id is no file name.
        """
        super().add(self._since.take(cluster))

    def keep(self, cluster_id: str) -> None:
        """Leave a page as it lies there: its cluster is as it was, and the same is new of it.

        Raises:
            KeyError: The notes beside the pages have no such page, or its news is news no more.
        """
        self._since.keep(cluster_id)
        super().keep(cluster_id)

    def put_pages(self) -> None:
        """Put the pages drawn so far in place at once: whoever waits for one need not wait for the index."""
        _move_pages(self.sheet.room, self.out / "clusters")

    def write_index(self, view: ReportView, entries: Iterable[Entry | Line] | None = None) -> list[Line]:
        """Draw the index; with it the report is complete.

        Args:
            view: What the report says.
            entries: The index's lines in their order, where they are not those of the view's clusters; a line
                as an earlier report drew it is taken as it is where nothing is new of its cluster.

        Returns:
            The lines of the index.
        """
        asked = map(to_entry, view.clusters) if entries is None else entries
        lines = draw_index_lines(asked, self.sheet.language, self._since)
        page = render_index(view, self.sheet.language, self._since, lines)
        (self.sheet.room.parent / "index.html").write_text(page, encoding="utf-8", newline="\n")
        pages = [self.out / "clusters" / f"{line.entry.cluster_id}.html" for line in lines]
        self.files = [self.out / "index.html", *pages]
        return lines


@contextmanager
def open_report(
    out: Path,
    recipient: str | None,
    language: str,
    drawers: Drawers,
    *,
    until: date | None,
    is_whole: bool = True,
) -> Iterator[Report]:
    """A report to add clusters to; when the block ends well, it takes the place of the former one.

    Args:
        out: The folder; all of `clusters/` in it is replaced, other files beside it stay.
        recipient: For whom the pages are; None for the holder.
        language: `en`, `es` or `fr`.
        drawers: Who draws the pages.
        until: Day of the newest report among the records; by it is chosen what this report is compared with.
        is_whole: Whether all clusters will be added; only then the next report is compared with this one.

    Raises:
        ConfigError: No such language.
    """
    load_words(language)
    with _put_in_place(out) as (room, current):
        sheet = Sheet(room / "clusters", recipient, language)
        sheet.room.mkdir()
        since = Since(read_state(out, recipient), recipient, until, is_whole=is_whole)
        report = Report(sheet, out, drawers, since)
        try:
            yield report
        except BaseException:
            drawers.close()  # nobody lays pages any more in the room that is about to go
            raise
        write_notes(room, report.pages)
        if is_whole:
            write_state(room, since.to_state(), recipient)
        current.update(f"{cluster_id}.html" for cluster_id in report.pages)


@contextmanager
def _put_in_place(out: Path) -> Iterator[tuple[Path, set[str]]]:
    """A fresh folder beside `out`, and a set for the names of the pages that the report is to have.

    When the block ends, what is in the folder takes its place, and pages that were not named are removed.
    """
    (out / "clusters").mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    current: set[str] = set()
    try:
        sweep_left_over(out, room, LEFT_OVER)
        yield room, current
        _move_pages(room / "clusters", out / "clusters")
        os.replace(room / "index.html", out / "index.html")
        for stale in sorted(page for page in (out / "clusters").iterdir() if page.name not in current):
            stale.unlink()
        for notes in (NOTES, STATE):  # the state last: until it moves, the pages are new beside the old one
            if (room / notes).exists():
                os.replace(room / notes, out / notes)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _move_pages(room: Path, pages: Path) -> None:
    for name in sorted(page.name for page in room.iterdir()):
        os.replace(room / name, pages / name)


def sweep_left_over(out: Path, room: Path, age: timedelta) -> None:
    """Remove the folders beside `out` that killed writers left; a younger one may be another's at work.

    Args:
        out: The report's folder.
        room: The folder that this writer has just made; its own time is now, so no clock is asked.
        age: How much older than `room` a folder must be.
    """
    newest = room.stat().st_mtime - age.total_seconds()
    for other in sorted(out.parent.glob(f".{glob.escape(out.name)}-????????")):
        if other.is_dir() and not other.is_symlink() and other.stat().st_mtime < newest:
            shutil.rmtree(other, ignore_errors=True)
