"""The cluster reports on disk."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from flows.counts import WrittenFiles
from flows.job import Job
from flows.steps.recipient_folder import close_folder, open_folder
from flows.steps.view import RecipientView, load_view
from reports.html.writing import write_reports
from reports.model import ReportView
from reports.view import build_view
from schemas.errors import ConfigError

STAGE = "Writing reports"


def report_step(
    out: Path, job: Job, *, recipient: str | None = None, cluster_id: str | None = None
) -> WrittenFiles:
    """Write the index and a page per cluster.

    Args:
        out: Folder; its `index.html` is the page to open.
        job: Store, settings and listener.
        recipient: Partner code; null for the holder's own complete view.
        cluster_id: Only this cluster; null for all.

    Raises:
        ConfigError: No network, no such cluster, or a malformed partner code.
        TramaError: A protected person would have been shown.
    """
    return write_view(load_view(job, recipient), out, job, recipient=recipient, cluster_id=cluster_id)


def write_view(
    view: RecipientView, out: Path, job: Job, *, recipient: str | None, cluster_id: str | None = None
) -> WrittenFiles:
    """Write the pages of a view that is already loaded."""
    open_folder(out, view)
    pages = build_view(
        view.network,
        view.tables,
        view.pairs,
        ledger=view.ledger,
        quarantine=view.quarantine,
        recipient=recipient,
    )
    pages = dataclasses.replace(pages, held_back=view.held_back)
    if cluster_id is not None:
        pages = _only(pages, cluster_id)
    job.progress.start(STAGE, total=len(pages.clusters))
    written = write_reports(
        pages, out, language=job.settings.language, progress=lambda done, total: job.progress.advance()
    )
    close_folder(out, view)
    job.progress.finish(f"{len(pages.clusters):,} cluster pages and an index")
    return WrittenFiles(out, len(written), written[0])


def _only(pages: ReportView, cluster_id: str) -> ReportView:
    chosen = tuple(each for each in pages.clusters if each.cluster_id == cluster_id)
    if not chosen:
        raise ConfigError(
            f"There is no cluster {cluster_id} in this view; the report's index lists those there are."
        )
    return dataclasses.replace(pages, clusters=chosen)
