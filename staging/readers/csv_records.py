"""CSV text to records, strictly, losing no row.

A broken record costs itself and nothing else: a quoted field that never ends would swallow the rest of the
file in an ordinary parser. Here a record may go on over several lines only when the whole of it then reads
as exactly the header's number of fields; otherwise its first line alone is rejected and reading goes on with
the next.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_LINES_PER_RECORD = 2_000
"""Lines one quoted field may span: a long narrative with paragraphs has dozens."""


@dataclass(frozen=True)
class CsvRecord:
    """One record: its line in the file (header is 1), its fields, and what is wrong with it, if anything.

    Of a broken record the fields are those that could be told apart.
    """

    line: int
    fields: tuple[str, ...]
    text: str = ""
    check: str = ""
    message: str = ""


def split_header(lines: Sequence[str], delimiter: str) -> list[str]:
    """Column names of the first line, trimmed."""
    return [name.strip() for name in next(csv.reader([lines[0]], delimiter=delimiter), [])]


def split_records(lines: Sequence[str], delimiter: str, width: int, line_chars: int) -> Iterator[CsvRecord]:
    """Records below the header.

    Args:
        lines: Lines of the file without line ends, header first.
        delimiter: One character.
        width: Number of columns in the header.
        line_chars: Longest record accepted.

    Yields:
        One item per record or rejected line, blank lines left out.
    """
    at = 1
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        if len(line) > line_chars:
            message = f"the line is longer than {line_chars:,} characters"
            yield CsvRecord(at + 1, (), line, "line_too_long", message)
            at += 1
        elif '"' not in line:
            yield _check_width(at + 1, tuple(line.split(delimiter)), line, width)
            at += 1
        else:
            record, used = _read_quoted(lines, at, (delimiter, width, line_chars))
            yield record
            at += used


def _check_width(line_no: int, fields: tuple[str, ...], text: str, width: int) -> CsvRecord:
    if len(fields) == width:
        return CsvRecord(line_no, fields, text)
    message = f"the row has {len(fields)} fields, the header has {width}"
    return CsvRecord(line_no, fields, text, "ragged_row", message)


def _read_quoted(lines: Sequence[str], at: int, form: tuple[str, int, int]) -> tuple[CsvRecord, int]:
    delimiter, width, line_chars = form
    text = lines[at]
    fields = _parse(text, delimiter)
    if fields is not None:
        return _check_width(at + 1, fields, text, width), 1
    if _quotes_close(text):
        message = "text follows a closing quote"
        return CsvRecord(at + 1, _guess(text, delimiter), text, "broken_quotes", message), 1
    for used in range(2, min(MAX_LINES_PER_RECORD, len(lines) - at) + 1):
        following = lines[at + used - 1]
        text = f"{text}\n{following}"
        if len(text) > line_chars:
            break
        if '"' in following and _quotes_close(text):
            fields = _parse(text, delimiter)
            if fields is not None and len(fields) == width:
                return CsvRecord(at + 1, fields, text), used
            break
    message = "a quoted field is opened and never closed"
    whole = _guess(lines[at], delimiter)[:-1]  # the last one has swallowed what came behind it
    return CsvRecord(at + 1, whole, lines[at], "unclosed_quote", message), 1


def _quotes_close(text: str) -> bool:
    return text.count('"') % 2 == 0


def _guess(text: str, delimiter: str) -> tuple[str, ...]:
    """Fields of a broken line, as a forgiving reader tells them apart."""
    return tuple(next(csv.reader([text], delimiter=delimiter), ()))


def _parse(text: str, delimiter: str) -> tuple[str, ...] | None:
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(rows[0]) if len(rows) == 1 else None
