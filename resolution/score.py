"""Score candidate pairs with the frozen weights table, keeping every part of every score."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log2

import numpy as np
import polars as pl

from resolution.comparison import MISSING, Comparison
from resolution.frequencies import (
    ASSUMED_NATIONALITY_FREQUENCY,
    name_frequencies,
    rarity_key,
    value_frequencies,
)
from resolution.policy import Policy
from resolution.value_pairs import value_pairs
from resolution.weigh import Floats, Numbers, weigh_values
from resolution.weights import COMPARISONS


def prior_bits(mention_count: int, policy: Policy) -> float:
    """Log odds (base 2) that two mentions taken at random are one person."""
    population = max(mention_count, policy.smallest_population)
    return log2(policy.expected_matches) - ceil(log2(population))


def score_pairs(
    features: pl.DataFrame, pairs: pl.DataFrame, policy: Policy, *, keep_bits: float | None
) -> pl.DataFrame:
    """Weight of each candidate pair, with its parts.

    Args:
        features: As `mention_features` gives them; frequencies are counted over all of them.
        pairs: `left`, `right`: positions (`idx`) of the mentions.
        policy: Sets the prior.
        keep_bits: Pairs below this weight are dropped; None keeps all.

    Returns:
        `left`, `right`, `weight_bits`, and `level_<comparison>`, `bits_<comparison>` for each comparison,
        sorted.
    """
    met = [value_pairs(features, pairs, comparison) for comparison in COMPARISONS]
    weighed = weigh_values(COMPARISONS, met, policy.threads)
    rarity = _rarity_bits(features)
    numbers, parts = [], []
    for comparison, values, (number, bits) in zip(COMPARISONS, met, weighed, strict=True):
        numbers.append(np.append(number, np.int8(-1))[values.met])
        rare = _rarity_part(comparison, numbers[-1], pairs, rarity)
        parts.append(np.append(bits, 0.0)[values.met] + rare)
    prior = np.full(pairs.height, prior_bits(features.height, policy))
    scored = pairs.select("left", "right", weight_bits=pl.Series(sum(parts, prior)))
    kept = np.arange(pairs.height)
    if keep_bits is not None:
        kept = np.flatnonzero(scored["weight_bits"].to_numpy() >= keep_bits)
    columns: dict[str, pl.Series] = {}
    for comparison, number, part in zip(COMPARISONS, numbers, parts, strict=True):
        columns[f"level_{comparison.name}"] = _level_names(comparison, number[kept])
        columns[f"bits_{comparison.name}"] = pl.Series(part[kept])
    return scored[kept].with_columns(**columns).sort("left", "right")


def scored_between(
    features: pl.DataFrame, mention_ids: Sequence[str], others: Sequence[str], policy: Policy
) -> pl.DataFrame:
    """Scores of all pairs of different mentions between two sets: `left_id`, `right_id`, `weight_bits`."""
    first = features.filter(pl.col("mention_id").is_in(mention_ids)).select(one="idx")
    second = features.filter(pl.col("mention_id").is_in(others)).select(other="idx")
    low, high = pl.min_horizontal("one", "other"), pl.max_horizontal("one", "other")
    pairs = first.join(second, how="cross").filter(low != high).select(left=low, right=high).unique()
    scored = score_pairs(features, pairs, policy, keep_bits=None)
    names = features["mention_id"]
    return scored.select(
        names.gather(scored["left"]).alias("left_id"),
        names.gather(scored["right"]).alias("right_id"),
        "weight_bits",
    )


def rarity_tables(features: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """For each rarity column of the weights table, how common its values are (`key`, `frequency`)."""
    nationality = features["nationality"]
    return {
        "given_rarity": name_frequencies(nationality, features["given_key"]),
        "surname_rarity": name_frequencies(nationality, features["surname_key"]),
        "nationality": value_frequencies(nationality, assumed=ASSUMED_NATIONALITY_FREQUENCY),
    }


def _rarity_bits(features: pl.DataFrame) -> dict[str, Floats]:
    """For each rarity column and mention, log2 of how common its value is."""
    keys = features.select(
        "nationality",
        given_rarity=rarity_key("nationality", "given_key"),
        surname_rarity=rarity_key("nationality", "surname_key"),
    )
    found = {}
    for column, table in rarity_tables(features).items():
        known = keys.join(table, left_on=column, right_on="key", how="left", maintain_order="left")
        found[column] = known["frequency"].fill_null(1.0).log(2).to_numpy()
    return found


def _rarity_part(
    comparison: Comparison, number: Numbers, pairs: pl.DataFrame, rarity: dict[str, Floats]
) -> Floats:
    """Bits to add where the frequency of the commoner of the two values stands in for a level's `u`."""
    added = np.zeros(len(number))
    for place, level in enumerate(comparison.levels):
        if level.rarity is not None:
            at = np.flatnonzero(number == len(comparison.levels) - 1 - place)
            common = rarity[level.rarity]
            left, right = pairs["left"].to_numpy()[at], pairs["right"].to_numpy()[at]
            added[at] = log2(level.u) - np.maximum(common[left], common[right])
    return added


def _level_names(comparison: Comparison, number: Numbers) -> pl.Series:
    names = [*(level.name for level in reversed(comparison.levels)), MISSING]
    places = np.where(number < 0, len(names) - 1, number).astype(np.uint32)
    return pl.Series(names, dtype=pl.Enum(names)).gather(places)
