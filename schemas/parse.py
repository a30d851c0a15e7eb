"""Text into types, as the model says: nothing is coerced, a cell is read exactly or it is a finding.

Numbers are matched by a pattern before they are cast, because casts accept `1_000`, `nan` or `1.7` for a
whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from schemas.findings import POSITION, Rule, apply_rules, join_findings
from schemas.tables.spec import ColumnSpec
from schemas.text_lists import parse_list
from schemas.timestamps import has_time_without_zone, parse_timestamp

INTEGER_PATTERN = r"^[+-]?[0-9]{1,18}(\.0+)?$"  # spreadsheets write whole numbers as 45.0
DECIMAL_PATTERN = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
MIDNIGHT_PATTERN = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00(:00(\.0+)?)?)?$"  # and dates with a midnight
BOOLEAN_WORDS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True)
class Parsed:
    """A typed table and what could not be read.

    Attributes:
        frame: `position` and every column of the model, typed; unreadable cells are null.
        failures: Findings frame of cells that could not be read.
        warnings: Findings frame of cells that were read with an assumption.
    """

    frame: pl.DataFrame
    failures: pl.DataFrame
    warnings: pl.DataFrame


def clean_text(
    frame: pl.DataFrame, columns: Mapping[str, ColumnSpec], *, fill_defaults: bool
) -> pl.DataFrame:
    """Every column of the model as text without outer blanks, empty as null.

    Args:
        frame: Text columns as received; columns that are not there become null.
        columns: The model's columns.
        fill_defaults: Whether empty cells take the model's default (a child row takes its case's revision
            instead).
    """
    present = set(frame.columns)
    defaults = {name: spec.metadata.get("default") for name, spec in columns.items() if fill_defaults}
    return frame.with_columns(_clean_cell(name, name in present, defaults.get(name)) for name in columns)


def _clean_cell(name: str, is_present: bool, default: str | None) -> pl.Expr:
    filled = pl.lit(default, pl.String)
    if not is_present:
        return filled.alias(name)
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text.str.len_bytes() > 0).then(text).otherwise(filled).alias(name)


def parse_table(text: pl.DataFrame, columns: Mapping[str, ColumnSpec]) -> Parsed:
    """Read cleaned text into the model's types.

    Args:
        text: `position` and every column of the model as String (see `clean_text`).
        columns: The model's columns.
    """
    typed = text.select(POSITION, *(_typed(text[name], spec).alias(name) for name, spec in columns.items()))
    cells = text.select(pl.all().name.prefix("text:")).hstack(typed)
    failures = apply_rules(cells, [_unread(spec) for spec in columns.values() if spec.type_name != "String"])
    zones = [spec for spec in columns.values() if spec.type_name == "Datetime" and not _needs_zone(spec)]
    return Parsed(typed, failures, join_findings([apply_rules(cells, [_no_zone(spec) for spec in zones])]))


def _typed(cells: pl.Series, spec: ColumnSpec) -> pl.Series:
    if cells.null_count() == len(cells) and spec.type_name != "List":
        return pl.Series(cells.name, [], spec.dtype).extend_constant(None, len(cells))
    return _PARSERS[spec.type_name](cells, spec)


def _unread(spec: ColumnSpec) -> Rule:
    text = pl.col(f"text:{spec.name}")
    bad = text.is_not_null() & pl.col(spec.name).is_null()
    return Rule(spec.name, spec.type_name.lower(), bad, spec.expected_type)


def _no_zone(spec: ColumnSpec) -> Rule:
    bad = has_time_without_zone(pl.col(f"text:{spec.name}"))
    return Rule(spec.name, "no_zone", bad, "a time with its zone; it was read as UTC")


def _needs_zone(spec: ColumnSpec) -> bool:
    return spec.metadata.get("zone") == "required"


def _as_text(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    return cells


def _as_integer(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    whole = pl.col(cells.name).str.replace(r"\.0+$", "").str.strip_prefix("+")
    return _where(cells, INTEGER_PATTERN, whole.cast(pl.Int64, strict=False))


def _as_decimal(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    number = pl.col(cells.name).cast(pl.Float64, strict=False)
    return _where(cells, DECIMAL_PATTERN, pl.when(number.is_finite()).then(number))


def _as_date(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    day = pl.col(cells.name).str.extract(MIDNIGHT_PATTERN, 1).str.to_date("%Y-%m-%d", strict=False)
    return cells.to_frame().select(day).to_series()


def _as_boolean(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    return cells.str.to_lowercase().replace_strict(BOOLEAN_WORDS, default=None, return_dtype=pl.Boolean)


def _as_timestamp(cells: pl.Series, spec: ColumnSpec) -> pl.Series:
    return parse_timestamp(cells, zone_required=_needs_zone(spec))


def _as_list(cells: pl.Series, _: ColumnSpec) -> pl.Series:
    return parse_list(cells)


def _where(cells: pl.Series, pattern: str, value: pl.Expr) -> pl.Series:
    name = cells.name
    matched = pl.when(pl.col(name).str.contains(pattern)).then(pl.col(name)).alias(name)
    return cells.to_frame().select(matched).select(value.alias(name)).to_series()


_PARSERS: Mapping[str, Callable[[pl.Series, ColumnSpec], pl.Series]] = {
    "String": _as_text,
    "Int64": _as_integer,
    "Float64": _as_decimal,
    "Date": _as_date,
    "Boolean": _as_boolean,
    "Datetime": _as_timestamp,
    "List": _as_list,
}
