"""Rare numbers, plates, accounts and addresses of whole cases, whoever in the case they belong to."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from resolution.value_forms import column_values, identifier_values

MOST_CASES = 8
"""A value in more cases than this is a hub (bus station, call shop, till) and says nothing about a pair
of cases."""

VALUE_COLUMNS = (
    ("calls", "caller", "phone"),
    ("calls", "callee", "phone"),
    ("vehicles", "plate", "plate"),
    ("vehicles", "vin", "vin"),
    ("payments", "payer_account", "account"),
    ("payments", "payee_account", "account"),
    ("places", "address", "address"),
)
"""Table, column, and kind of value; identifiers come besides."""


def case_values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every value of every case.

    Args:
        tables: Case tables as the contract has them.

    Returns:
        `record_key`, `value` (its kind and its normalised form), distinct.
    """
    parts = [column_values(tables.get(table), column, kind) for table, column, kind in VALUE_COLUMNS]
    rows = pl.concat([identifier_values(tables.get("identifiers")), *parts])
    key = pl.format("{}/{}", "agency", "record_id")
    return rows.select(record_key=key, value=pl.concat_str("kind", "value", separator=":")).unique()


def rare_values(values: pl.DataFrame) -> pl.DataFrame:
    """Those of `case_values` that at least two and at most `MOST_CASES` cases share, sorted."""
    cases = pl.len().over("value")
    return values.filter((cases > 1) & (cases <= MOST_CASES)).sort("record_key", "value")


def rare_case_values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`rare_values` of the `case_values` of all records."""
    return rare_values(case_values(tables))
