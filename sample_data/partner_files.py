"""Tables and records as files, the same bytes every time: fixed times inside archives and workbooks."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson
import polars as pl
import xlsxwriter

from sample_data.flat_tables import Record, Tables

FIXED_TIME: Final = (2024, 7, 1, 0, 0, 0)


def ndjson_bytes(records: Iterable[Record]) -> bytes:
    """One record a line."""
    return b"".join(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE) for record in records)


def write_ndjson_gz(path: Path, records: Iterable[Record]) -> None:
    """Records as gzipped NDJSON without a time in the header."""
    path.write_bytes(gzip.compress(ndjson_bytes(records), compresslevel=9, mtime=0))


def csv_text(rows: list[dict[str, Any]], delimiter: str) -> str:
    """Rows with their header, lines ended as in a file from Windows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_csv_folder(folder: Path, tables: Tables, delimiter: str, encoding: str) -> None:
    """One CSV file a table; a table without rows has no file."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if rows:
            data = csv_text(rows, delimiter).encode(encoding, errors="replace")
            (folder / f"{name}.csv").write_bytes(data)


def write_csv_zip(path: Path, tables: Tables, encoding: str) -> None:
    """The same, comma-separated, in one archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            if rows:
                member = zipfile.ZipInfo(f"{name}.csv", FIXED_TIME)
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, csv_text(rows, ",").encode(encoding), compresslevel=9)


def write_parquet_folder(folder: Path, tables: Tables) -> None:
    """One Parquet file a table, every value as text, numbers as numbers where all are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        if rows:
            frame = pl.DataFrame(rows, infer_schema_length=None)
            kept = [
                pl.col(c).cast(pl.String) if frame[c].dtype == pl.Null else pl.col(c) for c in frame.columns
            ]
            frame.select(kept).write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=False)


def write_xlsx(path: Path, tables: Tables) -> None:
    """One sheet a table; text stays text, whatever it looks like."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"created": datetime(*FIXED_TIME)})
        for name, rows in tables.items():
            if rows:
                sheet = workbook.add_worksheet(name)
                sheet.write_row(0, 0, list(rows[0]))
                for number, row in enumerate(rows, start=1):
                    sheet.write_row(number, 0, list(row.values()))
