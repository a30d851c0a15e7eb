"""The flow `ingest`: deliveries into the store."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.counts import IngestCounts
from flows.steps.ingest import ingest_step
from flows.task_terms import WAITING, Agency, StorePath, call_step


@task(name="take in deliveries", **WAITING)
async def take_in(paths: list[Path], store: Path, agency: str | None) -> IngestCounts:
    """Check and stage every delivery under the paths."""
    return await call_step(lambda job: ingest_step(paths, job, agency=agency), store)


@flow(name="ingest", flow_run_name="ingest into {store.name}")
async def ingest_deliveries(paths: list[Path], store: StorePath, agency: Agency = None) -> IngestCounts:
    """Check deliveries and stage what is sound; what is not goes to quarantine with a reason.

    Args:
        paths: Deliveries, or folders of deliveries under <agency>/.
        store: The DuckDB file.
        agency: Who delivers, for a path that is not under <agency>/.
    """
    return await take_in(paths, store, agency)
