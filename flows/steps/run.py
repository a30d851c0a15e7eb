"""The main job: deliveries in, network updated, reports and tables written."""

from __future__ import annotations

from pathlib import Path

from flows.counts import RunCounts, WrittenFiles
from flows.job import Job
from flows.steps import export, report
from flows.steps.ingest import decide_waiting_step, ingest_step
from flows.steps.link import link_step
from flows.steps.view import load_view

REPORTS = "reports"
TABLES = "tables"


def run_pipeline(path: Path, out: Path, job: Job) -> RunCounts:
    """Take in every delivery under a path, update the network, write `<out>/reports` and `<out>/tables`.

    Raises:
        TramaError: A step failed; the store holds what was complete before it.
    """
    ingested = ingest_step([path], job)
    network = link_step(job)
    if ingested.waiting:
        ingested = decide_waiting_step(path, ingested, job)
        network = link_step(job)
    pages, tables = write_step(out, job)
    return RunCounts(ingested, network, pages, tables)


def write_step(out: Path, job: Job) -> tuple[WrittenFiles, WrittenFiles]:
    """The holder's reports and tables, from one look at the store."""
    view = load_view(job, None)
    pages = report.write_view(view, out / REPORTS, job, recipient=None)
    tables = export.write_view(view, out / TABLES, job)
    return pages, tables
