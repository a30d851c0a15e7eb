"""The report's pages of just the clusters that changed; the others stay as they lie there."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from reports.html.pages import render_cluster, render_index
from reports.model import ReportView


def write_changed(pages: ReportView, out: Path, changed: Collection[str], *, language: str) -> list[str]:
    """Write the changed clusters' pages, then the index, and remove the pages of clusters that are gone.

    Each file is replaced whole. The index comes last, so that it never names a page that is not there.

    Args:
        pages: The holder's complete view.
        out: Folder of the reports.
        changed: Cluster ids whose page is out of date; one whose page is missing is written as well.
        language: Language of the pages.

    Returns:
        Ids of the clusters whose pages were written.
    """
    folder = out / "clusters"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for cluster in pages.clusters:
        page = folder / f"{cluster.cluster_id}.html"
        if cluster.cluster_id in changed or not page.is_file():
            _replace(page, render_cluster(cluster, pages.recipient, language))
            written.append(cluster.cluster_id)
    _replace(out / "index.html", render_index(pages, language))
    kept = {each.cluster_id for each in pages.clusters}
    for page in sorted(folder.glob("*.html")):
        if page.stem not in kept:
            page.unlink()
    return written


def _replace(path: Path, content: str) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_text(content, encoding="utf-8", newline="\n")
    unfinished.replace(path)
