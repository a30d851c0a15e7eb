"""Identifiers that came as numbers too long to be kept: found, marked, and told to who can send them again.

A value of which digits are lost stays on its row, with a question mark for each digit that is not known or in
the exponent form it came in, and `schemas.normalise` makes no key of it. Where it is the number of the record
itself the row cannot stay: two records would be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from schemas.findings import Rule, apply_rules
from schemas.normalise.lost_digits import EXPONENT_FORM, LONG_NUMBER, mark_lost_digits
from schemas.raw import ROUNDED, RawTable
from schemas.tables.spec import ColumnSpec

KEY_COLUMNS: Final = ("record_id",)
"""Columns whose value must be whole for the row to mean anything."""

IN_EXPONENT_FORM: Final = (
    "all its digits: in exponent form the last ones are lost; send it as text with every digit"
)
TIES_NOBODY: Final = "; until then it is not compared with others"


def settle_lost_digits(
    raw: RawTable, frame: pl.DataFrame, columns: Mapping[str, ColumnSpec], rounded: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Find and mark numbers in text columns that lost digits.

    Args:
        raw: The table as received.
        frame: Typed table with `position`.
        columns: The model's columns.
        rounded: Per row, the columns as received whose number is longer than the form keeps.

    Returns:
        The table with unknown digits as question marks, findings that fail, findings that warn.
    """
    height = frame.height
    free = [name for name, spec in columns.items() if spec.is_free_text and frame[name].null_count() < height]
    rules = [_exponent_rule(name) for name in free]
    if rounded.null_count() == height:
        return frame, *_split_findings(frame, rules)
    told = frame.with_columns(rounded.alias(ROUNDED))
    long = [_long_rule(name, raw) for name in free]
    marked = [
        pl.when(rule.bad)
        .then(mark_lost_digits(pl.col(rule.column)))
        .otherwise(rule.column)
        .alias(rule.column)
        for rule in long
        if rule.column not in KEY_COLUMNS
    ]
    return told.with_columns(marked).drop(ROUNDED), *_split_findings(told, [*rules, *long])


def _exponent_rule(column: str) -> Rule:
    shown = pl.col(column).str.contains(EXPONENT_FORM)
    return Rule(column, "lost_digits", shown, _said(column, IN_EXPONENT_FORM))


def _long_rule(column: str, raw: RawTable) -> Rule:
    named = pl.col(ROUNDED).list.contains(raw.headers.get(column, column))
    is_long = named & pl.col(column).str.contains(LONG_NUMBER)
    return Rule(column, "lost_digits", is_long, _said(column, f"all its digits: {raw.rounding}"))


def _said(column: str, expected: str) -> str:
    return expected if column in KEY_COLUMNS else expected + TIES_NOBODY


def _split_findings(frame: pl.DataFrame, rules: Sequence[Rule]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Findings that fail and findings that warn."""
    fatal = [rule for rule in rules if rule.column in KEY_COLUMNS]
    return apply_rules(frame, fatal), apply_rules(
        frame, [rule for rule in rules if rule.column not in KEY_COLUMNS]
    )
