"""`trama export`: machine formats."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from flows.cli.options import OutOption, RecipientOption, StoreOption, TrackedOption
from flows.cli.session import open_session
from flows.cli.summary import show_files
from flows.dispatch import export_store


class ExportKind(StrEnum):
    """What can be exported."""

    TABLES = "tables"


class FileFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"


def export(  # noqa: PLR0917 - typer calls it by name
    kind: Annotated[ExportKind, typer.Argument(help="What to write.")],
    recipient: RecipientOption = None,
    file_format: Annotated[
        FileFormat, typer.Option("--format", help="Parquet alone, or CSV beside it.")
    ] = FileFormat.PARQUET,
    out: OutOption = None,
    store: StoreOption = None,
    tracked: TrackedOption = None,
) -> None:
    """Write mentions, entities, links, clusters and the rest for other programs.

    The same store gives the same bytes.
    """
    with open_session(store, is_tracked=tracked) as session:
        folder = out or session.call.settings.out
        written = export_store(
            folder, session.call, recipient=recipient, has_csv=file_format is FileFormat.CSV
        )
    show_files(written)
