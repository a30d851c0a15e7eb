"""How a file or sheet name is matched to one of the contract's tables."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas.errors import DeliveryError
from schemas.raw import PASSENGERS
from schemas.table_names import TABLE_NAMES

REQUIRED_TABLE = "cases"
MAX_COLUMNS = 2_000
"""Columns in one table: the widest of the contract has 30, and partners add dozens of their own at most."""


def match_table(name: str, table_names: Mapping[str, str]) -> str | None:
    """Contract table that a file stem or sheet name stands for, or null.

    Args:
        name: File stem or sheet name as the partner writes it.
        table_names: The dialect's own names, lower case, to contract names.
    """
    folded = name.strip().casefold()
    if folded in table_names:
        return table_names[folded]
    return folded if folded in TABLE_NAMES else None


def column_name(received: str) -> str:
    """A received column's name, kept apart from those that say where a row comes from."""
    return f"{received} " if received in PASSENGERS else received


def check_width(columns: int, source: str) -> None:
    """Refuse a table with so many columns that holding it would be the harm.

    Raises:
        DeliveryError: `too_many_columns`.
    """
    if columns > MAX_COLUMNS:
        message = f"{source} has {columns:,} different columns in one table; the contract has about 30"
        raise DeliveryError(message, source=source, check="too_many_columns")


def empty_to_null() -> pl.Expr:
    """Every text column with blank values as null."""
    text = pl.col(pl.String)
    return pl.when(text.str.strip_chars() == "").then(None).otherwise(text).name.keep()
