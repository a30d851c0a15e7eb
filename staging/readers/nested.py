"""Nested case records (objects already parsed from JSON) to raw tables of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import orjson
import polars as pl

from schemas.raw import RawTable
from staging.readers.result import RejectLog
from staging.readers.tables import CHILD_TABLES, check_width, column_name, empty_to_null

_TEXT_TYPES = {str, type(None)}


class ParsedRecord(NamedTuple):
    """One record or row of it: its row number in the source, its object, and its text as received."""

    row_no: int
    content: dict[str, object]
    raw: str


def as_text(value: object) -> str | None:
    """A JSON value as the text a person would have typed: lists and objects stay JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return orjson.dumps(value).decode()


def flatten_records(records: Sequence[ParsedRecord], source: str, rejects: RejectLog) -> dict[str, RawTable]:
    """Raw tables of nested records; what is no list of objects where one should be is rejected.

    Args:
        records: The records in the order received.
        source: File name, as the partner named it.
        rejects: Takes the child rows that cannot be structured.

    Returns:
        Every contract table by name; each row carries the record's own row number.
    """
    rows: dict[str, list[ParsedRecord]] = {name: [] for name in CHILD_TABLES}
    for record in records:
        for name in CHILD_TABLES:
            children = record.content.get(name)
            if children:
                rows[name].extend(_read_children(children, (name, record.row_no), rejects))
            elif children is not None and children != []:
                _reject_list(children, (name, record.row_no), rejects)
    return {"cases": _build_table("cases", records, source)} | {
        name: _build_table(name, found, source) for name, found in rows.items()
    }


def _reject_list(children: object, place: tuple[str, int], rejects: RejectLog) -> None:
    table, line = place
    message = f"record {line}: {table} should be a list of objects, found {_kind(children)}"
    rejects.add(place, "child_list_not_a_list", message, orjson.dumps(children).decode())


def _read_children(children: object, place: tuple[str, int], rejects: RejectLog) -> Iterator[ParsedRecord]:
    table, line = place
    if not isinstance(children, list):
        _reject_list(children, place, rejects)
        return
    for position, child in enumerate(children, start=1):
        raw = orjson.dumps(child).decode()
        if isinstance(child, dict):
            yield ParsedRecord(line, child, raw)
        else:
            message = f"record {line}: entry {position} of {table} should be an object, found {_kind(child)}"
            rejects.add(place, "child_not_an_object", message, raw)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def _build_table(name: str, rows: Sequence[ParsedRecord], source: str) -> RawTable:
    skipped = set(CHILD_TABLES) if name == "cases" else set()
    contents = [row.content for row in rows]
    columns = dict.fromkeys(chain.from_iterable(contents))
    check_width(len(columns), source)
    series = [_text_column(key, contents) for key in columns if key not in skipped]
    numbers = pl.Series("row_no", [row.row_no for row in rows], dtype=pl.Int64)
    parents = pl.Series("parent_row", [None] * len(rows), pl.Int64) if name == "cases" else numbers
    frame = pl.DataFrame(series).with_columns(empty_to_null()) if series else pl.DataFrame()
    raw = pl.Series("raw", [row.raw for row in rows], dtype=pl.String)
    frame = frame.with_columns(numbers, parents.alias("parent_row"), raw)
    return RawTable(name=name, source=source, frame=frame)


def _text_column(key: str, contents: Sequence[dict[str, object]]) -> pl.Series:
    values = [content.get(key) for content in contents]
    if not set(map(type, values)) <= _TEXT_TYPES:
        values = [as_text(value) for value in values]
    return pl.Series(column_name(key), values, dtype=pl.String)
