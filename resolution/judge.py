"""From a weight to a judgement: same, worth a look, or different, with the reason."""

from __future__ import annotations

import polars as pl

from resolution.policy import ACTOR_STATUSES, Policy
from schemas.codes import PROTECTED_BY_STRENGTH

UNRELATED_SURNAMES = ("missing", "one_equal", "different")
"""Levels of the surnames' comparison at which two mentions do not look like brothers."""


def judge_pairs(pairs: pl.DataFrame, features: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Judge each scored pair by itself.

    Args:
        pairs: `left`, `right`, `weight_bits`, parts of the score.
        features: As `mention_features` gives them.
        policy: Thresholds.

    Returns:
        The pairs with `probability`, `judgement` (`same`, `review`, `different`) and `reason` (`weight`,
        `cross_status`, `alias_alone`, `twins`, `generation`).
    """
    weight = pl.col("weight_bits")
    crosses = _crosses_status(pairs, features)
    nameless = (pl.col("level_given_names") == "missing") & (pl.col("level_surnames") == "missing")
    alias_alone = nameless & (weight - pl.col("bits_aliases") < policy.same_bits)
    extra = pl.when(crosses).then(policy.cross_status_bits).otherwise(0.0)
    needed = policy.same_bits + extra + pl.when(nameless).then(policy.nameless_bits).otherwise(0.0)
    kin = _kin(pairs, features, policy)
    enough = (weight >= needed) & ~alias_alone & kin.is_null()
    worth_a_look = weight >= policy.review_bits
    by_alias = pl.when(alias_alone & (weight >= policy.same_bits)).then(pl.lit("alias_alone"))
    strong = weight >= policy.same_bits
    reason = (
        by_alias.when(crosses & strong & ~enough).then(pl.lit("cross_status")).otherwise(pl.lit("weight"))
    )
    reason = pl.when(kin.is_not_null() & strong).then(kin).otherwise(reason)
    return pairs.with_columns(
        probability=1.0 / (1.0 + 2.0 ** -weight.clip(-60.0, 60.0)),
        judgement=pl.when(enough)
        .then(pl.lit("same"))
        .when(worth_a_look)
        .then(pl.lit("review"))
        .otherwise(pl.lit("different")),
        reason=reason,
    )


def _crosses_status(pairs: pl.DataFrame, features: pl.DataFrame) -> pl.Series:
    """Whether one side is a protected person and the other an actor."""
    side = (
        pl.when(pl.col("status").is_in(PROTECTED_BY_STRENGTH))
        .then(1)
        .when(pl.col("status").is_in(ACTOR_STATUSES))
        .then(-1)
        .otherwise(0)
    )
    sides = features.select(side.alias("side").cast(pl.Int8))["side"]
    return (sides.gather(pairs["left"]) * sides.gather(pairs["right"])) == -1


def _kin(pairs: pl.DataFrame, features: pl.DataFrame, policy: Policy) -> pl.Series:
    """`twins` or `generation` where two mentions look like kin rather than one person, else null.

    The score takes what two mentions share for coincidence, but twins share surnames and birth date, and a
    father and his son of the same name share everything but the birth. Only a personal paper outweighs that.
    """
    years = features["birth_year"]
    apart = (years.gather(pairs["left"]) - years.gather(pairs["right"])).abs()
    no_paper = (pl.col("level_curp") != "equal") & (pl.col("level_documents") != "shared")
    other_name = (pl.col("level_given_names") == "different") & (pl.col("level_birth_date") == "equal")
    family = ~pl.col("level_surnames").cast(pl.String).is_in(UNRELATED_SURNAMES)
    # Where a file leaves out the sex it is too poor to call two mentions twins on what is left.
    family &= pl.col("level_sex") != "missing"
    other_birth = (pl.col("level_birth_date") == "different") & (pl.lit(apart) >= policy.generation_years)
    told = pl.when(no_paper & other_name & family).then(pl.lit("twins"))
    return pairs.select(kin=told.when(no_paper & other_birth).then(pl.lit("generation")))["kin"]
