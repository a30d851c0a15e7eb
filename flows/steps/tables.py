"""The contract's tables. The holder's are read from the saved network, without loading what computes one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.counts import WrittenFiles
from flows.job import Job
from flows.steps.basis import check_current
from flows.steps.recipient_folder import note_network
from reports.history import date_changes
from reports.manifest import require_own_folder
from reports.tables import TABLE_FRAMES, export_tables
from staging.accounts import load_ledger, load_quarantine
from staging.knowledge import load_incident_dates
from staging.network_store import load_network, network_basis

STAGE = "Writing tables"


class Tables(NamedTuple):
    """What the nine tables are written from: the network's frames, the ledger, the quarantine."""

    frames: Mapping[str, pl.DataFrame]
    ledger: pl.DataFrame
    quarantine: pl.DataFrame


def saved_tables_step(out: Path, job: Job, *, has_csv: bool) -> WrittenFiles:
    """Write the holder's tables from the saved network; what only pages need is not read.

    Args:
        out: Folder.
        job: Store, settings and listener.
        has_csv: CSV as well.

    Raises:
        ConfigError: No network, or the folder holds what was written for somebody else.
    """
    with job.opened_for_reading() as store:
        check_current(store, job.settings)
        frames = load_network(store, TABLE_FRAMES)
        dated = {**frames, "lineage": date_changes(frames["lineage"], load_incident_dates(store))}
        tables = Tables(dated, load_ledger(store), load_quarantine(store))
        basis = network_basis(store)
    require_own_folder(out, None)
    written = write_tables(tables, out, job, has_csv=has_csv)
    note_network(out, basis)
    return written


def write_tables(tables: Tables, out: Path, job: Job, *, has_csv: bool = False) -> WrittenFiles:
    """Write the nine tables, Parquet and (if asked) CSV beside it."""
    job.progress.start(STAGE)
    written = export_tables(*tables, out)
    if has_csv:
        written += export_tables(*tables, out, format="csv")
    job.progress.finish(f"{len(written)} files")
    return WrittenFiles(out, len(written))
