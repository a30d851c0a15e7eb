"""Workbooks: one sheet a table, every cell as the text a person reads in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from schemas.errors import DeliveryError
from staging.readers.archive import check_zip
from staging.readers.flat import FlatTable, build_flat_table
from staging.readers.limits import Limits
from staging.readers.numbers import EXCEL_LIMIT, IN_EXCEL, number_text
from staging.readers.result import WHOLE_DELIVERY, ReadOptions, RejectLog, no_notes, note
from staging.readers.tables import match_table
from staging.readers.xlsx_hollow import find_hollow_cells, tell_hollow_cells

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta | None


def read_workbook(path: Path, options: ReadOptions, limits: Limits) -> Iterator[FlatTable]:
    """Raw tables of a workbook; sheets whose name is no table's are left alone and named in a remark.

    Raises:
        DeliveryError: `broken_zip`, `zip_bomb`, `broken_workbook`, `bad_header`.
    """
    check_zip(path, limits)
    try:
        workbook = CalamineWorkbook.from_path(path)
        matched = {name: match_table(name, options.table_names) for name in workbook.sheet_names}
        remarks = pl.concat(
            [no_notes(), *(_ignored(path.name, name) for name in matched if not matched[name])]
        )
        for name, table in matched.items():
            if table is not None:
                yield _read_sheet(path, workbook.get_sheet_by_name(name), table, remarks)
                remarks = no_notes()
    except CalamineError as error:
        message = f"{path.name} is a broken workbook: {error}"
        raise DeliveryError(message, source=path.name, check="broken_workbook") from error


def _ignored(book: str, sheet: str) -> pl.DataFrame:
    return note(
        WHOLE_DELIVERY, "ignored_sheet", f"{book}/{sheet} is no table of the contract; it was not read"
    )


def _read_sheet(path: Path, sheet: CalamineSheet, table: str, remarks: pl.DataFrame) -> FlatTable:
    source = f"{path.name}/{sheet.name}"
    read = sheet.to_python(skip_empty_area=True)
    rows = [[cell_text(cell) for cell in row] for row in read]
    header = [(name or "").strip() for name in rows[0]] if rows else []
    numbered = [(row_no, row) for row_no, row in enumerate(rows[1:], start=1) if any(row)]
    cells = pl.DataFrame(_columns([row for _, row in numbered], len(header)))
    numbers = pl.Series("row_no", [row_no for row_no, _ in numbered], dtype=pl.Int64)
    long = [_long_numbers(header, read[row_no]) for row_no, _ in numbered]
    raw = build_flat_table(table, source, header, cells, numbers, rounded=long if any(long) else None)
    hollow = find_hollow_cells(path, sheet.name)
    notes = pl.concat([remarks, tell_hollow_cells(hollow, (table, source), header, sheet.start or (0, 0))])
    return FlatTable(replace(raw, rounding=IN_EXCEL), RejectLog(source, 0).frame(), notes)


def _long_numbers(header: Sequence[str], row: Sequence[Cell]) -> list[str]:
    """Columns in which a row has a number of which Excel may have lost digits."""
    return [
        name
        for name, cell in zip(header, row, strict=False)
        if isinstance(cell, (int, float)) and abs(cell) >= EXCEL_LIMIT
    ]


def _columns(rows: Sequence[Sequence[str | None]], width: int) -> list[pl.Series]:
    return [pl.Series(f"c{at}", [row[at] for row in rows], dtype=pl.String) for at in range(width)]


def cell_text(cell: Cell) -> str | None:
    """A cell as text: whole numbers in plain digits, dates in ISO form, text as it stands."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
