"""From a weight to a judgement: same, worth a look, or different, with the reason."""

from __future__ import annotations

import polars as pl

from resolution.policy import ACTOR_STATUSES, PROTECTED_STATUSES, Policy


def judge_pairs(pairs: pl.DataFrame, features: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Judge each scored pair by itself.

    Args:
        pairs: `left`, `right`, `weight_bits`, parts of the score.
        features: As `mention_features` gives them.
        policy: Thresholds.

    Returns:
        The pairs with `probability`, `judgement` (`same`, `review`, `different`) and `reason` (`weight`,
        `cross_status`, `alias_alone`).
    """
    weight = pl.col("weight_bits")
    crosses = _crosses_status(pairs, features)
    nameless = (pl.col("level_given_names") == "missing") & (pl.col("level_surnames") == "missing")
    alias_alone = nameless & (weight - pl.col("bits_aliases") < policy.same_bits)
    extra = pl.when(crosses).then(policy.cross_status_bits).otherwise(0.0)
    needed = policy.same_bits + extra + pl.when(nameless).then(policy.nameless_bits).otherwise(0.0)
    enough = (weight >= needed) & ~alias_alone
    worth_a_look = weight >= policy.review_bits
    by_alias = pl.when(alias_alone & (weight >= policy.same_bits)).then(pl.lit("alias_alone"))
    reason = by_alias.when(crosses & (weight >= policy.same_bits) & ~enough).then(pl.lit("cross_status"))
    return pairs.with_columns(
        probability=1.0 / (1.0 + 2.0 ** -weight.clip(-60.0, 60.0)),
        judgement=pl.when(enough)
        .then(pl.lit("same"))
        .when(worth_a_look)
        .then(pl.lit("review"))
        .otherwise(pl.lit("different")),
        reason=reason.otherwise(pl.lit("weight")),
    )


def _crosses_status(pairs: pl.DataFrame, features: pl.DataFrame) -> pl.Series:
    """Whether one side is a protected person and the other an actor."""
    side = (
        pl.when(pl.col("status").is_in(PROTECTED_STATUSES))
        .then(1)
        .when(pl.col("status").is_in(ACTOR_STATUSES))
        .then(-1)
        .otherwise(0)
    )
    sides = features.select(side.alias("side").cast(pl.Int8))["side"]
    return (sides.gather(pairs["left"]) * sides.gather(pairs["right"])) == -1
