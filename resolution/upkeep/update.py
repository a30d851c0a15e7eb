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
        pair_ids: Mention ids of which all pairs that are told are in `pairs`, and no other pair is.
        pairs: As `Resolution.pairs`.
    """

    gone_ids: pl.Series
    mentions: pl.DataFrame
    pair_ids: pl.Series
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
    changed, judged = regroup(state, dirty, work, decisions, policy)
    ids = _pair_ids(state, judged, dirty.gone, decisions.changed_ids)
    return Update(
        gone_ids=dirty.gone["mention_id"],
        mentions=_mentions(state, changed, policy),
        pair_ids=ids,
        pairs=_told_pairs(state, ids, decisions.holding, policy),
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


def _pair_ids(
    state: KeyedFrames, judged: pl.DataFrame, gone: pl.DataFrame, redecided: pl.Series
) -> pl.Series:
    numbers = pl.concat([judged["left"].alias("number"), judged["right"].alias("number")]).unique()
    ids = load_features(state, numbers, BRIEF)["mention_id"]
    return pl.concat([ids, gone["mention_id"], redecided.alias("mention_id")]).unique()


def _told_pairs(state: KeyedFrames, ids: pl.Series, decided: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    numbers = state.select("mentions", "mention_id", ids, ["number"])["number"]
    found = pl.concat([state.select("pairs", end, numbers) for end in ENDS]).unique(ENDS)
    asked = ids.implode()
    met = decided.filter(pl.col("left_id").is_in(asked) | pl.col("right_id").is_in(asked))
    others = state.select("mentions", "mention_id", pl.concat([met["left_id"], met["right_id"]]))["number"]
    features = load_features(state, pl.concat([found["left"], found["right"], others]), BRIEF)
    last = f"weight_{round_columns(policy)[-1]}"
    weight = pl.col(last)
    judged = place_ends(found, features).with_columns(
        weight_bits=weight, probability=1.0 / (1.0 + 2.0 ** -weight.clip(-60.0, 60.0))
    )
    return named_pairs(features, judged.sort(ENDS), decided_pairs(met, features["mention_id"]))
