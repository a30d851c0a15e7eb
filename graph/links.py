"""Links: what the observations between two entities add up to, with the evidence that each rests on.

weight = strength of the kind × rarity of what is shared × Σ over distinct origins of the best source grade.
"""

from __future__ import annotations

import polars as pl

from graph.evidence import DIRECTED
from graph.handling import strictest_code
from graph.hubs import PRECISION
from graph.stages import stage_of

STRENGTH: dict[str, float] = {
    "named_with": 1.0,
    "paid": 1.0,
    "called": 1.0,
    "guided_with": 0.5,
    "uses_phone": 1.0,
    "uses_vehicle": 1.0,
    "at_place": 1.0,
    "holds_account": 1.0,
    "holds_document": 1.0,
    "uses_social": 1.0,
    "near_phone": 0.5,
    "near_vehicle": 0.5,
    "near_place": 0.5,
    "near_account": 0.5,
    "near_document": 0.5,
    "near_social": 0.5,
}
"""Link kind → strength of one observation. An asset that is the case's and not a person's counts half: it
may be any of the actors'. Measured on six worlds: network F1 is best from 0.5 to 0.75, and .03 lower at 0.3
or 1 in the sparsest of them."""

KEY = ["source_id", "target_id", "kind"]


def list_evidence(observations: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Join observations with their records' facts: the rows that links rest on.

    Returns:
        `source_id, target_id, kind, record_key, origin_key, occurred_date, stage` and the record's
        `grade_factor, strictness, is_circular`, sorted.
    """
    columns = [
        "record_key",
        "origin_key",
        "event_date",
        "event_end_date",
        "grade_factor",
        "strictness",
        "is_circular",
    ]
    joined = observations.join(facts.select(columns), on="record_key")
    dated = joined.with_columns(stage_of(), pl.coalesce("occurred_date", "event_date").alias("occurred_date"))
    return dated.drop("place_kind", "role", "event_date", "event_end_date").sort(
        *KEY, "record_key", "occurred_date", "stage"
    )


def build_links(evidence: pl.DataFrame, factors: pl.DataFrame) -> pl.DataFrame:
    """Add up evidence into links.

    Args:
        evidence: As `list_evidence` returns it.
        factors: As `graph.hubs.rarity_factors` returns them.

    Returns:
        The contract's `source_id, target_id, kind, stage, directed, weight, record_count, origin_count,
        first_seen, last_seen, handling`, and for corroboration `grade_sum` (Σ over origins of the best
        grade), `rarity`,
        `is_circular` (a record of it stands in a circle of references), sorted by key.
    """
    # integers of a millionth: a sum of floats would depend on the order of the rows; rounded, because polars
    # divides a column of one row in another way than a longer one
    graded = evidence.with_columns((pl.col("grade_factor") * 1e6).round().cast(pl.Int64).alias("grade"))
    by_origin = graded.group_by(*KEY, "origin_key").agg(pl.col("grade").max())
    sums = by_origin.group_by(KEY).agg(
        pl.len().cast(pl.Int64).alias("origin_count"),
        (pl.col("grade").sum() / 1e6).round(6).alias("grade_sum"),
    )
    merged = evidence.group_by(KEY).agg(
        pl.col("stage").drop_nulls().mode().sort().first().alias("stage"),
        pl.col("record_key").n_unique().cast(pl.Int64).alias("record_count"),
        pl.col("occurred_date").min().alias("first_seen"),
        pl.col("occurred_date").max().alias("last_seen"),
        strictest_code(),
        pl.col("is_circular").any(),
    )
    return _weigh(merged.join(sums, on=KEY), factors).sort(KEY)


def _weigh(links: pl.DataFrame, factors: pl.DataFrame) -> pl.DataFrame:
    factor = factors.select("entity_id", "factor")
    ends = links.join(factor.rename({"entity_id": "source_id", "factor": "source_factor"}), on="source_id")
    ends = ends.join(factor.rename({"entity_id": "target_id", "factor": "target_factor"}), on="target_id")
    rarity = pl.min_horizontal("source_factor", "target_factor")
    strength = pl.col("kind").replace_strict(STRENGTH, return_dtype=pl.Float64)
    return ends.select(
        *KEY,
        "stage",
        pl.col("kind").is_in(DIRECTED).alias("directed"),
        (strength * rarity * pl.col("grade_sum")).round(PRECISION).alias("weight"),
        "record_count",
        "origin_count",
        "first_seen",
        "last_seen",
        "handling",
        "grade_sum",
        rarity.alias("rarity"),
        "is_circular",
    )
