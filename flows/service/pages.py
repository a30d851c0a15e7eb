"""The report's pages of just the clusters that changed; the others stay as they lie there."""

from __future__ import annotations

from pathlib import Path

from reports.html.drawing import Drawers
from reports.html.drawn import read_notes
from reports.html.writing import open_report
from reports.model import ReportView


def write_changed(pages: ReportView, out: Path, *, language: str) -> list[str]:
    """Draw the pages that would come out otherwise than they lie there, then the index.

    All are drawn beside the folder first and then put in place one by one, the index after them, so that it
    never names a page that is not there. Pages of clusters that are gone are removed.

    Args:
        pages: The holder's complete view.
        out: Folder of the reports.
        language: Language of the pages.

    Returns:
        Ids of the clusters whose pages say something else than before, sorted.
    """
    before = read_notes(out)
    with Drawers() as drawers, open_report(out, pages.recipient, language, drawers) as report:
        for cluster in pages.clusters:
            report.add(cluster)
        for _ in report.complete():
            pass
        report.write_index(pages)
    return sorted(name for name, drawn in report.pages.items() if before.get(name) != drawn)
