"""Pairs that a change touches, scored again, with what their cases say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from resolution.candidates import BLOCK_RULES, pairing_blocks, pairs_of_blocks
from resolution.case_values import MOST_CASES, rare_values
from resolution.collective import lasting_context
from resolution.policy import Policy
from resolution.score import SCORED, score_pairs
from resolution.upkeep.dirty import Dirty, keys_of
from resolution.upkeep.state import KeyedFrames, round_columns

ENDS = ["left", "right"]

STATED_FITS = ("birth_year", "surname_set")
"""What the conditions of candidate rules read of a mention."""

BRIEF = (
    *("record_key", "agency", "record_id", "person_no", "status", "birth_year", "birth_text", "curp"),
    *("origin_key", "case_place", "incident_date"),
)
"""What all but scoring reads of a mention: the context of a pair, its judgement, and what can forbid it. One
list, so that a mention that one asked for need not be fetched for the next."""


@dataclass(frozen=True)
class Work:
    """Pairs taken out of the state to be judged again.

    Attributes:
        pairs: As the state keeps them; what rounds said is null where the pair is new.
        before: `left`, `right`, `weight_<round>`, `enough_<round>` of the pairs as they were.
    """

    pairs: pl.DataFrame
    before: pl.DataFrame


def take_work(
    state: KeyedFrames, dirty: Dirty, case_values: pl.DataFrame, gone_records: pl.Series, policy: Policy
) -> Work:
    """Take out of `pairs` what must be judged again, scored as it is now; bring `case_values` up to date.

    Args:
        state: What is remembered.
        dirty: What the change touches.
        case_values: Of the records that are new or have changed.
        gone_records: `record_key` of the records that are withdrawn or have changed.
        policy: Thresholds.
    """
    numbers = pl.concat([dirty.touched, dirty.gone["number"]])
    before = _take(state, numbers, weighed_columns(policy))
    crossed = _update_case_values(state, case_values, gone_records)
    scored = _score_touched(state, dirty, policy)
    others = _take_between(state, crossed, policy)
    pairs = pl.concat([scored, others.clear()], how="diagonal").select(others.columns)
    told = _with_lasting(state, pl.concat([pairs, others]), policy)
    return Work(told, pl.concat([before, others.select(before.columns)]))


def weighed_columns(policy: Policy) -> list[str]:
    """The columns of `pairs` that say how each round weighed a pair."""
    return [*ENDS, *(f"{name}_{number}" for number in round_columns(policy) for name in ("weight", "enough"))]


def _take(state: KeyedFrames, numbers: pl.Series, wanted: Sequence[str]) -> pl.DataFrame:
    found = pl.concat([state.select("pairs", end, numbers, wanted) for end in ENDS]).unique(ENDS)
    for end in ENDS:
        state.remove("pairs", end, numbers)
    return found


def take_pairs(state: KeyedFrames, pairs: pl.DataFrame) -> None:
    """Take single pairs out: those of `pairs`, by their ends."""
    state.remove_rows("pairs", pairs.select(ENDS))


def _take_between(state: KeyedFrames, records: pl.Series, policy: Policy) -> pl.DataFrame:
    """Doubtful pairs between any two of these records."""
    doubtful = pairs_between(state, records, policy)
    if doubtful.height:
        take_pairs(state, doubtful)
    return doubtful


def pairs_between(state: KeyedFrames, records: pl.Series, policy: Policy) -> pl.DataFrame:
    """The doubtful pairs of which both records are among these (numbers of records)."""
    found = state.select("pairs", "record_left", records)
    both = found.filter(pl.col("record_right").is_in(records.implode()))
    return both.filter(pl.col("weight_bits") < policy.doubt_bits)


def _update_case_values(state: KeyedFrames, fresh: pl.DataFrame, gone_records: pl.Series) -> pl.Series:
    """Replace values of cases; return the records that share a value which is rare now or was before."""
    removed = state.select("case_values", "record_key", gone_records)
    touched = pl.concat([removed["value"], fresh["value"]]).unique()
    before = state.select("case_values", "value", touched)
    state.remove("case_values", "record_key", gone_records)
    state.append("case_values", fresh)
    after = state.select("case_values", "value", touched)
    sizes = _count(before, "before").join(_count(after, "after"), on="value", how="inner")
    is_rare = [pl.col(name).is_between(1, MOST_CASES, closed="right") for name in ("before", "after")]
    crossed = sizes.filter(is_rare[0] != is_rare[1])
    keys = after.join(crossed, on="value", how="semi")["record_key"]
    return state.select("mentions", "record_key", keys)["record"].unique()


def _count(values: pl.DataFrame, name: str) -> pl.DataFrame:
    return values.group_by("value").agg(pl.len().alias(name))


def _score_touched(state: KeyedFrames, dirty: Dirty, policy: Policy) -> pl.DataFrame:
    own = keys_of(load_features(state, dirty.touched).drop("idx")).filter(pl.col("rule") < len(BLOCK_RULES))
    keys = own.select("rule", "key").unique()
    standing = state.select("blocks", "key", keys["key"]).join(keys, on=["rule", "key"], how="semi")
    blocks = pairing_blocks(standing)
    features = load_features(state, blocks["number"], ("record_key", *STATED_FITS))
    place = features.select("number", "idx")
    ends = place.filter(pl.col("number").is_in(dirty.touched.implode())).select("idx")
    placed = blocks.join(place, on="number").select("idx", "rule", "key")
    candidates = pairs_of_blocks(placed, features, ends)
    inner = pl.concat([candidates["left"], candidates["right"]]).unique().sort()
    compared = load_features(state, features["number"].gather(inner), ("record", *SCORED))
    narrowed = candidates.select(pl.col(end).replace_strict(inner, compared["idx"]) for end in ENDS)
    scored = score_pairs(compared, narrowed, policy, keep_bits=policy.keep_bits, counts=dirty.counts)
    number, record = compared["number"], compared["record"]
    return scored.with_columns(
        pl.col("^level_.*$").cast(pl.String),
        left=number.gather(scored["left"]),
        right=number.gather(scored["right"]),
        record_left=record.gather(scored["left"]),
        record_right=record.gather(scored["right"]),
    )


def load_features(
    state: KeyedFrames, numbers: pl.Series, wanted: Sequence[str] | None = None
) -> pl.DataFrame:
    """Features of these mentions in the order of their ids; `idx` is their position.

    Args:
        state: What is remembered.
        numbers: Of the mentions.
        wanted: Columns besides `number` and `mention_id`; all when null.
    """
    columns = None if wanted is None else ["number", "mention_id", *wanted]
    found = state.select("mentions", "number", numbers.unique(), columns)
    return found.sort("mention_id").with_row_index("idx")


def _with_lasting(state: KeyedFrames, pairs: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    features = load_features(state, pl.concat([pairs["left"], pairs["right"]]), BRIEF)
    keys = features["record_key"].unique()
    values = state.select("case_values", "record_key", keys)["value"].unique()
    rare = rare_values(state.select("case_values", "value", values))
    placed = place_ends(pairs, features)
    told = lasting_context(placed, features, rare, policy).select("row", "incident", "belongings")
    bare = pairs.drop("incident", "belongings").with_row_index("row")
    return bare.join(told, on="row", how="left", maintain_order="left").select(pairs.columns)


def place_ends(pairs: pl.DataFrame, features: pl.DataFrame) -> pl.DataFrame:
    """The pairs with positions in `features` in place of numbers."""
    if pairs.is_empty():
        return pairs
    return pairs.with_columns(
        pl.col(end).replace_strict(features["number"], features["idx"], return_dtype=pl.UInt32)
        for end in ENDS
    )
