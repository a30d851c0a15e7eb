"""Who is who after a change of records or decisions, from what was remembered of before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from resolution.case_values import case_values
from resolution.decisions import decided_pairs
from resolution.policy import Policy
from resolution.resolve import entity_id, named_pairs
from resolution.score import prior_bits
from resolution.upkeep.dirty import update_mentions
from resolution.upkeep.rescore import BRIEF, ENDS, load_features, place_ends, take_work
from resolution.upkeep.rounds import regroup
from resolution.upkeep.state import Decisions, KeyedFrames, counts_of, round_columns
from schemas.normalise.phone_keys import tell_phone_countries

MENTION_COLUMNS = ("mention_id", "agency", "record_id", "person_no", "status")


@dataclass(frozen=True)
class Update:
    """What has changed of who is who.

    Attributes:
        gone_ids: `mention_id` of mentions that are no more, or were replaced.
        mentions: As `Resolution.mentions`: those that are new or whose person has changed.
        untold_ids: Mention ids of which no pair is told any more but those in `pairs`.
        untold: `left_id`, `right_id` of pairs that are told no more, or as `pairs` has them.
        pairs: As `Resolution.pairs`: those told now in the place of `untold` and those of `untold_ids`.
    """

    gone_ids: pl.Series
    mentions: pl.DataFrame
    untold_ids: pl.Series
    untold: pl.DataFrame
    pairs: pl.DataFrame


def update_resolution(
    state: KeyedFrames,
    tables: Mapping[str, pl.DataFrame],
    gone_records: pl.Series,
    *,
    decisions: Decisions,
    policy: Policy,
) -> Update | None:
    """Bring the state up to date; what comes out is what `resolve` would find in all records.

    Args:
        state: What is remembered; it is changed in place.
        tables: Case tables of the records that are new or have changed, and no others.
        gone_records: `record_key` of the records that are withdrawn or have changed.
        decisions: What investigators decided.
        policy: Thresholds.

    Returns:
        What has changed, or null where every score has: the state is then of no more use, and all must be
        worked out from nothing.

    Raises:
        ConfigError: When decisions contradict each other.
    """
    tables = tell_phone_countries(tables)
    known = counts_of(state.whole("counts")).mention_count
    dirty = update_mentions(state, tables, gone_records)
    if prior_bits(known, policy) != prior_bits(dirty.counts.mention_count, policy):
        return None
    work = take_work(state, dirty, case_values(tables), gone_records, policy)
    changed, judged, before = regroup(state, dirty, work, decisions, policy)
    fresh, redecided = load_features(state, dirty.fresh, BRIEF)["mention_id"], decisions.changed_ids
    ids = pl.concat([dirty.gone["mention_id"], fresh, redecided.alias("mention_id")]).unique()
    untold = _name_ends(state, pl.concat([judged.select(ENDS), before.select(ENDS)]).unique())
    met = _decisions_met(decisions.holding, ids, untold)
    return Update(
        gone_ids=dirty.gone["mention_id"],
        mentions=_mentions(state, changed, policy),
        untold_ids=ids,
        untold=untold,
        pairs=_told_pairs(state, judged, redecided, met, policy),
    )


def _mentions(state: KeyedFrames, changed: pl.Series, policy: Policy) -> pl.DataFrame:
    root = f"root_{round_columns(policy)[-1]}"
    roots = state.select("groups", "number", changed)[root].unique()
    members = state.select("groups", root, roots).select("number", root=root)
    rows = load_features(state, members["number"], BRIEF).select("number", *MENTION_COLUMNS)
    named = rows.join(members, on="number").with_columns(first=pl.col("mention_id").min().over("root"))
    firsts = named["first"].unique()
    ids = pl.Series([entity_id(first) for first in firsts], dtype=pl.String)
    of_first = pl.DataFrame({"first": firsts, "entity_id": ids}, schema_overrides={"entity_id": pl.String})
    return named.join(of_first, on="first").select(*MENTION_COLUMNS, "entity_id").sort("mention_id")


def _name_ends(state: KeyedFrames, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs by the ids of their mentions, of which both are there."""
    features = load_features(state, pl.concat([pairs[end].alias("number") for end in ENDS]), BRIEF)
    for end in ENDS:
        pairs = pairs.join(
            features.select(pl.col("number").alias(end), pl.col("mention_id").alias(f"{end}_id")), on=end
        )
    return pairs.select("left_id", "right_id")


def _told_pairs(
    state: KeyedFrames, judged: pl.DataFrame, redecided: pl.Series, met: pl.DataFrame, policy: Policy
) -> pl.DataFrame:
    """What is told of pairs that were judged again, and of all pairs that were decided upon anew.

    Args:
        state: What is remembered, up to date.
        judged: Pairs as `state` keeps them.
        redecided: Mentions that were decided upon anew.
        met: Decisions that hold for any of these pairs.
        policy: Thresholds.
    """
    numbers = state.select("mentions", "mention_id", redecided, ["number"])["number"]
    kept = [state.select("pairs", end, numbers).select(judged.columns) for end in ENDS]
    found = pl.concat([judged, *kept]).unique(ENDS)
    others = state.select("mentions", "mention_id", pl.concat([met["left_id"], met["right_id"]]))["number"]
    features = load_features(state, pl.concat([found["left"], found["right"], others]), BRIEF)
    weight = pl.col(f"weight_{round_columns(policy)[-1]}")
    placed = place_ends(found, features).with_columns(
        weight_bits=weight, probability=1.0 / (1.0 + 2.0 ** -weight.clip(-60.0, 60.0))
    )
    return named_pairs(features, placed.sort(ENDS), decided_pairs(met, features["mention_id"]))


def _decisions_met(decided: pl.DataFrame, ids: pl.Series, pairs: pl.DataFrame) -> pl.DataFrame:
    """Decisions on one of these mentions, or on one of these pairs, whichever way round."""
    asked, backward = ids.implode(), pairs.select(left_id="right_id", right_id="left_id")
    of_ids = decided.filter(pl.col("left_id").is_in(asked) | pl.col("right_id").is_in(asked))
    of_pairs = decided.join(pl.concat([pairs, backward]), on=["left_id", "right_id"], how="semi")
    return pl.concat([of_ids, of_pairs]).unique()
