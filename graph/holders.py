"""Whose phone or account it is: the actor most seen with it."""

from __future__ import annotations

import polars as pl

STATED_KINDS = ("uses_phone", "holds_account")
NEAR_KIND = "near_phone"
HOLDING_KINDS = (*STATED_KINDS, NEAR_KIND)
"""Kinds of links by which a phone or account may be somebody's: as a record says, or by who was there."""

STATED_WEIGHT = 3.0
"""What a record says outright counts for three calls made alone in a record: one wrong attribution is
outvoted."""


def phone_and_account_holders(evidence: pl.DataFrame, assets: pl.DataFrame) -> pl.DataFrame:
    """Find the actor that each phone and account most likely belongs to.

    Stated attributions weigh most. A phone that calls in a record is that of one of the record's actors,
    each equally likely; a phone that is called need not be anybody's who is there, and says nothing.

    Args:
        evidence: As `graph.links.list_evidence` returns it.
        assets: As `graph.entities.attribute_assets` returns them.

    Returns:
        `asset_id, person_id`, one row per asset that has a holder, sorted.
    """
    stated = evidence.filter(pl.col("kind").is_in(STATED_KINDS)).select(
        pl.col("target_id").alias("asset_id"),
        pl.col("source_id").alias("person_id"),
        pl.lit(STATED_WEIGHT).alias("weight"),
    )
    callers = assets.filter(pl.col("field") == "caller").select(
        pl.col("entity_id").alias("target_id"), "record_key"
    )
    near = evidence.filter(pl.col("kind") == NEAR_KIND).join(callers.unique(), on=["target_id", "record_key"])
    actors = pl.len().over("target_id", "record_key").cast(pl.Float64)
    likely = near.select(
        pl.col("target_id").alias("asset_id"),
        pl.col("source_id").alias("person_id"),
        (1.0 / actors).alias("weight"),
    )
    votes = pl.concat([stated, likely]).sort("asset_id", "person_id", "weight")
    summed = votes.group_by("asset_id", "person_id", maintain_order=True).agg(pl.col("weight").sum())
    ordered = summed.sort("asset_id", "weight", "person_id", descending=[False, True, False])
    return ordered.group_by("asset_id", maintain_order=True).agg(pl.col("person_id").first())
