"""The flow `ingest`: deliveries into the store."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.counts import IngestCounts
from flows.steps.ingest import ingest_step
from flows.task_terms import LOCK_DELAYS_S, LOCK_RETRIES, Agency, StorePath, call_step, is_store_busy


@task(
    name="take in deliveries",
    cache_policy=NO_CACHE,
    retries=LOCK_RETRIES,
    retry_delay_seconds=list(LOCK_DELAYS_S),
    retry_condition_fn=is_store_busy,
)
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
