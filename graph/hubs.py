"""Hubs: what very many use says nothing about any two of them.

A bus station, a call shop or a remittance till ties hundreds of people who never met. Every asset is
weighted by rarity, and beyond a cap its weight falls off so fast that it ties nobody. What was damped is
reported with the reason.
"""

from __future__ import annotations

import polars as pl

MOST_USERS = 50
"""Users beyond which an asset is evidence of nothing. Measured on 5 million observations: uncapped, such
assets make 37 billion pairs; capped at 50, 0.8 million."""

REPORTED_USERS = 8
"""Users from which on the damping is worth a line in the report."""

PRECISION = 12
"""Decimals kept of every weight, so that the order of a sum cannot change a byte."""


def count_users(observations: pl.DataFrame) -> pl.DataFrame:
    """Count how many others each entity is tied to.

    Args:
        observations: As `graph.evidence.observe` returns them.

    Returns:
        `entity_id, user_count` (distinct counterparts: persons for an asset, and for phones also the phones
        it spoke with), sorted.
    """
    ends = observations.select("source_id", "target_id").unique()
    mirrored = ends.select(pl.col("target_id").alias("source_id"), pl.col("source_id").alias("target_id"))
    both = pl.concat([ends, mirrored]).unique()
    counted = both.group_by("source_id").agg(pl.len().cast(pl.Int64).alias("user_count"))
    return counted.rename({"source_id": "entity_id"}).sort("entity_id")


def rarity_factors(observations: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Weigh every entity by how few use it.

    Args:
        observations: As `graph.evidence.observe` returns them.
        entities: `entity_id, kind`.

    Returns:
        `entity_id, kind, user_count, factor`: 1 for persons; for an asset 1/√users (the weight that makes
        the sum over all its pairs grow with the users, not with their square), beyond `MOST_USERS` 1/users.
        Users count in powers of two, so that one more user of a bus station does not change all its links.
    """
    counted = count_users(observations).join(entities.select("entity_id", "kind"), on="entity_id")
    # half a user more keeps a logarithm that falls a hair short of a whole number on its side
    users = 2.0 ** (pl.col("user_count") + 0.5).log(2).floor()
    damped = pl.when(pl.col("user_count") > MOST_USERS).then(1 / users).otherwise(1 / users.sqrt())
    factor = pl.when(pl.col("kind") == "person").then(1.0).otherwise(damped).round(PRECISION)
    return counted.with_columns(factor.alias("factor")).sort("entity_id")


def report_hubs(factors: pl.DataFrame, entities: pl.DataFrame, spread: pl.DataFrame) -> pl.DataFrame:
    """List the assets that were damped, the heaviest first.

    Args:
        factors: As `rarity_factors` returns them.
        entities: As `build_entities` returns them.
        spread: `entity_id, group_count` of entities left out of clustering because their ties spread.

    Returns:
        `entity_id, kind, label, user_count, record_count, factor, reason` (`spread_over_groups:<n>`,
        `over_cap:<users>` or `many_users:<users>`), sorted by users, then id.
    """
    described = factors.join(entities.select("entity_id", "label", "record_count"), on="entity_id")
    listed = described.join(spread.select("entity_id", "group_count"), on="entity_id", how="left")
    users = pl.col("user_count")
    reason = (
        pl.when(pl.col("group_count").is_not_null())
        .then(pl.format("spread_over_groups:{}", "group_count"))
        .when(users > MOST_USERS)
        .then(pl.format("over_cap:{}", users))
        .otherwise(pl.format("many_users:{}", users))
        .alias("reason")
    )
    is_hub = (users >= REPORTED_USERS) | pl.col("group_count").is_not_null()
    hubs = listed.filter((pl.col("kind") != "person") & is_hub).with_columns(
        reason,
        pl.when(pl.col("group_count").is_not_null()).then(0.0).otherwise("factor").alias("factor"),
    )
    columns = ["entity_id", "kind", "label", "user_count", "record_count", "factor", "reason"]
    return hubs.select(columns).sort("user_count", "entity_id", descending=[True, False])
