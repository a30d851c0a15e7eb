"""`trama export`: machine formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.options import OutOption, RecipientOption, StoreOption, TrackedOption
from flows.cli.session import Session, open_session
from flows.cli.summary import show_files
from flows.counts import WrittenFiles
from flows.dispatch import export_store
from schemas.errors import ConfigError


class ExportKind(StrEnum):
    """What can be exported."""

    TABLES = "tables"
    GEXF = "gexf"
    GRAPHML = "graphml"
    NEO4J = "neo4j"
    I2 = "i2"
    FTM = "ftm"
    STIX = "stix"


class FileFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


def export(  # noqa: PLR0917 - typer calls it by name
    kind: Annotated[ExportKind, typer.Argument(help="What to write.")],
    recipient: RecipientOption = None,
    file_format: Annotated[
        FileFormat, typer.Option("--format", help="Tables: Parquet alone, or CSV beside it.")
    ] = FileFormat.PARQUET,
    out: OutOption = None,
    store: StoreOption = None,
    tracked: TrackedOption = None,
) -> None:
    """Write mentions, entities, links, clusters and the rest for other programs.

    The same store gives the same bytes.
    """
    is_tables, has_csv = kind is ExportKind.TABLES, file_format is FileFormat.CSV
    if not is_tables and (has_csv or tracked):
        raise ConfigError(f"--format csv and --tracked go with tables; {kind.value} is written without them.")
    with open_session(store, is_tracked=tracked) as session:
        folder = out or session.call.settings.out
        if is_tables:
            written = export_store(folder, session.call, recipient=recipient, has_csv=has_csv)
        else:
            written = _export_network(kind, folder, session, recipient)
    show_files(written)


def _export_network(kind: ExportKind, out: Path, session: Session, recipient: str | None) -> WrittenFiles:
    """The clusters in one format; loaded late, like all that is slow."""
    job = session.call.job()
    from flows.steps.export import network_step  # noqa: PLC0415 - `--help` answers at once

    return network_step(kind.value, out, job, recipient=recipient)
