"""A cell of a workbook that shows something and holds nothing is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import polars as pl
import xlsxwriter

from staging.accounts import load_warnings
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store

HEADER = ["agency", "record_id", "reported_at", "incident_start_date", "handling", "municipality", "admin1"]
GOOD = ["MX-INM", "R-1", "2023-12-01T20:38:00Z", "2023-11-28", "GREEN"]
Cell = tuple[str, str]


def _workbook(*cells: Cell, at: tuple[int, int] = (0, 0)) -> bytes:
    """Cases whose municipality is a formula with a stored value, the header's first cell at a place."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("cases")
        sheet.write_row(*at, HEADER)
        for number, (formula, value) in enumerate(cells, start=1):
            sheet.write_row(at[0] + number, at[1], [*GOOD[:1], f"R-{number}", *GOOD[2:]])
            sheet.write_formula(at[0] + number, at[1] + len(GOOD), formula, None, value)
    return buffer.getvalue()


def _told(store: Store) -> list[tuple[int, str, str, str]]:
    checks = ("spreadsheet_error", "formula_without_value")
    notes = load_warnings(store).filter(pl.col("check").is_in(checks))
    return notes.select("row", "column", "check", "message").rows()


def test_an_error_of_a_spreadsheet_is_told_once_a_column(take: Callable[..., Receipt], store: Store) -> None:
    take("a.xlsx", _workbook(("=A2", "Tapachula"), ("=NA()", "#N/A"), ("=NA()", "#N/A")))
    assert _told(store) == [
        (
            2,
            "municipality",
            "spreadsheet_error",
            "a.xlsx/cases, row 2, column municipality: found '#N/A', expected a value; it was read as empty; "
            "so were 1 more of this column",
        )
    ]
    assert load_records(store)["cases"]["municipality"].to_list() == ["Tapachula", None, None]


def test_a_formula_that_nothing_calculated_is_told_wherever_the_table_begins(
    take: Callable[..., Receipt], store: Store
) -> None:
    take("a.xlsx", _workbook(("=A2", "Tapachula"), ("=A2", ""), at=(3, 30)))
    ((row, column, check, message),) = _told(store)
    assert (row, column, check) == (2, "municipality", "formula_without_value")
    assert message.startswith("a.xlsx/cases, row 2, column municipality: found a formula that was never")


def test_a_formula_that_comes_to_an_empty_text_is_no_remark(
    take: Callable[..., Receipt], store: Store
) -> None:
    content = io.BytesIO(_workbook(("=A2", "Tapachula"), ("=A2", "")))
    with zipfile.ZipFile(content) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    assert b'<c r="F3"><f>' in sheet
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="F3"><f>', b'<c r="F3" t="str"><f>')
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as book:
        for name, each in members.items():
            book.writestr(name, each)
    assert take("a.xlsx", changed.getvalue()).accepted["cases"] == 2
    assert _told(store) == []
