"""The flow `report`: the cluster reports."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.counts import WrittenFiles
from flows.steps.report import report_step
from flows.task_terms import ClusterId, OutFolder, Recipient, StorePath, call_step


@task(name="write cluster pages", cache_policy=NO_CACHE)
async def write_pages(store: Path, out: Path, recipient: str | None, cluster_id: str | None) -> WrittenFiles:
    """Write the index and a page per cluster."""
    return await call_step(
        lambda job: report_step(out, job, recipient=recipient, cluster_id=cluster_id), store
    )


@flow(name="report", flow_run_name="report of {store.name}")
async def write_reports(
    store: StorePath, out: OutFolder, recipient: Recipient = None, cluster_id: ClusterId = None
) -> WrittenFiles:
    """Write the cluster reports: self-contained pages that open without a network.

    Args:
        store: The DuckDB file.
        out: Where to write.
        recipient: Partner who shall read them; empty for the holder's own complete view.
        cluster_id: One cluster; empty for all.
    """
    return await write_pages(store, out, recipient, cluster_id)
