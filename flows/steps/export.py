"""Tables for other programs."""

from __future__ import annotations

from pathlib import Path

from flows.counts import WrittenFiles
from flows.job import Job
from flows.steps.snapshot import write_snapshot
from flows.steps.view import RecipientView, load_view
from reports.tables import export_tables

STAGE = "Writing tables"


def export_step(out: Path, job: Job, *, recipient: str | None = None, has_csv: bool = False) -> WrittenFiles:
    """Write the contract's tables, Parquet and (if asked) CSV beside it; the same store gives the same bytes.

    Args:
        out: Folder.
        job: Store, settings and listener.
        recipient: Partner code; null for the holder's own complete view.
        has_csv: CSV as well.

    Raises:
        ConfigError: No network, or a malformed partner code.
    """
    return write_view(load_view(job, recipient), out, job, has_csv=has_csv)


def write_view(view: RecipientView, out: Path, job: Job, *, has_csv: bool = False) -> WrittenFiles:
    """Write the tables of a view that is already loaded."""
    job.progress.start(STAGE)
    written = export_tables(view.network, view.ledger, view.quarantine, out)
    if has_csv:
        written += export_tables(view.network, view.ledger, view.quarantine, out, format="csv")
    write_snapshot(out, view.basis)
    job.progress.finish(f"{len(written)} files")
    return WrittenFiles(out, len(written))
