"""Entities of seven kinds, with label, dates and handling: persons resolved, assets by equal values."""

from __future__ import annotations

import polars as pl

from graph.handling import strictest_code
from graph.ids import hashed_ids
from graph.persons import ACTORS, person_labels

OCCURRENCE_COLUMNS = ("entity_id", "kind", "record_key", "person_no", "table", "row_no", "field")


def identify_assets(occurrences: pl.DataFrame) -> pl.DataFrame:
    """Give every asset occurrence the id of its entity.

    Args:
        occurrences: As `graph.value_keys.settle_keys` returns them.

    Returns:
        The same rows with `entity_id`: a hash of the smallest occurrence's key, not of the value.
    """
    row = pl.col("row_no").cast(pl.String)
    place = pl.concat_str(["record_key", "table", row, "field"], separator="|")
    first = occurrences.group_by("kind", "value_key").agg(place.min().alias("first_key"))
    ids = first.with_columns(hashed_ids(first["kind"], first["first_key"])).drop("first_key")
    return occurrences.join(ids, on=["kind", "value_key"])


def attribute_assets(assets: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Say which person each asset occurrence names, and which assets are nobody's but protected persons'.

    Args:
        assets: As `identify_assets` returns them.
        people: As `person_mentions` returns them.

    Returns:
        The asset occurrences with `person_id`, `person_status` (null = the case's) and `is_protected`: every
        attribution of the asset is to a protected person or one that is `both`.
    """
    holders = people.select(
        "record_key",
        "person_no",
        pl.col("entity_id").alias("person_id"),
        pl.col("entity_status").alias("person_status"),
    )
    joined = assets.join(holders, on=["record_key", "person_no"], how="left")
    held = pl.col("person_status").is_not_null()
    by_actor = pl.col("person_status").is_in(ACTORS).fill_null(value=False)
    protected = (held.any() & ~by_actor.any()).over("entity_id").alias("is_protected")
    return joined.with_columns(protected)


def build_entities(people: pl.DataFrame, assets: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Describe every entity.

    Args:
        people: As `person_mentions` returns them.
        assets: As `attribute_assets` returns them.
        facts: As `record_facts` returns them.

    Returns:
        `entity_id, kind, label, status` (persons only), `first_seen, last_seen` (event dates), `record_count,
        handling, value_text, is_protected`, sorted by `entity_id`. Label and text are null for protected
        persons, for `both`, and for what only they were seen with.
    """
    described = pl.concat([_person_rows(people), _asset_rows(assets)])
    seen = _seen_in_records(people, assets, facts)
    columns = ["entity_id", "kind", "label", "status", "first_seen", "last_seen", "record_count", "handling"]
    joined = described.join(seen, on="entity_id").sort("entity_id")
    return joined.select(*columns, pl.col("label").alias("value_text"), "is_protected")


def list_occurrences(people: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """List where each entity is written down, sorted: the columns of `OCCURRENCE_COLUMNS`."""
    persons = people.select(
        "entity_id",
        pl.lit("person").alias("kind"),
        "record_key",
        "person_no",
        pl.lit("persons").alias("table"),
        pl.col("person_no").alias("row_no"),
        pl.lit("person_no").alias("field"),
    )
    listed = pl.concat([persons, assets.select(OCCURRENCE_COLUMNS)])
    return listed.sort("entity_id", "record_key", "table", "row_no", "field")


def _person_rows(people: pl.DataFrame) -> pl.DataFrame:
    statuses = people.group_by("entity_id").agg(pl.col("entity_status").first().alias("status"))
    labelled = statuses.join(person_labels(people), on="entity_id", how="left")
    return labelled.select(
        "entity_id",
        pl.lit("person").alias("kind"),
        "label",
        "status",
        (~pl.col("status").is_in(ACTORS)).alias("is_protected"),
    )


def _asset_rows(assets: pl.DataFrame) -> pl.DataFrame:
    texts = assets.group_by("entity_id", "kind", "is_protected", "value_text").len("uses")
    # a telephone number is best shown with its calling code, even where most notes leave it out
    told = texts.with_columns(pl.col("value_text").str.starts_with("+").alias("is_told"))
    ordered = told.sort("entity_id", "is_told", "uses", "value_text", descending=[False, True, True, False])
    first = ordered.group_by("entity_id", maintain_order=True).first()
    return first.select(
        "entity_id",
        "kind",
        pl.when(~pl.col("is_protected")).then("value_text").alias("label"),
        pl.lit(None, dtype=pl.String).alias("status"),
        "is_protected",
    )


def _seen_in_records(people: pl.DataFrame, assets: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    pairs = pl.concat(
        [people.select("entity_id", "record_key"), assets.select("entity_id", "record_key")]
    ).unique()
    return (
        pairs.join(facts, on="record_key")
        .group_by("entity_id")
        .agg(
            pl.col("event_date").min().alias("first_seen"),
            pl.col("event_end_date").max().alias("last_seen"),
            pl.len().cast(pl.Int64).alias("record_count"),
            strictest_code(),
        )
    )
