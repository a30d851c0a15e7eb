"""Flat tables as Parquet files: typed columns back to text, so that every form is validated alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from schemas.errors import DeliveryError
from schemas.normalise.lost_digits import LARGEST_EXACT
from staging.readers.csv_folder import TableFile
from staging.readers.flat import FlatTable, build_flat_table
from staging.readers.limits import Limits
from staging.readers.numbers import IN_FLOATS
from staging.readers.result import RejectLog, no_notes

LARGEST_SHORT: Final = 2**24
"""Up to this a float of 32 bits keeps every whole number; a longer one is written in exponent form."""
LARGEST_WRITTEN: Final = 1e38
"""Whole numbers up to this are written in plain digits: what fits into 128 bits."""


def read_parquet_table(file: TableFile, limits: Limits) -> FlatTable:
    """One Parquet file as a raw table.

    Raises:
        DeliveryError: `broken_parquet`, `bad_column`, `zip_bomb`.
    """
    frame = _read(file.path, file.source, limits)
    try:
        cells = frame.select(_text_of(name, dtype) for name, dtype in frame.schema.items())
    except pl.exceptions.PolarsError as error:
        message = f"{file.source} has a column whose type cannot be read as text: {error}"
        raise DeliveryError(message, source=file.source, check="bad_column") from error
    numbers = pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True).alias("row_no")
    header = [name.strip() for name in cells.columns]
    raw = build_flat_table(file.table, file.source, header, cells, numbers, rounded=_long_numbers(frame))
    return FlatTable(replace(raw, rounding=IN_FLOATS), RejectLog(file.source, 0).frame(), no_notes())


def _long_numbers(frame: pl.DataFrame) -> list[list[str]] | None:
    """Per row, its columns of floats with a number longer than a float keeps; null when there is none."""
    floats = [name for name, dtype in frame.schema.items() if dtype.is_float()]
    long = frame.select((pl.col(name).is_finite() & (pl.col(name).abs() > LARGEST_EXACT)) for name in floats)
    if not any(long[name].any() for name in floats):
        return None
    return [[name.strip() for name, is_long in row.items() if is_long] for row in long.iter_rows(named=True)]


def _read(path: Path, source: str, limits: Limits) -> pl.DataFrame:
    try:
        scan = pl.scan_parquet(path, glob=False)
        cells = scan.select(pl.len()).collect().item() * len(scan.collect_schema())
        if cells * 8 > limits.whole_file_bytes * 4:
            message = f"{source} holds {cells:,} cells; deliver it in parts"
            raise DeliveryError(message, source=source, check="zip_bomb")
        return scan.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"{source} is a broken Parquet file: {error}"
        raise DeliveryError(message, source=source, check="broken_parquet") from error


def _text_of(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype.is_float():
        return _float_text(column, is_short=dtype == pl.Float32)
    if isinstance(dtype, pl.Datetime):
        zone = "%:z" if dtype.time_zone else ""
        return column.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.f{zone}")
    if isinstance(dtype, (pl.List, pl.Array)):
        whole = pl.struct(column.alias("v")).struct.json_encode()
        return pl.when(column.is_null()).then(None).otherwise(whole.str.slice(5).str.head(-1)).alias(name)
    if isinstance(dtype, pl.Struct):
        return column.struct.json_encode()
    return column.cast(pl.String)


def _float_text(column: pl.Expr, *, is_short: bool) -> pl.Expr:
    # A column of whole numbers with gaps becomes floats in many tools: 45.0 was 45.
    text = column.cast(pl.String).str.replace(r"\.0$", "")
    is_whole = (column == column.round()) & (column.abs() < LARGEST_WRITTEN)
    plain = pl.when(is_whole).then(column.cast(pl.Int128, strict=False).cast(pl.String)).otherwise(text)
    if not is_short:
        return plain
    lost = column.map_elements("{:.6e}".format, return_dtype=pl.String)
    return pl.when(is_whole & (column.abs() > LARGEST_SHORT)).then(lost).otherwise(plain)
