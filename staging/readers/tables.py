"""The contract's table names, and how a file or sheet name is matched to one."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

TABLE_NAMES: tuple[str, ...] = (
    "cases",
    "persons",
    "identifiers",
    "vehicles",
    "places",
    "payments",
    "calls",
    "legs",
)
CHILD_TABLES: tuple[str, ...] = TABLE_NAMES[1:]
REQUIRED_TABLE = "cases"


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


def empty_to_null() -> pl.Expr:
    """Every text column with blank values as null."""
    text = pl.col(pl.String)
    return pl.when(text.str.strip_chars() == "").then(None).otherwise(text).name.keep()
