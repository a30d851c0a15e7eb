"""Text into types, as the model says: nothing is coerced, a cell is read exactly or it is a finding.

Numbers are matched by a pattern before they are cast, because casts accept `1_000`, `nan` or `1.7` for a
whole number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from schemas.findings import POSITION, Rule, apply_rules
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
    received: Collection[str], columns: Mapping[str, ColumnSpec], *, fill_defaults: bool
) -> list[pl.Expr]:
    """Every column of the model as text without outer blanks, empty as null.

    Args:
        received: Names of the text columns as received; columns that are not there become null.
        columns: The model's columns.
        fill_defaults: Whether empty cells take the model's default (a child row takes its case's revision
            instead).
    """
    present = set(received)
    defaults = {name: spec.metadata.get("default") for name, spec in columns.items() if fill_defaults}
    return [_clean_cell(name, name in present, defaults.get(name)) for name in columns]


@lru_cache(maxsize=512)
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
    lists = [spec.name for spec in columns.values() if spec.type_name == "List"]
    typed = typed.with_columns(parse_list(typed[name]) for name in lists)
    cells = text.select(pl.all().name.prefix("text:")).hstack(typed)
    filled = [spec for spec in columns.values() if text[spec.name].null_count() < text.height]
    failures = apply_rules(cells, [_unread(spec) for spec in filled if spec.type_name != "String"])
    zones = [spec for spec in filled if spec.type_name == "Datetime" and not _needs_zone(spec)]
    return Parsed(typed, failures, apply_rules(cells, [_no_zone(spec) for spec in zones]))


def _typed(cells: pl.Series, spec: ColumnSpec) -> pl.Expr:
    """Lists stay text here: the odd ones among them need a parser that is no expression."""
    if cells.null_count() == len(cells) and spec.type_name != "List":
        return pl.lit(None, dtype=spec.dtype)
    return _PARSERS[spec.type_name](pl.col(spec.name), spec)


def _unread(spec: ColumnSpec) -> Rule:
    text = pl.col(f"text:{spec.name}")
    bad = text.is_not_null() & pl.col(spec.name).is_null()
    return Rule(spec.name, spec.type_name.lower(), bad, spec.expected_type)


def _no_zone(spec: ColumnSpec) -> Rule:
    bad = has_time_without_zone(pl.col(f"text:{spec.name}"))
    return Rule(spec.name, "no_zone", bad, "a time with its zone; it was read as UTC")


def _needs_zone(spec: ColumnSpec) -> bool:
    return spec.metadata.get("zone") == "required"


def _as_text(text: pl.Expr, _: ColumnSpec) -> pl.Expr:
    return text


def _as_integer(text: pl.Expr, _: ColumnSpec) -> pl.Expr:
    whole = text.str.replace(r"\.0+$", "").str.strip_prefix("+").cast(pl.Int64, strict=False)
    return pl.when(text.str.contains(INTEGER_PATTERN)).then(whole)


def _as_decimal(text: pl.Expr, _: ColumnSpec) -> pl.Expr:
    number = text.cast(pl.Float64, strict=False)
    return pl.when(text.str.contains(DECIMAL_PATTERN) & number.is_finite()).then(number)


def _as_date(text: pl.Expr, _: ColumnSpec) -> pl.Expr:
    return text.str.extract(MIDNIGHT_PATTERN, 1).str.to_date("%Y-%m-%d", strict=False)


def _as_boolean(text: pl.Expr, _: ColumnSpec) -> pl.Expr:
    return text.str.to_lowercase().replace_strict(BOOLEAN_WORDS, default=None, return_dtype=pl.Boolean)


def _as_timestamp(text: pl.Expr, spec: ColumnSpec) -> pl.Expr:
    return parse_timestamp(text, zone_required=_needs_zone(spec))


_PARSERS: Mapping[str, Callable[[pl.Expr, ColumnSpec], pl.Expr]] = {
    "String": _as_text,
    "Int64": _as_integer,
    "Float64": _as_decimal,
    "Date": _as_date,
    "Boolean": _as_boolean,
    "Datetime": _as_timestamp,
    "List": _as_text,
}
