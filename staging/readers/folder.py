"""Which reader a path needs: one file, or a folder of flat tables."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path

import polars as pl

from schemas.errors import DeliveryError
from staging.readers.archive import unpacked_zip
from staging.readers.csv_folder import TableFile, read_csv_table
from staging.readers.flat import FlatTable, gather_flat
from staging.readers.limits import Limits
from staging.readers.ndjson import is_json_name, read_ndjson
from staging.readers.parquet import read_parquet_table
from staging.readers.result import WHOLE_DELIVERY, ReadOptions, ReadResult, no_notes, note
from staging.readers.tables import match_table
from staging.readers.xlsx import read_workbook

CSV_SUFFIXES = (".csv", ".tsv", ".txt")
UNFINISHED_SUFFIXES = (".part", ".tmp", ".crdownload")
LEFT_BEHIND = ("__macosx", "thumbs.db", "desktop.ini")
"""What macOS puts into an archive, and Windows into a folder."""


def is_unfinished(name: str) -> bool:
    """True for names that are still being written, or that an operating system leaves behind."""
    folded = name.lower()
    return folded.startswith(".") or folded in LEFT_BEHIND or folded.endswith(UNFINISHED_SUFFIXES)


def read_delivery(path: Path, options: ReadOptions, limits: Limits) -> Iterator[ReadResult]:
    """Raw tables of a delivery of any accepted form, a chunk at a time where the form allows.

    Args:
        path: The file or folder.
        options: What the deliverer's dialect says of its files.
        limits: Caps that keep a hostile file from filling memory or disk.

    Raises:
        DeliveryError: When the delivery cannot be read as a whole.
    """
    name = path.name.lower()
    if path.is_dir():
        yield _read_folder(path, path.name, options, limits)
    elif path.stat().st_size == 0:
        raise DeliveryError(f"{path.name} has zero bytes; deliver it again", source=path.name, check="empty")
    elif is_json_name(name):
        yield from read_ndjson(path, path.name, options, limits)
    elif name.endswith(".zip"):
        with unpacked_zip(path, limits) as folder:
            yield from _read_unpacked(folder, path.name, options, limits)
    elif name.endswith(".xlsx"):
        yield gather_flat(read_workbook(path, options, limits), path.name)
    else:
        yield gather_flat(_read_file(path, path.name, options, limits), path.name)


def _read_unpacked(folder: Path, label: str, options: ReadOptions, limits: Limits) -> Iterator[ReadResult]:
    """An archive's content: its flat tables, or its files of nested records one after the other.

    Where it lies in the one folder of the archive, what lies beside that folder is told of as well.
    """
    inner = _only_folder(folder, options)
    beside = no_notes() if inner == folder else _ignored_files(folder, label, {inner})
    records = [entry for entry in _entries(inner) if _holds_records(entry)]
    if records and not any(_table_of(entry, options) for entry in _entries(inner)):
        results = _read_records(records, label, options, limits)
        notes = pl.concat([beside, _ignored_files(inner, label, set(records))])
    else:
        results, notes = iter([_read_folder(inner, label, options, limits)]), beside
    for result in results:
        yield replace(result, notes=pl.concat([result.notes, notes]))
        notes = no_notes()


def _read_records(
    files: list[Path], label: str, options: ReadOptions, limits: Limits
) -> Iterator[ReadResult]:
    for file in files:
        yield from read_ndjson(file, f"{label}/{file.name}", options, limits)


def _only_folder(folder: Path, options: ReadOptions) -> Path:
    """The one folder in a folder, if the records lie in there and not beside it."""
    entries = _entries(folder)
    folders = [entry for entry in entries if entry.is_dir()]
    is_read = any(_holds_records(entry) or _table_of(entry, options) for entry in entries)
    return folders[0] if len(folders) == 1 and not is_read else folder


def _entries(folder: Path) -> list[Path]:
    return [entry for entry in sorted(folder.iterdir()) if not is_unfinished(entry.name)]


def _holds_records(entry: Path) -> bool:
    return entry.is_file() and is_json_name(entry.name)


def _read_folder(folder: Path, label: str, options: ReadOptions, limits: Limits) -> ReadResult:
    result = gather_flat(_read_tables(folder, label, options, limits), label)
    tables = {entry for entry in _entries(folder) if _table_of(entry, options) is not None}
    return replace(result, notes=pl.concat([result.notes, _ignored_files(folder, label, tables)]))


def _read_tables(folder: Path, label: str, options: ReadOptions, limits: Limits) -> Iterator[FlatTable]:
    files = _entries(folder)
    if len(files) > limits.members:
        message = f"{label} holds {len(files)} files; a delivery has one a table"
        raise DeliveryError(message, source=label, check="too_many_files")
    for file in files:
        if _table_of(file, options) is not None:
            yield from _read_file(file, f"{label}/{file.name}", options, limits)


def _ignored_files(folder: Path, label: str, read: Set[Path]) -> pl.DataFrame:
    """A remark on each file or folder in a folder beside those that are read."""
    ignored = [f"{label}/{entry.name}" for entry in _entries(folder) if entry not in read]
    remarks = (
        note(WHOLE_DELIVERY, "ignored_file", f"{name} is no table of the contract; it was not read")
        for name in ignored
    )
    return pl.concat([no_notes(), *remarks])


def _table_of(path: Path, options: ReadOptions) -> str | None:
    is_table_form = path.is_file() and path.suffix.lower() in (*CSV_SUFFIXES, ".parquet")
    return match_table(path.name.split(".")[0], options.table_names) if is_table_form else None


def _read_file(path: Path, source: str, options: ReadOptions, limits: Limits) -> Iterator[FlatTable]:
    table = _table_of(path, options)
    if table is None:
        message = f"{source} is no accepted form or table: see the contract's list of forms and table names"
        raise DeliveryError(message, source=source, check="unknown_form")
    if path.stat().st_size == 0:
        raise DeliveryError(f"{source} has zero bytes; deliver it again", source=source, check="empty")
    if path.suffix.lower() == ".parquet":
        yield read_parquet_table(TableFile(path, source, table), limits)
    else:
        yield read_csv_table(TableFile(path, source, table), options, limits)
