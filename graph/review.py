"""Doubtful pairs of persons, those first whose answer would change most.

A pair counts by what one person instead of two would do: first whether a protected person would become
one with an actor (nobody may be kept out or let in by a machine's guess), then whether two clusters would get
a person in common, then how many records the two persons' histories have together.
"""

from __future__ import annotations

import polars as pl

from graph.network import Network
from graph.persons import ACTORS
from schemas.codes import PROTECTED_BY_STRENGTH

ORDER = ("crosses_protection", "joins_clusters", "record_count", "weight_bits")
"""What ranks a pair, the most important first; of all of them more is earlier."""

REVIEW_COLUMNS = (
    "left_id",
    "right_id",
    "left_person",
    "right_person",
    "left_label",
    "right_label",
    *ORDER,
    "reason",
)


def rank_doubtful(pairs: pl.DataFrame, network: Network, *, limit: int | None = None) -> pl.DataFrame:
    """List the pairs of persons that a person should look at.

    Args:
        pairs: `Resolution.pairs`.
        network: The network of the same records.
        limit: At most so many; all when null.

    Returns:
        `left_id, right_id` (the pair of mentions with most weight between the two persons), `left_person,
        right_person`, `left_label, right_label` (null for whoever is protected or waits for a decision),
        `crosses_protection, joins_clusters, record_count, weight_bits, reason`; the most important first.
        Pairs of mentions that are one person by other evidence are left out.
    """
    sides = [
        _side(pairs.filter(pl.col("judgement") == "review"), network, side) for side in ("left", "right")
    ]
    doubtful = (
        pairs.filter(pl.col("judgement") == "review")
        .select("left_id", "right_id", "weight_bits", "reason")
        .join(sides[0], on="left_id")
        .join(sides[1], on="right_id")
        .filter(pl.col("left_person") != pl.col("right_person"))
    )
    low, high = (each("left_person", "right_person") for each in (pl.min_horizontal, pl.max_horizontal))
    best = doubtful.sort("weight_bits", "left_id", "right_id", descending=[True, False, False]).unique(
        pl.concat_str([low, high], separator=" "), keep="first", maintain_order=True
    )
    told = best.with_columns(
        (pl.col("left_side") * pl.col("right_side") == -1).alias("crosses_protection"),
        (pl.col("left_cluster") != pl.col("right_cluster")).fill_null(value=False).alias("joins_clusters"),
        (pl.col("left_records") + pl.col("right_records")).alias("record_count"),
    )
    ranked = told.sort(*ORDER, "left_id", "right_id", descending=[True] * len(ORDER) + [False, False])
    chosen = ranked.select(REVIEW_COLUMNS)
    return chosen if limit is None else chosen.head(limit)


def _side(pairs: pl.DataFrame, network: Network, side: str) -> pl.DataFrame:
    """What is known of the persons on one side, columns prefixed by the side."""
    mention = pl.concat_str(["agency", pl.lit("/"), "record_id", pl.lit("#"), "person_no"]).alias("id")
    status = pl.col("status")
    stands = (
        pl.when(status.is_in(PROTECTED_BY_STRENGTH))
        .then(1)
        .when(status == "facilitator")
        .then(-1)
        .otherwise(0)
    )
    persons = network.entities.select(
        pl.col("entity_id").alias("person"),
        pl.when(status.is_in(ACTORS)).then("label").alias("label"),
        pl.col("record_count").alias("records"),
        stands.alias("side"),
    )
    clusters = network.clusters.select(
        pl.col("entity_id").alias("person"), pl.col("cluster_id").alias("cluster")
    )
    mentions = network.mentions.select(mention, pl.col("entity_id").alias("person"))
    asked = mentions.join(pairs.select(pl.col(f"{side}_id").alias("id")).unique(), on="id", how="semi")
    joined = asked.join(persons, on="person").join(clusters, on="person", how="left")
    return joined.rename({name: f"{side}_{name}" for name in joined.columns})
