"""The flow `report`: the cluster reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from prefect import flow, task
from pydantic import Field

from flows.counts import WrittenFiles
from flows.report_choice import PAGES, Form, Language, ReportAsked, order_forms
from flows.steps.report import report_step
from flows.task_terms import WAITING, ClusterId, OutFolder, Recipient, StorePath, call_step

Forms = Annotated[Sequence[Form], Field(min_length=1, description="In which forms.")]


@task(name="write cluster pages", **WAITING)
async def write_pages(
    store: Path,
    out: Path,
    recipient: str | None,
    cluster_id: str | None,
    *,
    forms: tuple[Form, ...] = PAGES,
    language: Language | None = None,
) -> WrittenFiles:
    """Write the index and a page per cluster, and what else is asked for."""
    asked: ReportAsked = {
        "recipient": recipient, "cluster_id": cluster_id, "forms": forms, "language": language
    }  # fmt: skip
    return await call_step(lambda job: report_step(out, job, **asked), store)


@flow(name="report", flow_run_name="report of {store.name}")
async def write_reports(
    store: StorePath,
    out: OutFolder,
    recipient: Recipient = None,
    cluster_id: ClusterId = None,
    *,
    forms: Forms = PAGES,
    language: Language | None = None,
) -> WrittenFiles:
    """Write the cluster reports: pages that open without a network, and what else is asked for beside them.

    Args:
        store: The DuckDB file.
        out: Where to write.
        recipient: Partner who shall read them; empty for the holder's own complete view.
        cluster_id: One cluster; empty for all.
        forms: Pages, PDF, workbooks, evidence for machines.
        language: Language of the reports; empty for that of the settings.
    """
    return await write_pages(store, out, recipient, cluster_id, forms=order_forms(forms), language=language)
