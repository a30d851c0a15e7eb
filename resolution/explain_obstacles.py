"""What forbids that two groups of mentions are one person, told with the mentions that clash."""

from __future__ import annotations

import polars as pl

from resolution.candidates import candidate_pairs
from resolution.collective import add_context, lasting_context
from resolution.policy import Policy
from resolution.resolve import Resolution
from resolution.score import score_pairs
from resolution.who_is_who import Obstacle, dates_agree


def obstacles_between(
    features: pl.DataFrame, resolution: Resolution, pair: tuple[str, str], decided: pl.DataFrame
) -> tuple[str, ...]:
    """Cannot-links between the persons of two mentions.

    Args:
        features: As `mention_features` gives them.
        resolution: As `resolve` gives it.
        pair: Two mention ids of different persons.
        decided: Decisions as `decided_pairs` gives them.

    Returns:
        Codes of `Obstacle`, the hardest first; empty when only the weight is missing.
    """
    left, right = (_person_rows(features, resolution, mention_id) for mention_id in pair)
    checks = (
        (Obstacle.DECISION, _held_apart(left, right, decided)),
        (Obstacle.SAME_RECORD, bool(_values(left, "record_key") & _values(right, "record_key"))),
        (Obstacle.CURP, _disjoint(left, right, "curp")),
        (Obstacle.BIRTH, _births_clash(left, right)),
    )
    return tuple(obstacle.value for obstacle, holds in checks if holds)


def weak_support(
    features: pl.DataFrame,
    resolution: Resolution,
    pair: tuple[str, str],
    case_values: pl.DataFrame,
    policy: Policy,
) -> tuple[str, ...]:
    """Whether the persons of two mentions, as groups, support being one person too little, or are too many.

    Args:
        features: As `mention_features` gives them.
        resolution: As `resolve` gives it.
        pair: Two mention ids of different persons.
        case_values: As `rare_case_values` gives them.
        policy: As given to `resolve`.

    Returns:
        The code of `Obstacle.SIZE` or `Obstacle.SUPPORT`, or nothing.
    """
    left, right = (_person_rows(features, resolution, mention_id) for mention_id in pair)
    size, possible = left.height + right.height, left.height * right.height
    if size > policy.largest_entity:
        return (Obstacle.SIZE.value,)
    if size < policy.guarded_size:
        return ()
    ends = pl.concat([left["idx"], right["idx"]]).implode()
    inside = pl.col("left").is_in(left["idx"].implode()) != pl.col("right").is_in(left["idx"].implode())
    pairs = candidate_pairs(features).filter(
        pl.col("left").is_in(ends) & pl.col("right").is_in(ends) & inside
    )
    scored = score_pairs(features, pairs, policy, keep_bits=policy.keep_bits)
    lasting = lasting_context(scored, features, case_values, policy)
    bits = add_context(scored, lasting, features, person_numbers(resolution))["weight_bits"]
    mean = (float(bits.sum()) + (possible - len(bits)) * policy.unscored_bits) / possible
    return (Obstacle.SUPPORT.value,) if mean < policy.support_bits else ()


def person_numbers(resolution: Resolution) -> pl.Series:
    """For each mention, by mention id, the number of its person."""
    return resolution.mentions.sort("mention_id")["entity_id"].rank("dense").cast(pl.UInt32)


def _person_rows(features: pl.DataFrame, resolution: Resolution, mention_id: str) -> pl.DataFrame:
    entity = resolution.mentions.filter(pl.col("mention_id") == mention_id).select("entity_id")
    members = resolution.mentions.join(entity, on="entity_id", how="semi").select("mention_id")
    return features.join(members, on="mention_id", how="semi")


def _values(rows: pl.DataFrame, column: str) -> set[str]:
    return set(rows[column].drop_nulls().to_list())


def _disjoint(left: pl.DataFrame, right: pl.DataFrame, column: str) -> bool:
    first, second = _values(left, column), _values(right, column)
    return bool(first and second) and first.isdisjoint(second)


def _births_clash(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    first, second = _values(left, "birth_text"), _values(right, "birth_text")
    agreeing = any(dates_agree(one, other) for one in first for other in second)
    return bool(first and second) and not agreeing and not _values(left, "curp") & _values(right, "curp")


def _held_apart(left: pl.DataFrame, right: pl.DataFrame, decided: pl.DataFrame) -> bool:
    apart = decided.filter(pl.col("judgement") == "not_same")
    first, second = _values(left, "mention_id"), _values(right, "mention_id")
    return any(
        (one in first and other in second) or (one in second and other in first)
        for one, other, _ in apart.iter_rows()
    )
