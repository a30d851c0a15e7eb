"""The flow `export`: tables for other programs."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task

from flows.counts import WrittenFiles
from flows.steps.export import export_step
from flows.task_terms import WAITING, OutFolder, Recipient, StorePath, call_step


@task(name="write the tables", **WAITING)
async def export_rows(store: Path, out: Path, recipient: str | None, has_csv: bool) -> WrittenFiles:
    """Write the contract's tables."""
    return await call_step(lambda job: export_step(out, job, recipient=recipient, has_csv=has_csv), store)


@flow(name="export", flow_run_name="export of {store.name}")
async def write_tables(
    store: StorePath, out: OutFolder, recipient: Recipient = None, has_csv: bool = False
) -> WrittenFiles:
    """Write mentions, entities, links, clusters and the rest for other programs.

    Args:
        store: The DuckDB file.
        out: Where to write.
        recipient: Partner who shall read them; empty for the holder's own complete view.
        has_csv: CSV beside Parquet.
    """
    return await export_rows(store, out, recipient, has_csv)
