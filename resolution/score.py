"""Score candidate pairs with Splink and the frozen weights table, keeping every part of every score."""

from __future__ import annotations

from math import ceil, log2
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker

from resolution.comparison import Comparison, Level
from resolution.frequencies import (
    ASSUMED_NATIONALITY_FREQUENCY,
    name_frequencies,
    rarity_key,
    value_frequencies,
)
from resolution.policy import Policy
from resolution.weights import COMPARISONS

BATCH_PAIRS = 200_000
"""Pairs that Splink compares at a time: bounds memory, costs some milliseconds a batch."""


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
    if pairs.is_empty():
        return _empty_scores()
    linker = _linker(features, prior_bits(features.height, policy))
    batches = [_score_batch(linker, batch, keep_bits) for batch in pairs.iter_slices(BATCH_PAIRS)]
    linker._db_api.duckdb_con.close()
    return _with_parts(pl.concat(batches)).sort("left", "right")


def _score_batch(linker: Linker, pairs: pl.DataFrame, keep_bits: float | None) -> pl.DataFrame:
    blocked = pairs.select(match_key=pl.lit("0"), join_key_l="left", join_key_r="right")
    registered = linker._db_api.register(blocked.to_arrow())
    linker.table_management.register_blocked_pairs_for_predict(registered)
    scored = linker.inference.predict(threshold_match_weight=keep_bits, warning_mode="never")
    frame = pl.DataFrame(scored.as_duckdbpyrelation().project(", ".join(_part_columns())).to_arrow_table())
    scored.drop_table_from_database_and_remove_from_cache()
    return frame


def splink_settings(prior: float) -> dict[str, Any]:
    """The weights table as Splink's settings.

    Args:
        prior: Log odds (base 2) that two mentions are one person before anything is compared.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "idx",
        "probability_two_random_records_match": 1 / (1 + 2**-prior),
        "blocking_rules_to_generate_predictions": ["l.idx = r.idx"],
        "comparisons": [_splink_comparison(comparison) for comparison in COMPARISONS],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def _splink_comparison(comparison: Comparison) -> dict[str, Any]:
    null_level = {
        "sql_condition": comparison.null_condition,
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [null_level, *[_splink_level(level) for level in comparison.levels]],
    }


def _splink_level(level: Level) -> dict[str, Any]:
    described: dict[str, Any] = {
        "sql_condition": "ELSE" if level.condition == "else" else level.condition,
        "label_for_charts": level.name,
        "m_probability": level.m,
        "u_probability": level.u,
    }
    if level.rarity is not None:
        described |= {"tf_adjustment_column": level.rarity, "tf_adjustment_weight": 1.0}
        described["disable_tf_exact_match_detection"] = True
    return described


def _linker(features: pl.DataFrame, prior: float) -> Linker:
    api = DuckDBAPI()
    source = features.with_columns(
        given_rarity=rarity_key("nationality", "given_key"),
        surname_rarity=rarity_key("nationality", "surname_key"),
    )
    linker = Linker(
        api.register(source.to_arrow()), splink_settings(prior), log_level="ERROR", validate_settings=False
    )
    for column, table in rarity_tables(features).items():
        renamed = table.rename({"key": column, "frequency": f"tf_{column}"})
        linker.table_management.register_term_frequency_lookup(api.register(renamed.to_arrow()), column)
    return linker


def rarity_tables(features: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """For each rarity column of the weights table, how common its values are (`key`, `frequency`)."""
    nationality = features["nationality"]
    return {
        "given_rarity": name_frequencies(nationality, features["given_key"]),
        "surname_rarity": name_frequencies(nationality, features["surname_key"]),
        "nationality": value_frequencies(nationality, assumed=ASSUMED_NATIONALITY_FREQUENCY),
    }


def _has_rarity(comparison: Comparison) -> bool:
    return any(level.rarity for level in comparison.levels)


def _part_columns() -> list[str]:
    names = [comparison.name for comparison in COMPARISONS]
    rarity = [f"mw_tf_adj_{comparison.name}" for comparison in COMPARISONS if _has_rarity(comparison)]
    parts = [f"{prefix}_{name}" for name in names for prefix in ("gamma", "mw")]
    return ["idx_l", "idx_r", "match_weight", *parts, *rarity]


def _with_parts(frame: pl.DataFrame) -> pl.DataFrame:
    columns = [
        pl.col("idx_l").alias("left"),
        pl.col("idx_r").alias("right"),
        pl.col("match_weight").alias("weight_bits"),
    ]
    for comparison in COMPARISONS:
        names = {
            len(comparison.levels) - 1 - place: level.name for place, level in enumerate(comparison.levels)
        }
        gamma = pl.col(f"gamma_{comparison.name}")
        level = gamma.replace_strict(names, default="missing", return_dtype=pl.String)
        columns.append(level.alias(f"level_{comparison.name}"))
        bits = pl.col(f"mw_{comparison.name}")
        if _has_rarity(comparison):
            bits = bits + pl.col(f"mw_tf_adj_{comparison.name}")
        columns.append(bits.alias(f"bits_{comparison.name}"))
    return frame.select(columns)


def _empty_scores() -> pl.DataFrame:
    schema: dict[str, Any] = {"left": pl.UInt32, "right": pl.UInt32, "weight_bits": pl.Float64}
    for comparison in COMPARISONS:
        schema |= {f"level_{comparison.name}": pl.String, f"bits_{comparison.name}": pl.Float64}
    return pl.DataFrame(schema=schema)
