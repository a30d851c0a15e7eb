"""Rare numbers, plates, accounts and addresses of whole cases, whoever in the case they belong to."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from resolution.shared_values import IDENTIFIER_KINDS
from schemas.normalise.phones import phone_column

MOST_CASES = 8
"""A value in more cases than this is a hub (bus station, call shop, till) and says nothing about a pair
of cases."""

VALUE_COLUMNS = (
    ("identifiers", "value", None),
    ("calls", "caller", "phone"),
    ("calls", "callee", "phone"),
    ("vehicles", "plate", "plate"),
    ("vehicles", "vin", "vin"),
    ("payments", "payer_account", "account"),
    ("payments", "payee_account", "account"),
    ("places", "address", "address"),
)
"""Table, column, and kind of value; the kind of an identifier is its own column."""


def rare_case_values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Values that at least two and at most `MOST_CASES` cases share.

    Args:
        tables: Case tables as the contract has them.

    Returns:
        `record_key`, `value` (its kind and its normalised form), distinct.
    """
    empty = pl.DataFrame(schema={"record_key": pl.String, "value": pl.String})
    parts = [_column_values(tables.get(table), column, kind) for table, column, kind in VALUE_COLUMNS]
    values = pl.concat([empty, *parts]).drop_nulls().unique()
    cases = pl.len().over("value")
    return values.filter((cases > 1) & (cases <= MOST_CASES)).sort("record_key", "value")


def _column_values(frame: pl.DataFrame | None, column: str, kind: str | None) -> pl.DataFrame:
    if frame is None or frame.is_empty() or column not in frame.columns:
        return pl.DataFrame(schema={"record_key": pl.String, "value": pl.String})
    kinds = pl.lit(kind) if kind else pl.col("kind").replace_strict(IDENTIFIER_KINDS, default=None)
    rows = frame.select(record_key=pl.format("{}/{}", "agency", "record_id"), kind=kinds, raw=pl.col(column))
    rows = rows.drop_nulls()
    folded = pl.col("raw").str.normalize("NFKD").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    written = pl.when(pl.col("kind") == "phone").then(phone_column(rows["raw"])).otherwise(folded)
    return rows.select("record_key", value=pl.concat_str("kind", written, separator=":"))
