"""The flow `link`: the network from what is staged."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.counts import NetworkCounts
from flows.steps.link import link_step
from flows.task_terms import WAITING, StorePath, call_step


@task(name="update the network", **WAITING)
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
