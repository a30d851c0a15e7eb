"""Identifiers, vehicles, accounts and nicknames of a mention, sorted by how many names use each value.

A number that many people use says little about who somebody is, so every kind of value is split into lists
by the number of distinct names seen with it: the comparison weighs each list by itself. Names are counted
rather than mentions, because a leader's own number occurs in thirty files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from resolution.value_forms import KEY, column_values, identifier_values


class UserBand(NamedTuple):
    """Values used by up to `most_names` distinct names go into list `column`."""

    column: str
    kind: str
    most_names: int


USER_BANDS = (
    UserBand("phones_private", "phone", 2),
    UserBand("phones_shared", "phone", 6),
    UserBand("phones_busy", "phone", 20),
    UserBand("online_private", "online", 2),
    UserBand("online_shared", "online", 6),
    UserBand("accounts_private", "account", 2),
    UserBand("accounts_shared", "account", 8),
    UserBand("plates_private", "plate", 2),
    UserBand("plates_shared", "plate", 8),
    UserBand("documents", "document", 3),
    UserBand("aliases_rare", "alias", 3),
    UserBand("aliases_common", "alias", 1_000_000),
)
"""Above the last band of its kind a value is a hub and is not compared (a call shop, a remittance till)."""


def named_values(frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every value of every mention, with the name that it is seen with.

    Args:
        frame: `idx`, the mention key, `given_first`, `surname_key`, `alias_keys`.
        tables: Case tables as the contract has them.

    Returns:
        `idx`, `kind` (of `USER_BANDS`, or `curp`), `value`, `name` (null where nothing of it is known).
    """
    name = pl.concat_str("given_first", pl.col("surname_key").str.split(" ").list.first(), separator=" ")
    named = frame.select("idx", *KEY, name=name)
    aliases = (
        frame.select(*KEY, kind=pl.lit("alias"), value="alias_keys").explode("value").drop_nulls("value")
    )
    values = pl.concat([mention_values(tables), aliases]).join(named, on=list(KEY))
    return values.select("idx", "kind", "value", "name").unique().sort("idx", "kind", "value")


def curp_column(values: pl.DataFrame) -> pl.DataFrame:
    """The CURP of each mention that has one: `idx`, `curp`."""
    return values.filter(pl.col("kind") == "curp").group_by("idx").agg(pl.col("value").min().alias("curp"))


def band_values(values: pl.DataFrame) -> pl.DataFrame:
    """Sort values into bands by how many names use each; `values` hold all that use any of them.

    Args:
        values: As `named_values` gives them.

    Returns:
        The values that are no CURPs, with `band` (a column of `USER_BANDS`; null for a hub).
    """
    compared = values.filter(pl.col("kind") != "curp")
    users = compared.group_by("kind", "value").agg(names=pl.col("name").drop_nulls().n_unique())
    band = pl.lit(None, dtype=pl.String)
    for row in reversed(USER_BANDS):
        holds = (pl.col("kind") == row.kind) & (pl.col("names") <= row.most_names)
        band = pl.when(holds).then(pl.lit(row.column)).otherwise(band)
    banded = users.select("kind", "value", band=band)
    return compared.join(banded, on=["kind", "value"], how="left", maintain_order="left")


def add_bands(frame: pl.DataFrame, banded: pl.DataFrame) -> pl.DataFrame:
    """Add one list column for each band to features.

    Args:
        frame: `idx` and any other columns.
        banded: As `band_values` gives it.
    """
    for band in USER_BANDS:
        part = banded.filter(pl.col("band") == band.column)
        lists = part.group_by("idx").agg(pl.col("value").unique().sort().alias(band.column))
        frame = frame.join(lists, on="idx", how="left", maintain_order="left")
    return frame


def mention_values(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Every value that a mention is stated to have, normalised, each once.

    Returns:
        `agency`, `record_id`, `person_no`, `kind` (of `USER_BANDS`, or `curp`), `value`.
    """
    parts = [
        identifier_values(tables.get("identifiers")),
        column_values(tables.get("vehicles"), "plate", "plate", person="person_no"),
        column_values(tables.get("vehicles"), "vin", "vin", person="person_no"),
        column_values(tables.get("payments"), "payee_account", "account", person="payee_person_no"),
        column_values(tables.get("payments"), "payer_account", "account", person="payer_person_no"),
    ]
    values = pl.concat(parts).with_columns(kind=pl.col("kind").replace("vin", "plate"))
    return values.drop_nulls("person_no").unique(maintain_order=True)
