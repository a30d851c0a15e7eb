"""The cluster reports on disk."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from flows.counts import WrittenFiles
from flows.job import Job
from flows.report_choice import PAGES, Form, Language
from flows.steps.recipient_folder import close_folder, open_folder
from flows.steps.release_log import view_unapproved
from flows.steps.report_forms import write_forms
from flows.steps.view import RecipientView
from reports.html.drawing import Drawers
from reports.html.writing import Report, open_report
from reports.model import ClusterView
from reports.release import check_recipient
from reports.sections.intake import newest_report
from reports.view import build_clusters, complete_view
from schemas.errors import ConfigError

STAGE = "Writing reports"


def report_step(
    out: Path,
    job: Job,
    *,
    recipient: str | None = None,
    cluster_id: str | None = None,
    forms: Sequence[Form] = PAGES,
    language: Language | None = None,
) -> WrittenFiles:
    """Write the index and a page per cluster, and whatever else is asked for beside them.

    Args:
        out: Folder; its `index.html` is the page to open.
        job: Store, settings and listener.
        recipient: Partner code; null for the holder's own complete view.
        cluster_id: Only this cluster; null for all.
        forms: What to write.
        language: Null for the settings' own.

    Raises:
        ConfigError: No network, no such cluster, or a malformed partner code.
        TramaError: A protected person would have been shown.
    """
    job = in_language(job, language)
    view = view_unapproved(job, recipient, "report")
    pages = WrittenFiles(out, 0)
    if "html" in forms:
        pages = write_view(view, out, job, recipient=recipient, cluster_id=cluster_id)
    others = write_forms(view, out, job, forms=forms, cluster_id=cluster_id)
    return WrittenFiles(out, pages.files + len(others), pages.index or (others[0] if others else None))


def in_language(job: Job, language: Language | None) -> Job:
    """The job with the language that is asked for instead of the settings' own."""
    if language is None:
        return job
    settings = job.settings.model_copy(update={"language": language})
    return dataclasses.replace(job, settings=settings)


def write_view(
    view: RecipientView, out: Path, job: Job, *, recipient: str | None, cluster_id: str | None = None
) -> WrittenFiles:
    """Write the pages of a view that is already loaded."""
    check_recipient(recipient)
    open_folder(out, view)
    job.progress.start(STAGE, total=1 if cluster_id else view.network.cluster_summary.height)
    language, is_whole = job.settings.language, cluster_id is None
    until = newest_report(view.tables["cases"])
    with (
        Drawers() as drawers,
        open_report(out, recipient, language, drawers, until=until, is_whole=is_whole) as report,
    ):
        clusters = _add_clusters(report, view, job, cluster_id)
        finish_pages(report, clusters, view, job, recipient=recipient)
    return close_pages(report, out, view, job)


def _add_clusters(
    report: Report, view: RecipientView, job: Job, cluster_id: str | None
) -> tuple[ClusterView, ...]:
    chosen = []
    for cluster in build_clusters(view.network, view.tables, view.pairs):
        if cluster_id in (None, cluster.cluster_id):
            report.add(cluster)
            chosen.append(cluster)
            tell_finished(report.take_finished(), job)
    if cluster_id is not None and not chosen:
        raise ConfigError(
            f"There is no cluster {cluster_id} in this view; the report's index lists those there are."
        )
    return tuple(chosen)


def tell_finished(count: int, job: Job) -> None:
    """Tell who listens that so many more pages are there."""
    for _ in range(count):
        job.progress.advance()


def finish_pages(
    report: Report,
    clusters: tuple[ClusterView, ...],
    view: RecipientView,
    job: Job,
    *,
    recipient: str | None,
) -> None:
    """Wait for the pages of the clusters that were added, and write the index of them."""
    for finished in report.complete():
        tell_finished(finished, job)
    books = view.ledger, view.quarantine
    pages = complete_view(clusters, view.network, view.tables, books=books, recipient=recipient)
    report.write_index(dataclasses.replace(pages, held_back=view.held_back))


def close_pages(report: Report, out: Path, view: RecipientView, job: Job) -> WrittenFiles:
    """Note of what the pages are, once they are in place."""
    close_folder(out, view)
    job.progress.finish(f"{len(report.pages):,} cluster pages and an index")
    return WrittenFiles(out, len(report.files), report.files[0])
