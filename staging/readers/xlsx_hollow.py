"""Cells of a workbook in which a person sees something and a reader finds nothing.

A formula that could not be calculated shows `#N/A`; one that a program wrote and no spreadsheet ever
calculated has no value at all. Both come as empty cells, and silence would say that there was nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple
from xml.etree import ElementTree

import polars as pl

from staging.readers.result import NOTE_SCHEMA

CELL: Final = re.compile(rb"<c\b([^>]*[^>/])>(.*?)</c>", re.DOTALL)
PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
VALUE: Final = re.compile(rb"<v[^>/]*>([^<]+)</v>")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLOCK: Final = 1024 * 1024


class HollowCell(NamedTuple):
    """A cell that is read as empty: its row and column in the sheet, from 1, and the error it shows."""

    row: int
    column: int
    error: str


def find_hollow_cells(path: Path, sheet: str) -> Iterator[HollowCell]:
    """Cells of a sheet that hold an error, or a formula without a calculated value, row by row.

    Args:
        path: The workbook; it has been read, so that it is whole and within the limits.
        sheet: Name of the sheet.
    """
    with zipfile.ZipFile(path) as archive:
        member = _member_of(archive, sheet)
        if member is None:
            return
        with archive.open(member) as stream:
            rest = b""
            while block := stream.read(_BLOCK):
                rows, end, rest = (rest + block).rpartition(b"</row>")
                yield from _hollow_in(rows + end)


def _member_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The file that a sheet lies in; null in a workbook that is put together in another way."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    ids = [
        each.get(_RELATION)
        for each in book.iter()
        if each.tag.endswith("}sheet") and each.get("name") == sheet
    ]
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    target = targets.get(ids[0], "") if ids else ""
    member = str(PurePosixPath("/xl", target)).lstrip("/")
    return member if member in archive.namelist() else None


def _hollow_in(rows: bytes) -> Iterator[HollowCell]:
    for attributes, content in CELL.findall(rows) if b"<f" in rows or b't="e"' in rows else ():
        place, value = PLACE.search(attributes), VALUE.search(content)
        is_error = b't="e"' in attributes
        # a formula of text that came to nothing is calculated
        is_open = b"<f" in content and value is None and b't="str"' not in attributes
        if place is not None and (is_error or is_open):
            error = value[1].decode(errors="replace") if is_error and value is not None else ""
            yield HollowCell(int(place[2]), _number_of(place[1]), error)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def tell_hollow_cells(
    cells: Iterator[HollowCell], place: tuple[str, str], header: Sequence[str], start: tuple[int, int]
) -> pl.DataFrame:
    """Remarks on hollow cells, one a column and kind.

    Args:
        cells: The sheet's hollow cells.
        place: Table, and file and sheet as the partner named them.
        header: The sheet's column names.
        start: Row and column of the header's first cell, from 0.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        row_no, at = cell.row - 1 - start[0], cell.column - 1 - start[1]
        if row_no > 0 and at < len(header) and header[at]:
            found.setdefault((header[at], cell.error), []).append(row_no)
    rows = [_remark(place, column, error, numbers) for (column, error), numbers in sorted(found.items())]
    return pl.DataFrame(rows, schema=NOTE_SCHEMA)


def _remark(place: tuple[str, str], column: str, error: str, rows: Sequence[int]) -> dict[str, str | int]:
    table, source = place
    where = f"{source}, row {rows[0]}, column {column}"
    others = f"; so were {len(rows) - 1:,} more of this column" if len(rows) > 1 else ""
    told = (
        {
            "check": "spreadsheet_error",
            "message": f"{where}: found '{error}', expected a value; it was read as empty{others}",
        }
        if error
        else {
            "check": "formula_without_value",
            "message": f"{where}: found a formula that was never calculated; it was read as empty{others}; "
            "open the workbook in a spreadsheet, save it, and send again",
        }
    )
    return {"table": table, "row": rows[0], "column": column, **told}
