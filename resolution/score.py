"""Score candidate pairs with the frozen weights table, keeping every part of every score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log2

import numpy as np
import numpy.typing as npt
import polars as pl

from resolution.comparison import MISSING, Comparison
from resolution.name_counts import NAME_KEYS, NameCounts, rarity_bits
from resolution.policy import Policy
from resolution.value_pairs import Values, compared_columns, number_values, value_pairs
from resolution.weigh import Floats, Numbers, Weighed, weigh_values
from resolution.weights import COMPARISONS

PAIRS_AT_ONCE = 8_000_000
"""Pairs that are scored at a time: each takes some hundred bytes until it is known whether it is kept. Of
100,000 cases there are 7 million; pairs of values that come again in another portion are compared again."""

SCORED = tuple(
    sorted(
        {"nationality", *NAME_KEYS.values()}.union(
            *(compared_columns(comparison) for comparison in COMPARISONS)
        )
    )
)
"""Columns of features that scores rest on."""


def prior_bits(mention_count: int, policy: Policy) -> float:
    """Log odds (base 2) that two mentions taken at random are one person."""
    population = max(mention_count, policy.smallest_population)
    return log2(policy.expected_matches) - ceil(log2(population))


def score_pairs(
    features: pl.DataFrame,
    pairs: pl.DataFrame,
    policy: Policy,
    *,
    keep_bits: float | None,
    counts: NameCounts | None = None,
) -> pl.DataFrame:
    """Weight of each candidate pair, with its parts.

    Args:
        features: As `mention_features` gives them; of their columns `SCORED` are read.
        pairs: `left`, `right`: positions (`idx`) of the mentions.
        policy: Sets the prior.
        keep_bits: Pairs below this weight are dropped; None keeps all.
        counts: How common names are among all mentions; None where `features` are all of them.

    Returns:
        `left`, `right`, `weight_bits`, and `level_<comparison>`, `bits_<comparison>` for each comparison,
        sorted.
    """
    counts = NameCounts.of(features) if counts is None else counts
    compared = _Compared(
        [number_values(features, comparison) for comparison in COMPARISONS],
        rarity_bits(features, counts),
        prior_bits(counts.mention_count, policy),
    )
    least = -np.inf if keep_bits is None else keep_bits
    portions = list(pairs.iter_slices(PAIRS_AT_ONCE)) or [pairs]
    scored = [_score_portion(portion, compared, policy.threads, least) for portion in portions]
    return pl.concat(scored).sort("left", "right")


@dataclass(frozen=True)
class _Compared:
    """What pairs are scored by.

    Attributes:
        values: What mentions say, one for each of `COMPARISONS`.
        rarity: As `rarity_bits` gives it.
        prior: As `prior_bits` gives it.
    """

    values: list[Values]
    rarity: dict[str, Floats]
    prior: float


def _score_portion(pairs: pl.DataFrame, compared: _Compared, threads: int, least: float) -> pl.DataFrame:
    met = [value_pairs(values, pairs) for values in compared.values]
    weighed = weigh_values(COMPARISONS, met, threads)
    total = np.full(pairs.height, compared.prior)
    for comparison, values, answers in zip(COMPARISONS, met, weighed, strict=True):
        total += _parts(comparison, values.met, answers, pairs, compared.rarity)[1]
    kept = np.flatnonzero(total >= least)
    chosen = pairs[kept]
    columns = {"weight_bits": pl.Series(total[kept])}
    for comparison, values, answers in zip(COMPARISONS, met, weighed, strict=True):
        number, bits = _parts(comparison, values.met[kept], answers, chosen, compared.rarity)
        columns[f"level_{comparison.name}"] = _level_names(comparison, number)
        columns[f"bits_{comparison.name}"] = pl.Series(bits)
    return chosen.select("left", "right").with_columns(**columns)


def _parts(
    comparison: Comparison,
    met: npt.NDArray[np.int32],
    answers: Weighed,
    pairs: pl.DataFrame,
    rarity: dict[str, Floats],
) -> Weighed:
    """Level number and bits of one comparison for each pair of mentions."""
    number, bits = np.append(answers[0], np.int8(-1))[met], np.append(answers[1], 0.0)[met]
    for place, level in enumerate(comparison.levels):
        if level.rarity is not None:
            at = np.flatnonzero(number == len(comparison.levels) - 1 - place)
            common = rarity[level.rarity]
            left, right = pairs["left"].to_numpy()[at], pairs["right"].to_numpy()[at]
            bits[at] += log2(level.u) - np.maximum(common[left], common[right])
    return number, bits


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


def _level_names(comparison: Comparison, number: Numbers) -> pl.Series:
    names = [*(level.name for level in reversed(comparison.levels)), MISSING]
    places = np.where(number < 0, len(names) - 1, number).astype(np.uint32)
    return pl.Series(names, dtype=pl.Enum(names)).gather(places)
