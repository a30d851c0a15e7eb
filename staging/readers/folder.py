"""Which reader a path needs: one file, or a folder of flat tables."""

from __future__ import annotations

from collections.abc import Iterator
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


def is_unfinished(name: str) -> bool:
    """True for names that are still being written, or that an operating system leaves behind."""
    return name.startswith(".") or name == "__MACOSX" or name.lower().endswith(UNFINISHED_SUFFIXES)


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
            yield from _read_unpacked(_only_folder(folder), path.name, options, limits)
    elif name.endswith(".xlsx"):
        yield gather_flat(read_workbook(path, options, limits), path.name)
    else:
        yield gather_flat(_read_file(path, path.name, options, limits), path.name)


def _read_unpacked(folder: Path, label: str, options: ReadOptions, limits: Limits) -> Iterator[ReadResult]:
    """An archive's content: its flat tables, or its files of nested records one after the other."""
    entries = [entry for entry in sorted(folder.iterdir()) if not is_unfinished(entry.name)]
    if entries and all(entry.is_file() and is_json_name(entry.name) for entry in entries):
        for entry in entries:
            yield from read_ndjson(entry, f"{label}/{entry.name}", options, limits)
    else:
        yield _read_folder(folder, label, options, limits)


def _only_folder(folder: Path) -> Path:
    entries = [entry for entry in folder.iterdir() if not is_unfinished(entry.name)]
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else folder


def _read_folder(folder: Path, label: str, options: ReadOptions, limits: Limits) -> ReadResult:
    result = gather_flat(_read_tables(folder, label, options, limits), label)
    return replace(result, notes=pl.concat([result.notes, _ignored_files(folder, label, options)]))


def _read_tables(folder: Path, label: str, options: ReadOptions, limits: Limits) -> Iterator[FlatTable]:
    files = [entry for entry in sorted(folder.iterdir()) if not is_unfinished(entry.name)]
    if len(files) > limits.members:
        message = f"{label} holds {len(files)} files; a delivery has one a table"
        raise DeliveryError(message, source=label, check="too_many_files")
    for file in files:
        if _table_of(file, options) is not None:
            yield from _read_file(file, f"{label}/{file.name}", options, limits)


def _ignored_files(folder: Path, label: str, options: ReadOptions) -> pl.DataFrame:
    ignored = [
        f"{label}/{entry.name}"
        for entry in sorted(folder.iterdir())
        if not is_unfinished(entry.name) and _table_of(entry, options) is None
    ]
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
