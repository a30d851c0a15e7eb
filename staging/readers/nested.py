"""Nested case records (objects already parsed from JSON) to raw tables of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, cast

import orjson
import polars as pl

from schemas.raw import ENTRY, PARENT_ROW, RAW, ROUNDED, ROW_NO, RawTable
from schemas.table_names import CHILD_TABLES
from staging.readers.json_lines import JsonProblem
from staging.readers.numbers import IN_JSON, find_rounded, number_text, number_texts
from staging.readers.result import ReadOptions, RejectLog
from staging.readers.tables import check_width, column_name, empty_to_null

_NOTHING = type(None)
_NUMBERS: set[type] = {int, float}


class ParsedRecord(NamedTuple):
    """One record or row of it: its row number in the source, its object, and its text as received."""

    row_no: int
    content: dict[str, object]
    raw: str


class _ChildRows(NamedTuple):
    """Rows of one table: the row numbers of their records, their places in the list, and their objects."""

    row_numbers: list[int]
    entries: list[int]
    contents: list[dict[str, object]]


def as_text(value: object) -> str | None:
    """A JSON value as the text a person would have typed: lists and objects stay JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    return orjson.dumps(value).decode()


def flatten_records(
    records: Sequence[ParsedRecord], source: str, options: ReadOptions, rejects: RejectLog
) -> dict[str, RawTable]:
    """Raw tables of nested records; what is no list of objects where one should be is rejected.

    Args:
        records: The records in the order received.
        source: File name, as the partner named it.
        options: What the deliverer calls the key of a record.
        rejects: Takes the child rows that cannot be structured.

    Returns:
        Every contract table by name; each row carries the record's own row number.
    """
    children = {name: _ChildRows([], [], []) for name in CHILD_TABLES}
    for record in records:
        for name, found in children.items():
            if record.content.get(name) is not None:
                _read_children(record, name, found, (options, rejects))
    contents = [record.content for record in records]
    cases = _ChildRows([record.row_no for record in records], [], contents)
    tables = {"cases": _build_table("cases", cases, [record.raw for record in records], source)}
    for name, found in children.items():
        raw = [orjson.dumps(content).decode() for content in found.contents]
        tables[name] = _build_table(name, found, raw, source)
    return tables


def _read_children(
    record: ParsedRecord, table: str, found: _ChildRows, log: tuple[ReadOptions, RejectLog]
) -> None:
    """Gather a record's rows of one table; what is no row is rejected."""
    listed = record.content[table]
    if not isinstance(listed, list):
        message = f"{table} should be a list of objects, found {_kind(listed)}"
        _reject(record, table, JsonProblem("child_list_not_a_list", message), listed, log)
        return
    for entry, child in enumerate(listed, start=1):
        if isinstance(child, dict):
            found.row_numbers.append(record.row_no)
            found.entries.append(entry)
            found.contents.append(child)
        else:
            message = f"entry {entry} of {table} should be an object, found {_kind(child)}"
            _reject(record, table, JsonProblem("child_not_an_object", message), child, log)


def _reject(
    record: ParsedRecord, table: str, problem: JsonProblem, found: object, log: tuple[ReadOptions, RejectLog]
) -> None:
    options, rejects = log
    key = options.key_of("cases", record.content.items())
    raw = orjson.dumps(found).decode()
    rejects.add((table, record.row_no), problem.check, str(problem), raw, key=key)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")


def _build_table(name: str, rows: _ChildRows, raw: Sequence[str], source: str) -> RawTable:
    skipped = set(CHILD_TABLES) if name == "cases" else set()
    columns = dict.fromkeys(chain.from_iterable(rows.contents))
    check_width(len(columns), source)
    keys = [key for key in columns if key not in skipped]
    is_uniform = all(len(content) == len(columns) for content in rows.contents)
    picked = _pick_stated(keys, rows.contents) if is_uniform else _pick_or_null(keys, rows.contents)
    long: dict[int, list[str]] = {}
    series = [_text_column(key, cells, long) for key, cells in zip(keys, picked, strict=True)]
    places = _places(name, rows, raw)
    if long:
        rounded = [long.get(at, []) for at in range(len(raw))]
        places.append(pl.Series(ROUNDED, rounded, dtype=pl.List(pl.String)))
    cells = pl.DataFrame(series).with_columns(empty_to_null()) if series else None
    frame = pl.DataFrame(places) if cells is None else cells.with_columns(places)
    return RawTable(name=name, source=source, frame=frame, rounding=IN_JSON)


def _places(name: str, rows: _ChildRows, raw: Sequence[str]) -> list[pl.Series]:
    numbers = pl.Series(ROW_NO, rows.row_numbers, dtype=pl.Int64)
    text = pl.Series(RAW, raw, dtype=pl.String)
    if name == "cases":
        return [numbers, pl.Series(PARENT_ROW, [None] * len(raw), pl.Int64), text]
    return [numbers, numbers.alias(PARENT_ROW), text, pl.Series(ENTRY, rows.entries, dtype=pl.Int64)]


def _pick_stated(keys: Sequence[str], contents: Sequence[dict[str, object]]) -> Iterable[Sequence[object]]:
    # A third of the time of the other: most programs write every key in every row, so that a row's cells can
    # be taken at once, while it is at hand.
    if len(keys) < 2 or not contents:  # the getter of a single key gives no row
        return _pick_or_null(keys, contents)
    return zip(*map(itemgetter(*keys), contents), strict=True)


def _pick_or_null(keys: Sequence[str], contents: Sequence[dict[str, object]]) -> Iterable[Sequence[object]]:
    return ([content.get(key) for content in contents] for key in keys)


def _text_column(key: str, values: Sequence[object], long: dict[int, list[str]]) -> pl.Series:
    """Cells as text; where a number may have been rounded is added to `long`, by row."""
    kinds = set(map(type, values)) - {_NOTHING}
    if kinds == {list}:
        texts = [None if value is None else orjson.dumps(value).decode() for value in values]
    elif kinds and kinds <= _NUMBERS:
        texts = number_texts(cast("Sequence[float | None]", values))
    elif kinds <= {str}:
        return pl.Series(column_name(key), values, dtype=pl.String)
    else:
        texts = [as_text(value) for value in values]
    if kinds & _NUMBERS:
        for at in find_rounded(values):
            long.setdefault(at, []).append(column_name(key))
    return pl.Series(column_name(key), texts, dtype=pl.String)
