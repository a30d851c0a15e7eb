"""What the checks of one table found, before it is put in words.

A findings frame has `position` (UInt32, the row's place in the table's frame), `column`, `check` (short
code) and `expected` (words); whether they are failures or warnings is known by whoever holds the frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

POSITION = "position"
FINDINGS_SCHEMA = {POSITION: pl.UInt32, "column": pl.String, "check": pl.String, "expected": pl.String}


@dataclass(frozen=True)
class Rule:
    """One check as an expression that is true where a row is bad.

    Attributes:
        column: Column the finding is reported on.
        check: Short code, such as `date_order`.
        bad: Boolean expression; null counts as good.
        expected: What would be right, in words.
    """

    column: str
    check: str
    bad: pl.Expr
    expected: str


@cache
def no_findings() -> pl.DataFrame:
    """An empty findings frame; always the same one, because most checks find nothing."""
    return pl.DataFrame(schema=FINDINGS_SCHEMA)


def join_findings(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """One findings frame of many, in their order."""
    found = [part for part in parts if part.height]
    if len(found) > 1:
        return pl.concat(found)
    return found[0] if found else no_findings()


def find_at(positions: pl.Series, column: str, check: str, expected: str) -> pl.DataFrame:
    """Findings of one check at known positions."""
    if positions.is_empty():
        return no_findings()
    return pl.DataFrame({POSITION: positions.cast(pl.UInt32)}).with_columns(
        pl.lit(column).alias("column"), pl.lit(check).alias("check"), pl.lit(expected).alias("expected")
    )


def apply_rules(frame: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Findings of every rule on every row; `frame` has a `position` column."""
    if not rules or frame.is_empty():
        return no_findings()
    verdicts = frame.select(
        pl.col(POSITION), *(rule.bad.fill_null(False).alias(str(n)) for n, rule in enumerate(rules))
    )
    parts = (
        find_at(verdicts.filter(pl.col(str(n)))[POSITION], rule.column, rule.check, rule.expected)
        for n, rule in enumerate(rules)
        if verdicts[str(n)].any()
    )
    return join_findings(parts)
