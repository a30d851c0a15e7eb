"""The flow `run`: the main job, from deliveries to reports."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.counts import IngestCounts, RunCounts, WrittenFiles
from flows.ingest_flow import take_in
from flows.link_flow import update_network
from flows.steps.ingest import decide_waiting_step
from flows.steps.run import write_step
from flows.task_terms import WAITING, OutFolder, StorePath, call_step


@task(name="write reports and tables", **WAITING)
async def write_out(store: Path, out: Path) -> tuple[WrittenFiles, WrittenFiles]:
    """Write the holder's reports and tables from one look at the store."""
    return await call_step(lambda job: write_step(out, job), store)


@task(name="take in decisions", **WAITING)
async def decide_waiting(path: Path, ingested: IngestCounts, store: Path) -> IngestCounts:
    """Take in the decisions that had to wait for the network."""
    return await call_step(lambda job: decide_waiting_step(path, ingested, job), store)


@flow(name="run", flow_run_name="run {path.name} into {store.name}")
async def run_deliveries(path: Path, store: StorePath, out: OutFolder) -> RunCounts:
    """The main job: take in every delivery under a path, update the network, write reports and tables.

    Args:
        path: Landing folder, with one folder an agency.
        store: The DuckDB file.
        out: Where to write.
    """
    ingested = await take_in([path], store, None)
    network = await update_network(store, False)
    if ingested.waiting:
        ingested = await decide_waiting(path, ingested, store)
        network = await update_network(store, False)
    pages, tables = await write_out(store, out)
    return RunCounts(ingested, network, pages, tables)
