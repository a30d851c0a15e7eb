"""Tables and networks for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flows.counts import WrittenFiles
from flows.job import Job
from flows.steps.recipient_folder import close_folder, open_folder
from flows.steps.release_log import view_unapproved
from flows.steps.tables import Tables, saved_tables_step, write_tables
from flows.steps.view import RecipientView, view_pages
from graph.facts import record_key
from reports.formats.ftm import write_ftm
from reports.formats.gexf import write_gexf
from reports.formats.graphml import write_graphml
from reports.formats.i2 import write_i2
from reports.formats.neo4j import write_neo4j
from reports.formats.stix import write_stix
from reports.history import date_changes
from reports.report_view import ReportView
from reports.tables import table_frames
from schemas.errors import ConfigError

NETWORK_STAGE = "Writing the network"

WRITERS: dict[str, Callable[[ReportView, Path], list[Path]]] = {
    "ftm": write_ftm,
    "gexf": write_gexf,
    "graphml": write_graphml,
    "i2": write_i2,
    "neo4j": write_neo4j,
    "stix": write_stix,
}
"""Kind of export → what writes it."""


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
    if recipient is None:
        return saved_tables_step(out, job, has_csv=has_csv)
    return write_view(view_unapproved(job, recipient, "export tables"), out, job, has_csv=has_csv)


def write_view(view: RecipientView, out: Path, job: Job, *, has_csv: bool = False) -> WrittenFiles:
    """Write the tables of a view that is already loaded."""
    open_folder(out, view)
    frames = table_frames(view.network)
    records = view.tables["cases"].select(record_key(), "incident_start_date")
    dated = {**frames, "lineage": date_changes(frames["lineage"], records)}
    tables = Tables(dated, view.ledger, view.quarantine)
    written = write_tables(tables, out, job, has_csv=has_csv)
    close_folder(out, view)
    return written


def network_step(kind: str, out: Path, job: Job, *, recipient: str | None = None) -> WrittenFiles:
    """Write the clusters, as the reports show them, in one format; the same store gives the same bytes.

    Args:
        kind: One of `WRITERS`.
        out: Folder.
        job: Store, settings and listener.
        recipient: Partner code; null for the holder's own complete view.

    Raises:
        ConfigError: No such kind, no network, or a malformed partner code.
        TramaError: A protected person would have been shown.
    """
    if kind not in WRITERS:
        raise ConfigError(f"There is no export {kind!r}; there are {', '.join(sorted(WRITERS))}.")
    loaded = view_unapproved(job, recipient, f"export {kind}")
    open_folder(out, loaded)
    pages = view_pages(loaded, recipient)
    job.progress.start(NETWORK_STAGE)
    written = WRITERS[kind](pages, out)
    close_folder(out, loaded)
    job.progress.finish(f"{len(written)} files")
    return WrittenFiles(out, len(written))
