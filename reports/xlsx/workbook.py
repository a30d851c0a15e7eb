"""Write sheets as a workbook in which text stays text.

A spreadsheet takes `=…`, `+…` or `@…` for a formula, an address for a link and `0044…` for a number. Here
every text is written as a string, in a cell formatted as text and marked as quoted, so that it stays one
when somebody edits it; nothing but our own figures is a number, and no cell holds a formula or a link.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from reports.changes import Change
from reports.html.environment import name_cluster
from reports.html.pages import mark_page
from reports.model import ClusterView
from reports.sections.grouping import clean_text
from reports.words.catalogue import Words, load_words
from reports.xlsx.cells import Cell, Share, Sheet
from reports.xlsx.sheets import build_sheets

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

UNDATED = date(1980, 1, 1)
"""Stands in the workbook's properties where no record states a date."""

DAY_FORMAT = {"en": "[$-809]d mmm yyyy", "es": "[$-80A]d mmm yyyy", "fr": "[$-C0C]d mmm yyyy"}
"""Day, month's name, year, in British English, Mexican Spanish and Canadian French whatever the machine's
own language: nobody has to guess whether the day or the month comes first."""

AS_TEXT = 49
"""The built-in format for text, by number: a spreadsheet knows it in every language."""

LONGEST = 32_767
"""Characters that a cell can hold."""

NARROWEST, WIDEST = 8, 44
"""Bounds of a column's width, in letters; longer text is broken, so that a sheet can still be printed."""

LINE_HEIGHT, MOST_LINES = 15.0, 12
"""Points a line, and the lines after which a row grows no more."""

HEAD_ROW = 3
"""Above it: whose and how closely held, what it is, whom it does not name."""

TLP_COLOUR = {"CLEAR": "#FFFFFF", "GREEN": "#33FF00", "AMBER": "#FFC000", "AMBER+STRICT": "#FFC000"}
TLP_RED = "#FF2B2B"
"""TLP 2.0's own colours, on black as FIRST prescribes; what it does not know is shown as the strictest."""


@dataclass(frozen=True)
class _Formats:
    text: Any
    number: Any
    share: Any
    day: Any
    head: Any
    mark: Any
    note: Any


def render_cluster_workbook(
    cluster: ClusterView, recipient: str | None, language: str, history: Sequence[Change] = ()
) -> bytes:
    """One cluster's workbook; the same view gives the same bytes.

    Args:
        cluster: What the report says.
        recipient: Partner code; None for the holder's own complete view.
        language: `en`, `es` or `fr`.
        history: What became of it, oldest first.

    Raises:
        ConfigError: No such language.
    """
    words = load_words(language)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        _describe(book, cluster, words)
        formats = _make_formats(book, cluster.handling, words.language)
        marks = (f"TLP:{cluster.handling} · {mark_page(recipient, words)}", words("page.lead"))
        for sheet in build_sheets(cluster, words, history):
            _write_sheet(book, sheet, formats, (*marks, words("page.protected")))
    return buffer.getvalue()


def _describe(book: Any, cluster: ClusterView, words: Words) -> None:  # noqa: ANN401 - untyped library
    day = cluster.last_seen or UNDATED
    title = _fit(name_cluster(cluster, words))[:255]
    made = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    book.set_properties({"title": title, "author": "Trama", "created": made})


def _make_formats(book: Any, handling: str, language: str) -> _Formats:  # noqa: ANN401 - untyped library
    text = {"num_format": AS_TEXT}
    cell = {"valign": "top", "bottom": 7, "bottom_color": "#C8D0D9"}
    head = {**text, "bold": True, "bottom": 1, "bg_color": "#DFE5EC", "text_wrap": True, "valign": "top"}
    colour = TLP_COLOUR.get(handling, TLP_RED)
    return _Formats(
        text=book.add_format({**cell, **text, "text_wrap": True, "quote_prefix": True}),
        number=book.add_format(cell),
        share=book.add_format({**cell, "num_format": "0%"}),
        day=book.add_format({**cell, "num_format": DAY_FORMAT[language], "align": "left", "indent": 1}),
        head=book.add_format(head),
        mark=book.add_format({**text, "bold": True, "bg_color": "#000000", "font_color": colour}),
        note=book.add_format({**text, "font_color": "#4A5661"}),
    )


def _write_sheet(book: Any, sheet: Sheet, formats: _Formats, marks: Sequence[str]) -> None:  # noqa: ANN401
    page = book.add_worksheet(sheet.name)
    for row, said in enumerate(marks):
        page.write_string(row, 0, _fit(said), formats.note if row else formats.mark)
    for column in range(1, len(sheet.columns)):
        page.write_blank(0, column, None, formats.mark)
    widths = _widths(sheet)
    for column, (word, width) in enumerate(zip(sheet.columns, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(HEAD_ROW, column, word, formats.head)
    page.set_row(HEAD_ROW, _height(sheet.columns, widths))
    for row, cells in enumerate(sheet.rows, start=HEAD_ROW + 1):
        page.set_row(row, _height(cells, widths))
        for column, cell in enumerate(cells):
            _write_cell(page, (row, column), cell, formats)
    page.freeze_panes(HEAD_ROW + 1, 1)
    page.autofilter(HEAD_ROW, 0, HEAD_ROW + max(len(sheet.rows), 1), len(sheet.columns) - 1)
    # a text of digits is meant: no green corner on every phone number
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _set_page(page, marks)


def _set_page(page: Any, marks: Sequence[str]) -> None:  # noqa: ANN401 - untyped library
    """On paper: marked above and below on every page, the head on each, as wide as the sheet."""
    mark, lead, _ = (said.replace("&", "&&") for said in marks)
    page.set_header(f"&L&B {mark[:180]}")
    page.set_footer(f"&L&B {lead[:180]}&R&P / &N")
    page.set_landscape()
    page.set_paper(1)
    page.repeat_rows(HEAD_ROW)
    page.fit_to_pages(1, 0)


def _write_cell(page: Any, place: tuple[int, int], cell: Cell, formats: _Formats) -> None:  # noqa: ANN401
    if cell is None or cell == "":
        page.write_blank(*place, None, formats.text)
    elif isinstance(cell, str):
        page.write_string(*place, _fit(cell), formats.text)
    elif isinstance(cell, date):
        page.write_datetime(*place, datetime.combine(cell, datetime.min.time()), formats.day)
    elif isinstance(cell, Share):
        page.write_number(*place, cell.value, formats.share)
    elif math.isfinite(cell):
        page.write_number(*place, cell, formats.number)


def _fit(text: str) -> str:
    """On one line, without control characters, and no longer than a cell holds."""
    flat = " ".join((clean_text(text) or "").split())
    return flat if len(flat) <= LONGEST else f"{flat[: LONGEST - 1]}…"


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """Points for the most lines that a cell of the row breaks into; not every program works that out."""
    texts = [(len(cell), width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    # lines are broken between words, so they hold a little less than their width
    lines = [1 if letters < width else -(-letters // (width - 3)) for letters, width in texts]
    return LINE_HEIGHT * min(max(lines, default=1), MOST_LINES)


def _widths(sheet: Sheet) -> list[int]:
    # a head is broken between words, and its filter's button takes two letters
    said = [max(len(part) for part in word.split()) + 3 for word in sheet.columns]
    for row in sheet.rows:
        for column, cell in enumerate(row):
            letters = len(cell) if isinstance(cell, str) else 12 if isinstance(cell, date) else 8
            said[column] = max(said[column], letters + 1)
    return [min(max(width, NARROWEST), WIDEST) for width in said]
