"""From records to observations: each says that one record ties two entities in one way.

Only actors (`facilitator`, `unknown`) and assets that are not protected persons' alone take part.
Observations are the raw material of links; the same tie in ten records is ten observations.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph.facts import record_key
from graph.persons import ACTORS

HOLDS: dict[str, str] = {
    "phone": "uses_phone",
    "vehicle": "uses_vehicle",
    "place": "at_place",
    "account": "holds_account",
    "document": "holds_document",
    "social": "uses_social",
}
"""Kind of asset → link kind where the record says whose the asset is."""

NEAR: dict[str, str] = {
    "phone": "near_phone",
    "vehicle": "near_vehicle",
    "place": "near_place",
    "account": "near_account",
    "document": "near_document",
    "social": "near_social",
}
"""Kind of asset → link kind where the asset is the case's and the person is one of its actors."""

DIRECTED: tuple[str, ...] = ("called", "paid")
"""Link kinds where it matters who is the source."""

MOST_ACTORS = 30
"""Actors of one record that are paired with each other; a record that names more is a list, not a meeting."""

COLUMNS = ("source_id", "target_id", "kind", "record_key", "occurred_date", "place_kind", "role")


def observe(tables: Mapping[str, pl.DataFrame], people: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """Turn records into observations.

    Args:
        tables: The contract's case tables.
        people: As `graph.persons.person_mentions` returns them.
        assets: As `graph.entities.attribute_assets` returns them.

    Returns:
        `source_id, target_id, kind, record_key, occurred_date` (null = the record's date), `place_kind, role`
        (of the source, where it is a person). Undirected kinds between persons have the smaller id as source.
    """
    actors = people.filter(pl.col("entity_status").is_in(ACTORS)).select(
        "record_key", "person_no", pl.col("entity_id").alias("person_id"), "role"
    )
    usable = _with_place_kind(assets.filter(~pl.col("is_protected")), tables["places"])
    parts = [
        _held(usable, actors),
        _near(usable, actors),
        _named_together(actors),
        _guided(tables["legs"], actors),
        _called(tables["calls"], usable),
        _paid(tables["payments"], usable, actors),
    ]
    observations = pl.concat([part.select(COLUMNS) for part in parts])
    return observations.filter(pl.col("source_id") != pl.col("target_id")).sort(COLUMNS)


def _with_place_kind(assets: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    kinds = places.select(
        record_key(),
        pl.lit("places").alias("table"),
        pl.col("place_no").cast(pl.Int64).alias("row_no"),
        pl.col("kind").cast(pl.String).alias("place_kind"),
    )
    return assets.join(kinds, on=["record_key", "table", "row_no"], how="left")


def _held(assets: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    held = assets.filter(pl.col("person_status").is_in(ACTORS)).drop("person_id")
    return held.join(actors, on=["record_key", "person_no"]).select(
        pl.col("person_id").alias("source_id"),
        pl.col("entity_id").alias("target_id"),
        pl.col("kind").replace_strict(HOLDS, return_dtype=pl.String),
        "record_key",
        pl.lit(None, dtype=pl.Date).alias("occurred_date"),
        "place_kind",
        "role",
    )


def _near(assets: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    loose = (
        assets.filter(pl.col("person_no").is_null())
        .group_by("entity_id", "kind", "record_key")
        .agg(pl.col("place_kind").min())
    )
    named = _one_row_each(actors)
    return loose.join(named, on="record_key").select(
        pl.col("person_id").alias("source_id"),
        pl.col("entity_id").alias("target_id"),
        pl.col("kind").replace_strict(NEAR, return_dtype=pl.String),
        "record_key",
        pl.lit(None, dtype=pl.Date).alias("occurred_date"),
        "place_kind",
        "role",
    )


def _one_row_each(actors: pl.DataFrame) -> pl.DataFrame:
    """One row per record and person, its smallest role kept: the same person may be two rows of a record."""
    return actors.group_by("record_key", "person_id").agg(pl.col("role").drop_nulls().min())


def _named_together(actors: pl.DataFrame) -> pl.DataFrame:
    named = _one_row_each(actors).filter(pl.len().over("record_key") <= MOST_ACTORS)
    left = named.rename({"person_id": "source_id"})
    right = named.select("record_key", pl.col("person_id").alias("target_id"))
    pairs = left.join(right, on="record_key").filter(pl.col("source_id") < pl.col("target_id"))
    return pairs.with_columns(
        pl.lit("named_with").alias("kind"),
        pl.lit(None, dtype=pl.Date).alias("occurred_date"),
        pl.lit(None, dtype=pl.String).alias("place_kind"),
        pl.lit(None, dtype=pl.String).alias("role"),
    )


def _guided(legs: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    guides = legs.filter(pl.col("guide_person_no").is_not_null()).select(
        record_key(),
        pl.col("guide_person_no").cast(pl.Int64).alias("person_no"),
        pl.col("departed_at").cast(pl.Date).alias("occurred_date"),
    )
    led = guides.join(actors, on=["record_key", "person_no"]).rename({"person_id": "guide_id"})
    others = _one_row_each(actors).select("record_key", pl.col("person_id").alias("other_id"))
    return led.join(others, on="record_key").select(
        pl.min_horizontal("guide_id", "other_id").alias("source_id"),
        pl.max_horizontal("guide_id", "other_id").alias("target_id"),
        pl.lit("guided_with").alias("kind"),
        "record_key",
        "occurred_date",
        pl.lit(None, dtype=pl.String).alias("place_kind"),
        pl.lit("guide").alias("role"),
    )


def _fields(assets: pl.DataFrame, table: str, field: str, name: str) -> pl.DataFrame:
    found = assets.filter((pl.col("table") == table) & (pl.col("field") == field))
    return found.select("record_key", "row_no", pl.col("entity_id").alias(name))


def _called(calls: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    dates = calls.select(
        record_key(),
        pl.col("call_no").cast(pl.Int64).alias("row_no"),
        pl.col("started_at").cast(pl.Date).alias("occurred_date"),
    )
    caller = _fields(assets, "calls", "caller", "source_id")
    callee = _fields(assets, "calls", "callee", "target_id")
    key = ["record_key", "row_no"]
    return (
        caller.join(callee, on=key)
        .join(dates, on=key)
        .with_columns(
            pl.lit("called").alias("kind"),
            pl.lit(None, dtype=pl.String).alias("place_kind"),
            pl.lit(None, dtype=pl.String).alias("role"),
        )
    )


def _paid(payments: pl.DataFrame, assets: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    rows = payments.select(
        record_key(),
        pl.col("payment_no").cast(pl.Int64).alias("row_no"),
        pl.col("paid_at").cast(pl.Date).alias("occurred_date"),
        pl.col("payer_person_no", "payee_person_no").cast(pl.Int64),
    )
    sides = {"payer": "source_id", "payee": "target_id"}
    for side, name in sides.items():
        person = actors.select(
            "record_key",
            pl.col("person_no").alias(f"{side}_person_no"),
            pl.col("person_id").alias(f"{side}_id"),
        )
        account = _fields(assets, "payments", f"{side}_account", f"{side}_account_id")
        rows = rows.join(person, on=["record_key", f"{side}_person_no"], how="left")
        rows = rows.join(account, on=["record_key", "row_no"], how="left")
        rows = rows.with_columns(pl.coalesce(f"{side}_id", f"{side}_account_id").alias(name))
    both = rows.filter(pl.col("source_id").is_not_null() & pl.col("target_id").is_not_null())
    return both.with_columns(
        pl.lit("paid").alias("kind"),
        pl.lit(None, dtype=pl.String).alias("place_kind"),
        pl.lit(None, dtype=pl.String).alias("role"),
    )
