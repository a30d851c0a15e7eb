"""The report's pages of just the clusters that changed; the others stay as they lie there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.html.draft import Draft
from reports.html.drawing import Drawers, Sheet
from reports.html.drawn import NOTES, Drawn, read_notes, write_notes
from reports.html.pages import render_index
from reports.html.writing import LEFT_OVER, SMALL_REPORT, sweep_left_over
from reports.model import ReportView


def write_changed(pages: ReportView, out: Path, changed: Collection[str], *, language: str) -> list[str]:
    """Write the changed clusters' pages, then the index, and remove the pages of clusters that are gone.

    All are drawn beside the folder first and then put in place one by one. The index comes after them, so
    that it never names a page that is not there.

    Args:
        pages: The holder's complete view.
        out: Folder of the reports.
        changed: Cluster ids whose page is out of date; one whose page is missing is written as well.
        language: Language of the pages.

    Returns:
        Ids of the clusters whose pages were due.
    """
    folder = out / "clusters"
    folder.mkdir(parents=True, exist_ok=True)
    there = {page.stem for page in folder.glob("*.html")}
    due = [each for each in pages.clusters if each.cluster_id in changed or each.cluster_id not in there]
    with _open_room(out) as room, Drawers() as drawers:
        sheet = Sheet(room / "clusters", pages.recipient, language)
        sheet.room.mkdir()
        draft = Draft(sheet, out, drawers, SMALL_REPORT)
        for cluster in due:
            draft.add(cluster)
        for _ in draft.complete():
            pass
        (room / "index.html").write_text(render_index(pages, language), encoding="utf-8", newline="\n")
        _put_in_place(room, out, draft.pages, {each.cluster_id for each in pages.clusters})
    return [each.cluster_id for each in due]


@contextmanager
def _open_room(out: Path) -> Iterator[Path]:
    """A folder beside `out` to draw in, gone when the block ends."""
    room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        sweep_left_over(out, room, LEFT_OVER)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _put_in_place(room: Path, out: Path, drawn: dict[str, Drawn], kept: set[str]) -> None:
    for page in sorted((room / "clusters").iterdir()):
        os.replace(page, out / "clusters" / page.name)
    os.replace(room / "index.html", out / "index.html")
    for stale in sorted(page for page in (out / "clusters").iterdir() if page.stem not in kept):
        stale.unlink()
    notes = {name: note for name, note in (read_notes(out) | drawn).items() if name in kept}
    write_notes(room, notes)
    os.replace(room / NOTES, out / NOTES)
