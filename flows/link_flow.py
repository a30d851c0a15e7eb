"""The flow `link`: the network from what is staged."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.counts import NetworkCounts
from flows.steps.link import link_step
from flows.task_terms import LOCK_DELAYS_S, LOCK_RETRIES, StorePath, call_step, is_store_busy


@task(
    name="update the network",
    cache_policy=NO_CACHE,
    retries=LOCK_RETRIES,
    retry_delay_seconds=list(LOCK_DELAYS_S),
    retry_condition_fn=is_store_busy,
)
async def update_network(store: Path, is_rebuild: bool) -> NetworkCounts:
    """Bring the saved network up to what is staged."""
    return await call_step(lambda job: link_step(job, is_rebuild=is_rebuild), store)


@flow(name="link", flow_run_name="link {store.name}")
async def link_records(store: StorePath, is_rebuild: bool = False) -> NetworkCounts:
    """Find out who is who, and update links and clusters for what has changed.

    Args:
        store: The DuckDB file.
        is_rebuild: From nothing, even where nothing has changed since.
    """
    return await update_network(store, is_rebuild)
