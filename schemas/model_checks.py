"""The checks of a pandera model on a typed frame, all failures of all rows, chunk by chunk.

A delivery has eight tables of up to thirty columns, and pandera spends over a millisecond on every column it
looks at. So all checks of a model are fused into one check of the whole row, which pandera runs on every
chunk; only where that one fails, the model itself judges the rows and columns that made it fail. Both read
the same pandera columns, so that there is one description; a check that cannot be fused lets nothing pass.

Frames are eager, because pandera skips value checks on lazy ones; `coerce` and `drop_invalid_rows` stay
unused, because they keep or drop the wrong rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaError, SchemaErrors

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


FUSED: Mapping[str, Callable[[pl.Expr, Mapping[str, Any]], pl.Expr]] = {
    "isin": lambda cell, said: cell.is_in(list(said["allowed_values"])),
    "str_matches": lambda cell, said: cell.str.contains(f"^(?:{said['pattern']})"),
    "str_length": lambda cell, said: cell.str.len_chars() <= said["max_value"],
    "greater_than_or_equal_to": lambda cell, said: cell >= said["min_value"],
    "less_than_or_equal_to": lambda cell, said: cell <= said["max_value"],
}
"""What pandera's own checks ask of a cell, as expressions, by their name."""


def check_model(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Findings of every column check of a table's model.

    Args:
        table: Contract table name.
        frame: Typed table with `position` and every column of the model.
    """
    columns = table_columns(table)
    chunks = (frame.slice(start, CHUNK_ROWS) for start in range(0, frame.height, CHUNK_ROWS))
    parts = [_check_chunk(table, chunk) for chunk in chunks]
    return join_findings([*parts, *_check_elements(frame, columns)])


def _check_chunk(table: str, chunk: pl.DataFrame) -> pl.DataFrame:
    columns = table_columns(table)
    mistyped = [name for name, spec in columns.items() if chunk.schema[name] != spec.dtype]
    if mistyped:
        return _judge(table, chunk, mistyped)
    try:
        _fused_schema(table).validate(chunk)
    except SchemaError:
        passes = chunk.select(expression.fill_null(True) for expression in _passes(table))
        suspects = [name for name in passes.columns if not passes[name].all()]
        return _judge(table, chunk.filter(~passes.select(pl.all_horizontal(pl.all())).to_series()), suspects)
    return no_findings()


@cache
def _fused_schema(table: str) -> pa.DataFrameSchema:
    """One check for all columns of the model, with one answer: pandera spends more on a column of answers."""
    holds = [pl.all_horizontal(_passes(table)).fill_null(True).all().alias("holds")]
    return pa.DataFrameSchema(
        checks=pa.Check(lambda data: bool(data.lazyframe.select(holds).collect().item()))
    )


@cache
def _passes(table: str) -> list[pl.Expr]:
    """Per column that has a check, whether a cell passes it; null where an empty cell may be."""
    return [_passes_all(spec).alias(name) for name, spec in table_columns(table).items()
            if spec.required or spec.checks]  # fmt: skip


def _passes_all(spec: ColumnSpec) -> pl.Expr:
    cell = pl.col(spec.name)
    verdicts = [_passes_one(cell, check) for check in spec.checks]
    return pl.all_horizontal(*([cell.is_not_null()] if spec.required else []), *verdicts)


def _passes_one(cell: pl.Expr, check: pa.Check) -> pl.Expr:
    fused = FUSED.get(str(check.name))
    said: Mapping[str, Any] = check.statistics or {}
    is_known = fused is not None and (check.name != "str_length" or said.get("min_value") is None)
    return fused(cell, said) if fused is not None and is_known else pl.lit(False)


def _judge(table: str, rows: pl.DataFrame, suspects: list[str]) -> pl.DataFrame:
    """The model's own verdict on rows and columns."""
    try:
        _schema_of(table, tuple(suspects)).validate(rows, lazy=True)
    except SchemaErrors as errors:
        return _read_failures(errors.failure_cases, rows, table_columns(table))
    return no_findings()


@cache
def _schema_of(table: str, columns: tuple[str, ...]) -> pa.DataFrameSchema:
    """The model's schema for some of its columns."""
    return TABLES[table].to_schema().select_columns(list(columns))


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
