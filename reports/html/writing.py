"""Write all pages of a report as one whole: beside the folder first, then swapped in, so that a crash leaves the former."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
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
    """Write `index.html` and `clusters/<cluster_id>.html` into a folder, replacing what a former report left there.

    Args:
        view: What the pages say, already fit for its recipient.
        out: The folder; files in it that are not the report's are kept out of the new one only under `clusters/`.
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
        for done, (cluster, page) in enumerate(_draw_pages(view, language, workers), start=1):
            (room / "clusters" / f"{cluster.cluster_id}.html").write_text(page, encoding="utf-8", newline="\n")
            if progress is not None:
                progress(done, len(view.clusters))
        (room / "index.html").write_text(render_index(view, language), encoding="utf-8", newline="\n")
    pages = [out / "clusters" / f"{cluster.cluster_id}.html" for cluster in view.clusters]
    return [out / "index.html", *pages]


def _is_file_name(cluster_id: str) -> bool:
    return cluster_id.replace("-", "").isalnum() and cluster_id.isascii()


def _draw_pages(view: ReportView, language: str, workers: int) -> Iterator[tuple[ClusterView, str]]:
    if workers < 2 or len(view.clusters) < SMALL_REPORT:
        for cluster in view.clusters:
            yield cluster, render_cluster(cluster, view.recipient, language)
        return
    count = len(view.clusters)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        pages = pool.map(
            render_cluster, view.clusters, [view.recipient] * count, [language] * count, chunksize=BATCH
        )
        yield from zip(view.clusters, pages, strict=True)


@contextmanager
def _swapped_in(out: Path) -> Iterator[Path]:
    """A fresh folder beside `out` whose `index.html` and `clusters/` replace those of `out` when all went well."""
    out.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield room
        former = room / "former"
        if (out / "clusters").exists():
            os.replace(out / "clusters", former)
        os.replace(room / "clusters", out / "clusters")
        os.replace(room / "index.html", out / "index.html")
    finally:
        shutil.rmtree(room, ignore_errors=True)
