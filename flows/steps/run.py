"""The main job: deliveries in, network updated, reports and tables written."""

from __future__ import annotations

from pathlib import Path

from flows.counts import RunCounts, WrittenFiles
from flows.job import Job
from flows.steps import export, report
from flows.steps.ahead import PagesAhead
from flows.steps.ingest import decide_waiting_step, ingest_step
from flows.steps.link import Linked, link_step
from flows.steps.recipient_folder import require_room
from flows.steps.view import load_view, view_linked
from reports.manifest import require_own_folder

REPORTS = "reports"
TABLES = "tables"


def run_pipeline(path: Path, out: Path, job: Job) -> RunCounts:
    """Take in every delivery under a path, update the network, write `<out>/reports` and `<out>/tables`.

    Raises:
        ConfigError: Nothing can be written to `out`, or it is somebody else's; nothing is done.
        TramaError: A step failed; the store holds what was complete before it.
    """
    for folder in (out / REPORTS, out / TABLES):
        require_own_folder(folder, None)
        require_room(folder)
    ingested = ingest_step([path], job)
    if ingested.waiting:
        link_step(job)
        ingested = decide_waiting_step(path, ingested, job)
    with PagesAhead(out / REPORTS, job) as pages:
        pages.make_ready(ingested)
        network = link_step(job, on_computed=pages.begin)
        linked = pages.linked
        written = write_step(out, job) if linked is None else _write_linked(pages, linked, out, job)
    return RunCounts(ingested, network, *written)


def _write_linked(
    pages: PagesAhead, linked: Linked, out: Path, job: Job
) -> tuple[WrittenFiles, WrittenFiles]:
    """The same of a network that has just been saved, while its pages are being drawn."""
    view = view_linked(linked, job)
    tables = export.write_view(view, out / TABLES, job)
    return pages.finish(view), tables


def write_step(out: Path, job: Job) -> tuple[WrittenFiles, WrittenFiles]:
    """The holder's reports and tables, from one look at the store."""
    view = load_view(job, None)
    pages = report.write_view(view, out / REPORTS, job, recipient=None)
    tables = export.write_view(view, out / TABLES, job)
    return pages, tables
