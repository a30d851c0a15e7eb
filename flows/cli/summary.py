"""What a command says when it is done: few lines, aligned, the figures that a person asks for first."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.terminal import printable
from flows.counts import IngestCounts, NetworkCounts, ReleaseCounts, RunCounts, WrittenFiles

if TYPE_CHECKING:
    from flows.service.faults import ServiceState
    from flows.steps.overview import Overview
    from staging.remarks import Remarks

Line = tuple[str, str]

_LABEL_WIDTH = 12
_UNBOUND_WIDTH = 240
"""Columns of a table that goes to a file or pipe, where no line needs to be broken."""


def show_run(counts: RunCounts, seconds: float) -> None:
    """The main job's outcome and the page to open."""
    show_lines([*_ingest_lines(counts.ingest), *_network_lines(counts.network), ("Time", f"{seconds:.1f} s")])
    where = [("Tables", _short(counts.tables.folder)), ("Open", _short(counts.report.index))]
    show_lines(where, is_result=True)


def show_ingest(counts: IngestCounts, seconds: float) -> None:
    """What came of the deliveries."""
    show_lines([*_ingest_lines(counts), ("Time", f"{seconds:.1f} s")])


def show_network(counts: NetworkCounts, seconds: float) -> None:
    """The network's size."""
    show_lines([*_network_lines(counts), ("Time", f"{seconds:.1f} s")])


def show_files(written: WrittenFiles) -> None:
    """What was written, and where."""
    where = ("Open", _short(written.index)) if written.index else ("Folder", _short(written.folder))
    show_lines([("Written", f"{written.files:,} files"), where])


def show_report(written: WrittenFiles, language: str) -> None:
    """The same of a report, in its language."""
    from reports.words.catalogue import load_words  # noqa: PLC0415 - other commands need no catalogue

    words = load_words(language)
    place = "cli.open" if written.index else "cli.folder"
    where = words(place), _short(written.index or written.folder)
    show_lines([(words("cli.written"), words.count("n.files", written.files)), where])


def show_status(overview: Overview) -> None:
    """The store's deliveries by agency and its network."""
    columns = ("Agency", "Deliveries", "Received", "Accepted", "Quarantined", "Duplicates")
    show_table(columns, overview.agencies.rows())
    lines = [("Records", _records_text(overview)), *_remark_lines(overview.remarks)]
    if overview.network is None:
        lines.append(("Network", "none yet: run `trama link`"))
    else:
        lines += _network_lines(overview.network)
        if not overview.is_current:
            lines.append(("", "older than the records: run `trama link`"))
    if overview.releases.height:
        rows = [(*row[:-1], f"{row[-1]:%Y-%m-%d %H:%M}") for row in overview.releases.rows()]
        show_table(("Release", "For", "What", "By", "When (UTC)"), rows)
    show_lines(lines)


def show_service(service: ServiceState) -> None:
    """Whether a service runs on the store, and what it has noticed; nothing where none does."""
    if service.process is None:
        return
    state = "has noticed faults" if service.faults else "all is well"
    faults = [("Fault", f"since {each.since}: {each.message}") for each in service.faults]
    show_lines([("Service", f"process {service.process} · {state}"), *faults])


def show_proposal(recipient: str, handling: str, index: Path) -> None:
    """What is to be approved, and where to look at it."""
    show_lines([("For", recipient), ("Marked", f"TLP:{handling}"), ("Look at", _short(index))])


def show_release(counts: ReleaseCounts) -> None:
    """What came of a release."""
    lines = [("Release", counts.release_id), ("For", counts.recipient), ("Outcome", counts.outcome)]
    if counts.outcome == "written":
        lines += [("Written", f"{counts.files:,} files"), ("Folder", _short(counts.folder))]
    elif counts.outcome == "superseded":
        lines.append(("", "what the partner may see has changed meanwhile: ask again"))
    show_lines(lines)


def _ingest_lines(counts: IngestCounts) -> list[Line]:
    found = f"{counts.deliveries:,} found · {counts.new_deliveries:,} new"
    unreadable = f" · {counts.unreadable:,} unreadable" if counts.unreadable else ""
    duplicates = f" · {counts.duplicates:,} duplicates" if counts.duplicates else ""
    rows = f"{counts.received:,} received · {counts.accepted:,} accepted · {counts.quarantined:,} quarantined"
    return [("Deliveries", found + unreadable), ("Rows", rows + duplicates), *_remark_lines(counts)]


def _remark_lines(counts: IngestCounts | Remarks) -> list[Line]:
    """What was taken in and is to be looked at; no line where nothing is."""
    parts = []
    if counts.warnings:
        parts.append(f"{counts.warnings:,} on {_count(counts.warned_records, 'record')}")
    if counts.file_remarks:
        parts.append(f"{counts.file_remarks:,} on files")
    if counts.incomplete_records:
        parts.append(f"{_count(counts.incomplete_records, 'record')} incomplete")
    return [("Warnings", " · ".join([*parts, "see `trama quarantine`"]))] if parts else []


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _network_lines(counts: NetworkCounts) -> list[Line]:
    people = f"{counts.records:,} records · {counts.mentions:,} mentions · {counts.persons:,} persons"
    graph = f"{counts.entities:,} entities · {counts.links:,} links · {counts.clusters:,} clusters"
    return [("People", people), ("Network", graph)]


def _records_text(overview: Overview) -> str:
    store = overview.store
    parts = [f"{store['current_count']:,} current", f"{store['history_count']:,} replaced"]
    return " · ".join([*parts, f"{store['retracted_count']:,} withdrawn"])


def show_lines(lines: Sequence[Line], *, is_result: bool = False) -> None:
    """Lines of a name and a value, aligned; a result stands out."""
    for name, value in lines:
        label = typer.style(f"{name:<{_LABEL_WIDTH}}", dim=True)
        typer.echo(label + typer.style(printable(value), bold=is_result))


def show_table(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """A table as wide as the terminal; counts to the right."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", pad_edge=False)
    for number, name in enumerate(columns):
        is_count = all(isinstance(row[number], int) for row in rows)
        table.add_column(name, justify="right" if is_count else "left", overflow="fold", no_wrap=is_count)
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    _console().print(table)
    _console().print()


def _cell(value: object) -> str:
    if value is None or value == "":
        return "–"
    return f"{value:,}" if isinstance(value, int) else printable(str(value))


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else _UNBOUND_WIDTH)


def _short(path: Path | None) -> str:
    """The path as a person at this folder would write it, if that is shorter."""
    if path is None:
        return "–"
    return min(str(path), os.path.relpath(path), key=len)
