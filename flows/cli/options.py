"""Options that several commands share, spelled and explained the same everywhere."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    Path | None, typer.Option("--store", help="The DuckDB file. [TRAMA_STORE; store/trama.duckdb]")
]
OutOption = Annotated[Path | None, typer.Option("--out", help="Folder to write to. [TRAMA_OUT; out]")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="End standard output with one line of JSON: the counts.")
]
TrackedOption = Annotated[
    bool | None,
    typer.Option(
        "--tracked/--direct",
        help="Run as a tracked Prefect flow, or without Prefect. [tracked where a Prefect API is configured]",
    ),
]
RecipientOption = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="PARTNER",
        help="As this partner may see it: computed from the records that it may see, and no others.",
    ),
]


class ReportLanguage(StrEnum):
    """The languages there are."""

    EN = "en"
    ES = "es"
    FR = "fr"


LanguageOption = Annotated[
    ReportLanguage | None, typer.Option("--language", help="Of the report. [TRAMA_LANGUAGE; en]")
]
