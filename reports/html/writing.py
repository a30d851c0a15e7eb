"""Write all pages of a report as one whole: beside the folder first, then swapped in."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
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
    with _swapped_in(out) as room:
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
def _swapped_in(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out`; its `index.html` and `clusters/` replace those of `out` in the end."""
    out.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield room
        _swap(room, out)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _swap(room: Path, out: Path) -> None:
    """Put the new pages where the former are; a failure half-way puts the former back."""
    former = room / "former"
    if (out / "clusters").exists():
        os.replace(out / "clusters", former)
    try:
        os.replace(room / "clusters", out / "clusters")
        os.replace(room / "index.html", out / "index.html")
    except OSError:
        if former.exists():
            shutil.rmtree(out / "clusters", ignore_errors=True)
            os.replace(former, out / "clusters")
        raise
