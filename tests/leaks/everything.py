"""All that can be written for a recipient, in one folder."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from flows.job import Job
from flows.report_choice import Form
from flows.settings import Settings
from flows.steps import export, report
from flows.steps.decide import decide_step
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.steps.recipient_folder import close_folder
from flows.steps.report_forms import write_forms
from flows.steps.view import load_view, view_pages
from tests.flows.decision_files import write_decisions
from tests.leaks.canary_world import ACTOR, CanaryWorld, Record, write_landing

FORMS: tuple[Form, ...] = ("pdf", "xlsx", "evidence")
AS_OF = datetime(2026, 1, 15, 12, tzinfo=UTC)


def fill_store(
    records: list[Record], folder: Path, *, language: Literal["en", "es", "fr"] = "en", is_linked: bool = True
) -> Job:
    """A store that took these records in."""
    job = Job(folder / "store.duckdb", Settings(as_of=AS_OF, threads=1, language=language))
    ingest_step([write_landing(records, folder / "landing")], job)
    if is_linked:
        link_step(job)
    return job


def decide_pairs(world: CanaryWorld, shown: Container[int], job: Job) -> None:
    """What the holder decided about the planted actors of records two by two, as far as both are shown.

    By turns they are the same person and not; in a store that holds all, all pairs are decided.
    """
    made = [
        {
            "judgement": "not_same" if turn % 3 == 2 else "same",
            "left": _actor(world, left),
            "right": _actor(world, right),
        }
        for turn, (left, right) in enumerate(world.pairs())
        if left in shown and right in shown
    ]
    by, why = world.signed
    decide_step(write_decisions(job.store.parent, *made, by=by, why=why), job)


def _actor(world: CanaryWorld, place: int) -> str:
    record = world.records[place]
    return f"{record['agency']}/{record['record_id']}#{ACTOR}"


def write_everything(job: Job, recipient: str | None, out: Path, *, forms: tuple[Form, ...] = FORMS) -> Path:
    """Reports, tables in both forms and every export, each in a folder of its own."""
    view = load_view(job, recipient)
    report.write_view(view, out / "reports", job, recipient=recipient)
    write_forms(view, out / "reports", job, forms=forms)
    export.write_view(view, out / "tables", job, has_csv=True)
    pages = view_pages(view, recipient)
    for kind, write in export.WRITERS.items():
        write(pages, out / kind)
        close_folder(out / kind, view)
    return out
