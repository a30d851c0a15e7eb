"""Evidence from context: what matched associates say about a doubtful pair."""

from __future__ import annotations

import polars as pl

from resolution.policy import Policy


def add_context(scored: pl.DataFrame, features: pl.DataFrame, roots: pl.Series | None, policy: Policy) -> pl.DataFrame:
    return scored.with_columns(level_context=pl.lit("missing"), bits_context=pl.lit(0.0))
