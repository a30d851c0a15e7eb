"""The cluster reports as PDF, as workbooks, and as files of their whole evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flows.job import Job
from flows.report_choice import Form
from flows.steps.form_folders import SUFFIXES, keep_only
from flows.steps.recipient_folder import close_folder, open_folder
from flows.steps.view import RecipientView
from reports.evidence_files import collect_evidence, write_evidence
from reports.formats.whole import write_whole
from reports.model import ClusterView
from reports.pdf.typesetting import render_cluster_pdf
from reports.view import build_clusters
from reports.xlsx.workbook import render_cluster_workbook
from schemas.errors import ConfigError

STAGES: dict[Form, str] = {
    "pdf": "Setting PDFs",
    "xlsx": "Writing workbooks",
    "evidence": "Writing evidence",
}
WORKERS = 2
RENDERERS = {"pdf": render_cluster_pdf, "xlsx": render_cluster_workbook}


def write_forms(
    view: RecipientView, out: Path, job: Job, *, forms: Sequence[Form], cluster_id: str | None = None
) -> list[Path]:
    """Write what is asked for besides the pages, each form into a folder of its own below `out`.

    Args:
        view: What the recipient may see.
        out: The report's folder.
        job: Store, settings and listener.
        forms: Which; the pages are not written here.
        cluster_id: Only this cluster; null for all.

    Raises:
        ConfigError: No such cluster, or a folder holds what was written for somebody else.
        TramaError: A protected person would have been shown.
    """
    asked = [form for form in forms if form != "html"]
    if not asked:
        return []
    for folder in (out, *(out / form for form in SUFFIXES)):
        open_folder(folder, view)
    clusters = choose_clusters(view, cluster_id)
    written: list[Path] = []
    for form in asked:
        written += _write_form(form, view, clusters, out / form, job)
    return written


def choose_clusters(view: RecipientView, cluster_id: str | None) -> list[ClusterView]:
    """The clusters of a view that are asked for.

    Raises:
        ConfigError: There is no such cluster.
    """
    every = build_clusters(view.network, view.tables, view.pairs)
    chosen = [each for each in every if cluster_id in (None, each.cluster_id)]
    if cluster_id is not None and not chosen:
        raise ConfigError(
            f"There is no cluster {cluster_id} in this view; the report's index lists those there are."
        )
    return chosen


def _write_form(
    form: Form,
    view: RecipientView,
    clusters: Sequence[ClusterView],
    folder: Path,
    job: Job,
) -> list[Path]:
    recipient = view.held_back.recipient if view.held_back else None
    folder.mkdir(parents=True, exist_ok=True)
    job.progress.start(STAGES[form], total=len(clusters))
    files: list[Path] = []
    for made in (
        _evidence_files(view, clusters, folder)
        if form == "evidence"
        else _rendered_files(form, clusters, folder, (recipient, job.settings.language))
    ):
        files += made
        job.progress.advance()
    keep_only(folder, form, files)
    close_folder(folder, view)
    job.progress.finish(f"{len(files):,} files")
    return files


def _evidence_files(
    view: RecipientView, clusters: Sequence[ClusterView], folder: Path
) -> Iterator[list[Path]]:
    asked = [cluster.cluster_id for cluster in clusters]
    for cluster_id, evidence in collect_evidence(view.network, view.tables["cases"], asked):
        yield write_evidence(evidence, cluster_id, folder)


def _rendered_files(
    form: Form,
    clusters: Sequence[ClusterView],
    folder: Path,
    reader: tuple[str | None, str],
) -> Iterator[list[Path]]:
    def write(cluster: ClusterView) -> list[Path]:
        content = RENDERERS[form](cluster, *reader, cluster.lineage)
        return [write_whole(folder / f"{cluster.cluster_id}.{form}", content)]

    # the compiler works outside the interpreter's lock: two threads are twice as fast
    with ThreadPoolExecutor(WORKERS) as pool:
        yield from pool.map(write, clusters)
