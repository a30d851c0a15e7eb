"""Flat tables of text, whatever file they came from, to raw tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from schemas.errors import DeliveryError
from schemas.raw import ROUNDED, RawTable
from staging.readers.result import ReadResult
from staging.readers.tables import REQUIRED_TABLE, check_width, column_name, empty_to_null


@dataclass(frozen=True)
class FlatTable:
    """One flat table with its rejects and remarks."""

    table: RawTable
    rejects: pl.DataFrame
    notes: pl.DataFrame


def build_flat_table(
    name: str,
    source: str,
    header: Sequence[str],
    cells: pl.DataFrame,
    row_numbers: pl.Series,
    *,
    rounded: Sequence[Sequence[str]] | None = None,
) -> RawTable:
    """A raw table of a header and its cells.

    Args:
        name: Contract table name.
        source: File (and sheet), as the partner named it.
        header: Column names as received; columns without a name must be empty and are left out.
        cells: Text columns in the order of the header.
        row_numbers: Row in the source of each row.
        rounded: Per row, the columns whose number is longer than the form keeps; null when there is none.

    Raises:
        DeliveryError: `bad_header` when a name stands twice or a column with content has none.
    """
    check_width(len(header), source)
    _check_header(header, cells, source)
    named = [(cell, column) for cell, column in zip(cells.columns, header, strict=True) if column]
    frame = cells.select(pl.col(cell).alias(column_name(column)) for cell, column in named)
    raw = frame.select(pl.struct(pl.all()).struct.json_encode().alias("raw")) if named else pl.DataFrame()
    frame = frame.with_columns(
        empty_to_null(),
    ).with_columns(
        row_numbers.alias("row_no"),
        pl.lit(None, dtype=pl.Int64).alias("parent_row"),
        raw["raw"] if named else pl.lit("{}").alias("raw"),
    )
    if rounded is not None:
        names = [[column_name(column) for column in columns] for columns in rounded]
        frame = frame.with_columns(pl.Series(ROUNDED, names, dtype=pl.List(pl.String)))
    return RawTable(name=name, source=source, frame=frame)


def _check_header(header: Sequence[str], cells: pl.DataFrame, source: str) -> None:
    seen: set[str] = set()
    for cell, column in zip(cells.columns, header, strict=True):
        if column in seen and column:
            message = f"{source}: the column {column!r} stands twice in the header"
            raise DeliveryError(message, source=source, check="bad_header")
        if not column and (cells[cell].fill_null("").str.strip_chars() != "").any():
            position = len(seen) + 1
            message = f"{source}: a column with content (near position {position}) has no name in the header"
            raise DeliveryError(message, source=source, check="bad_header")
        seen.add(column)


def gather_flat(tables: Iterable[FlatTable], source: str) -> ReadResult:
    """All flat tables of one delivery as one result.

    Raises:
        DeliveryError: `missing_table` without the table that no delivery can do without; `table_twice`.
    """
    found = sorted(tables, key=lambda flat: (flat.table.name, flat.table.source))
    names = [flat.table.name for flat in found]
    if REQUIRED_TABLE not in names:
        listed = ", ".join(flat.table.source for flat in found) or "no table at all"
        message = f"{source}: the table {REQUIRED_TABLE!r} is missing; found {listed}"
        raise DeliveryError(message, source=source, check="missing_table")
    for first, second in pairwise(found):
        if first.table.name == second.table.name:
            message = (
                f"{source}: {first.table.source} and {second.table.source} are both {first.table.name!r}"
            )
            raise DeliveryError(message, source=source, check="table_twice")
    return ReadResult(
        tables={flat.table.name: flat.table for flat in found},
        rejects=pl.concat([flat.rejects for flat in found]),
        notes=pl.concat([flat.notes for flat in found]),
        nested=False,
    )
