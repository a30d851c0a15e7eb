"""Write all pages of a report beside the folder first, then put them in place page by page.

A failure while drawing leaves the former report whole. A crash while pages move leaves every page as it was
before or after, and the index, which moves last, never points to a page that is not there.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from reports.html.pages import render_cluster, render_index
from reports.model import ClusterView, ReportView
from reports.words.catalogue import load_words
from schemas.errors import ConfigError

SMALL_REPORT = 120
"""Fewer clusters than this are drawn in this process: starting another takes longer."""

BATCH = 16
"""Clusters handed to a worker at a time."""

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
    load_words(language)
    unsafe = [cluster for cluster in view.clusters if not _is_file_name(cluster.cluster_id)]
    if unsafe:
        raise ConfigError(f"{len(unsafe)} cluster id(s) are no file names; nothing was written.")
    with _put_in_place(out) as room:
        (room / "clusters").mkdir()
        for done, _ in enumerate(_write_clusters(view, room / "clusters", language, workers), start=1):
            if progress is not None:
                progress(done, len(view.clusters))
        (room / "index.html").write_text(render_index(view, language), encoding="utf-8", newline="\n")
    pages = [out / "clusters" / f"{cluster.cluster_id}.html" for cluster in view.clusters]
    return [out / "index.html", *pages]


def _is_file_name(cluster_id: str) -> bool:
    return cluster_id.replace("-", "").isalnum() and cluster_id.isascii()


def _write_clusters(view: ReportView, room: Path, language: str, workers: int) -> Iterator[None]:
    write = partial(_write_cluster, room=room, recipient=view.recipient, language=language)
    if workers < 2 or len(view.clusters) < SMALL_REPORT:
        yield from map(write, view.clusters)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(write, view.clusters, chunksize=BATCH)


def _write_cluster(cluster: ClusterView, *, room: Path, recipient: str | None, language: str) -> None:
    page = render_cluster(cluster, recipient, language)
    (room / f"{cluster.cluster_id}.html").write_text(page, encoding="utf-8", newline="\n")


@contextmanager
def _put_in_place(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out`; what is in it when the block ends takes the place of the former report."""
    (out / "clusters").mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        sweep_left_over(out, room, LEFT_OVER)
        yield room
        current = {page.name for page in (room / "clusters").iterdir()}
        for name in sorted(current):
            os.replace(room / "clusters" / name, out / "clusters" / name)
        os.replace(room / "index.html", out / "index.html")
        for stale in sorted(page for page in (out / "clusters").iterdir() if page.name not in current):
            stale.unlink()
    finally:
        shutil.rmtree(room, ignore_errors=True)


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
