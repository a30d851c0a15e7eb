"""Nested case records (objects already parsed from JSON) to raw tables of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import polars as pl

from schemas.raw import RawTable
from staging.readers.result import RejectLog
from staging.readers.tables import CHILD_TABLES, TABLE_NAMES, empty_to_null


@dataclass(frozen=True)
class ParsedRecord:
    """One case record: its row number in the source, its object, and its text as received."""

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
    rows: dict[str, list[ParsedRecord]] = {name: [] for name in TABLE_NAMES}
    for record in records:
        own = {key: value for key, value in record.content.items() if key not in CHILD_TABLES}
        rows["cases"].append(ParsedRecord(record.row_no, own, record.raw))
        for name in CHILD_TABLES:
            children = record.content.get(name)
            if children is not None:
                rows[name].extend(_read_children(children, (name, record.row_no), rejects))
    return {name: _build_table(name, found, source) for name, found in rows.items()}


def _read_children(children: object, place: tuple[str, int], rejects: RejectLog) -> list[ParsedRecord]:
    table, line = place
    if not isinstance(children, list):
        message = f"record {line}: {table} should be a list of objects, found {_kind(children)}"
        rejects.add(place, "child_list_not_a_list", message, orjson.dumps(children).decode())
        return []
    kept: list[ParsedRecord] = []
    for position, child in enumerate(children, start=1):
        raw = orjson.dumps(child).decode()
        if isinstance(child, dict):
            kept.append(ParsedRecord(line, child, raw))
        else:
            message = f"record {line}: entry {position} of {table} should be an object, found {_kind(child)}"
            rejects.add(place, "child_not_an_object", message, raw)
    return kept


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def _build_table(name: str, rows: Sequence[ParsedRecord], source: str) -> RawTable:
    columns = dict.fromkeys(key for row in rows for key in row.content)
    reserved = {"row_no", "parent_row", "raw"}
    data = {
        key: pl.Series(key, [as_text(row.content.get(key)) for row in rows], dtype=pl.String)
        for key in columns
        if key not in reserved
    }
    numbers = [row.row_no for row in rows]
    frame = pl.DataFrame(data).with_columns(empty_to_null()) if data else pl.DataFrame()
    frame = frame.with_columns(
        pl.Series("row_no", numbers, dtype=pl.Int64),
        pl.Series("parent_row", [None] * len(numbers) if name == "cases" else numbers, dtype=pl.Int64),
        pl.Series("raw", [row.raw for row in rows], dtype=pl.String),
    )
    return RawTable(name=name, source=source, frame=frame)
