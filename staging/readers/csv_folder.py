"""Flat tables as CSV files: one file a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.errors import DeliveryError
from schemas.raw import RawTable
from staging.readers.csv_records import CsvRecord, split_header, split_records
from staging.readers.csv_text import decode_text, sniff_delimiter
from staging.readers.flat import FlatTable, build_flat_table
from staging.readers.limits import Limits
from staging.readers.result import ReadOptions, RejectLog, no_notes, note
from staging.readers.streams import read_capped


@dataclass(frozen=True)
class TableFile:
    """A CSV file and the table that it holds."""

    path: Path
    source: str
    table: str


def read_csv_table(file: TableFile, options: ReadOptions, limits: Limits) -> FlatTable:
    """One CSV file as a raw table, its rejects and remarks.

    Args:
        file: The file, the name to show, and its table.
        options: Encoding and delimiter that the deliverer's dialect declares, if any.
        limits: Caps on size and record length.

    Raises:
        DeliveryError: `empty`, `wrong_encoding`, `too_large`, `bad_header`.
    """
    decoded = decode_text(read_capped(file.path, file.source, limits), options.encoding, file.source)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not any(line.strip() for line in lines):
        raise DeliveryError(f"{file.source} is empty", source=file.source, check="empty")
    while not lines[0].strip():
        lines.pop(0)
    delimiter = sniff_delimiter(lines[0], options.delimiter)
    header = split_header(lines, delimiter)
    rejects = RejectLog(file.source, limits.kept_raw_chars)
    records = list(split_records(lines, delimiter, len(header), limits.line_bytes))
    kept = _keep_whole(records, (file.table, header, options), rejects)
    table = _build(file, header, kept)
    notes = note(file.table, "encoding_guessed", decoded.remark) if decoded.remark else no_notes()
    return FlatTable(table, rejects.frame(), notes)


def _keep_whole(
    records: Sequence[CsvRecord], form: tuple[str, list[str], ReadOptions], rejects: RejectLog
) -> list[tuple[int, CsvRecord]]:
    table, header, options = form
    kept: list[tuple[int, CsvRecord]] = []
    is_key_first = options.begins_with_key(table, header)
    for row_no, record in enumerate(records, start=1):
        check, message = record.check, record.message
        if not check and "\x00" in record.text:
            check, message = "nul_byte", "the row holds a NUL character"
        if check:
            key = options.key_of(table, zip(header, record.fields, strict=False))
            is_sure = is_key_first or check == "nul_byte"  # of which every cell is in its column
            place = (table, row_no)
            rejects.add(place, check, message, record.text, line=record.line, key=key, is_sure=is_sure)
        else:
            kept.append((row_no, record))
    return kept


def _build(file: TableFile, header: list[str], kept: Sequence[tuple[int, CsvRecord]]) -> RawTable:
    columns = zip(*(record.fields for _, record in kept), strict=True) if kept else ((),) * len(header)
    series = [pl.Series(f"c{at}", values, dtype=pl.String) for at, values in enumerate(columns)]
    numbers = pl.Series("row_no", [row_no for row_no, _ in kept], dtype=pl.Int64)
    return build_flat_table(file.table, file.source, header, pl.DataFrame(series), numbers)
