"""Investigators' decisions about persons: they outrank every score."""

from __future__ import annotations

import polars as pl

from schemas.errors import ConfigError

SAME = "same"
NOT_SAME = "not_same"
DECISION_SCHEMA = {"left_id": pl.String, "right_id": pl.String, "judgement": pl.String}


def decided_pairs(decisions: pl.DataFrame | None, mention_ids: pl.Series) -> pl.DataFrame:
    """Decisions on mentions that are there, each pair once, `left_id < right_id`, sorted.

    Args:
        decisions: `left_id`, `right_id` (mention ids), `judgement` (`same`, `not_same`); other judgements
            and other columns are left to other rooms. None means none.
        mention_ids: Mentions of the current records; a decision on one that was withdrawn waits.

    Raises:
        ConfigError: When the same two mentions are decided both ways.
    """
    if decisions is None or decisions.is_empty():
        return pl.DataFrame(schema=DECISION_SCHEMA)
    left, right = pl.min_horizontal("left_id", "right_id"), pl.max_horizontal("left_id", "right_id")
    known = decisions.filter(
        pl.col("judgement").is_in([SAME, NOT_SAME])
        & pl.col("left_id").is_in(mention_ids.implode())
        & pl.col("right_id").is_in(mention_ids.implode())
        & (pl.col("left_id") != pl.col("right_id"))
    )
    pairs = (
        known.select(left_id=left, right_id=right, judgement="judgement").unique().sort("left_id", "right_id")
    )
    _refuse_contradiction(pairs)
    return pairs


def _refuse_contradiction(pairs: pl.DataFrame) -> None:
    both_ways = pairs.filter(pl.len().over("left_id", "right_id") > 1)
    if both_ways.height:
        left, right, _ = both_ways.row(0)
        raise ConfigError(
            f"{left} and {right} are decided both `same` and `not_same`: revoke one of the two decisions"
        )
