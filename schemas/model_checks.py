"""The checks of a pandera model on a typed frame, all failures of all rows, chunk by chunk.

Frames are eager, because pandera skips value checks on lazy ones; `coerce` and `drop_invalid_rows` stay
unused, because they keep or drop the wrong rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from schemas.findings import POSITION, Rule, apply_rules, find_at, join_findings, no_findings
from schemas.tables import TABLES
from schemas.tables.spec import ColumnSpec, describe_check, table_columns

CHUNK_ROWS = 200_000  # keeps pandera's own copies small; larger chunks were no faster
SHORT_NAMES: Mapping[str, str] = {
    "not_nullable": "required",
    "isin": "code_list",
    "str_matches": "pattern",
    "str_length": "length",
    "greater_than_or_equal_to": "range",
    "less_than_or_equal_to": "range",
}


def check_model(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings of every column check of a table's model.

    Args:
        table: Contract table name.
        frame: Typed table with `position` and every column of the model.
    """
    columns = table_columns(table)
    chunks = (frame.slice(start, CHUNK_ROWS) for start in range(0, frame.height, CHUNK_ROWS))
    schema = _schema_of(table, tuple(name for name, spec in columns.items() if _can_fail(frame[name], spec)))
    parts = [_check_chunk(schema, chunk, columns) for chunk in chunks]
    return join_findings([*parts, *_check_elements(frame, columns)])


def _can_fail(cells: pl.Series, spec: ColumnSpec) -> bool:
    """Whether pandera could find anything; each column costs it a millisecond, and most are often empty."""
    return spec.required or (bool(spec.checks) and cells.null_count() < len(cells))


@cache
def _schema_of(table: str, columns: tuple[str, ...]) -> pa.DataFrameSchema:
    """The model's schema for some of its columns."""
    return TABLES[table].to_schema().select_columns(list(columns))


def _check_chunk(
    schema: pa.DataFrameSchema, chunk: pl.DataFrame, columns: Mapping[str, ColumnSpec]
) -> pl.DataFrame:
    try:
        schema.validate(chunk, lazy=True)
    except SchemaErrors as errors:
        return _read_failures(errors.failure_cases, chunk, columns)
    return no_findings()


def _read_failures(
    cases: pl.DataFrame, chunk: pl.DataFrame, columns: Mapping[str, ColumnSpec]
) -> pl.DataFrame:
    """Failure cases of pandera as findings; a case without a row stands for the whole chunk."""
    parts = []
    for (column, check, number), group in cases.group_by(
        "column", "check", "check_number", maintain_order=True
    ):
        index = group["index"].drop_nulls()
        positions = (
            chunk[POSITION] if len(index) < group.height else chunk[POSITION].gather(index.cast(pl.UInt32))
        )
        short, expected = _say(columns.get(str(column)), str(check), number)
        parts.append(find_at(positions, str(column), short, expected))
    return join_findings(parts)


def _say(spec: ColumnSpec | None, check: str, number: object) -> tuple[str, str]:
    """Short code and expectation of one failed check."""
    if spec is None or (not isinstance(number, int) and check != "not_nullable"):
        return "model", f"a column that passes {check}"
    if not isinstance(number, int):
        return SHORT_NAMES[check], describe_required(spec)
    failed = spec.checks[number]
    return SHORT_NAMES.get(str(failed.name), str(failed.name)), describe_check(failed)


def describe_required(spec: ColumnSpec) -> str:
    """What a required cell must hold, in words."""
    return f"a value ({describe_codes_or_type(spec)})"


def describe_codes_or_type(spec: ColumnSpec) -> str:
    """The column's code list in words, or its type where it has none."""
    listed = [describe_check(check) for check in spec.checks if check.name == "isin"]
    return listed[0] if listed else spec.expected_type


def _check_elements(frame: pl.DataFrame, columns: Mapping[str, ColumnSpec]) -> list[pl.DataFrame]:
    """Findings of list columns whose elements must match a pattern."""
    parts = []
    for spec in columns.values():
        pattern = spec.metadata.get("elements")
        if not isinstance(pattern, str):
            continue
        bad = pl.col(spec.name).list.eval(~pl.element().str.contains(pattern)).list.any()
        expected = f"a list of texts that match {pattern}"
        parts.append(apply_rules(frame, [Rule(spec.name, "pattern", bad, expected)]))
    return parts
