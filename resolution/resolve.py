"""Which mentions are which person: from case tables to entities and judged pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from resolution.candidates import block_keys, pairs_of_blocks
from resolution.case_values import case_values, rare_values
from resolution.collective import add_context, lasting_context
from resolution.components import Judged, group_judged
from resolution.decisions import NOT_SAME, SAME, decided_pairs
from resolution.features import MENTION_KEY, stated_features
from resolution.judge import judge_pairs
from resolution.name_counts import NameCounts
from resolution.policy import DEFAULT_POLICY, Policy
from resolution.score import score_pairs
from resolution.shared_values import add_bands, band_values
from schemas.key_hash import key_hash
from schemas.normalise.phone_keys import tell_phone_countries


@dataclass(frozen=True)
class Resolution:
    """Who is who.

    Attributes:
        mentions: `mention_id`, `agency`, `record_id`, `person_no`, `status`, `entity_id`: every person row
            once.
        pairs: `left_id`, `right_id` (mention ids, left < right), `weight_bits`, `probability`, `judgement`
            (`same`, `review`, `different`), `reason`, and `level_<comparison>`, `bits_<comparison>` for
            each comparison and for `context`. Pairs that are judged different are there only where
            somebody decided so: any other can be scored again at any time (`explain_pair`).
    """

    mentions: pl.DataFrame
    pairs: pl.DataFrame


@dataclass(frozen=True)
class Workings:
    """How a resolution came about: all that is needed to take it up again when records come or go.

    Attributes:
        features: As `mention_features` gives them.
        values: As `band_values` gives them.
        blocks: As `block_keys` gives them.
        counts: How common names are.
        case_values: As `case_values` gives them.
        scored: Scored pairs, without context.
        lasting: As `lasting_context` gives it.
        rounds: Judged pairs and persons of each round: one without associates, the others with.
        judged: The pairs of the last round, with all that was judged of them.
        resolution: Who is who.
    """

    features: pl.DataFrame
    values: pl.DataFrame
    blocks: pl.DataFrame
    counts: NameCounts
    case_values: pl.DataFrame
    scored: pl.DataFrame
    lasting: pl.DataFrame
    rounds: tuple[Judged, ...]
    judged: pl.DataFrame
    resolution: Resolution


def resolve(
    tables: Mapping[str, pl.DataFrame],
    *,
    decisions: pl.DataFrame | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Resolution:
    """Find out which mentions are the same person.

    Args:
        tables: Case tables as the contract has them.
        decisions: `left_id`, `right_id`, `judgement` (`same`, `not_same`); they outrank every score.
        policy: Thresholds.

    Raises:
        ConfigError: When decisions contradict each other.
    """
    return work_out(tables, decisions=decisions, policy=policy).resolution


def work_out(
    tables: Mapping[str, pl.DataFrame],
    *,
    decisions: pl.DataFrame | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Workings:
    """As `resolve`, with everything that led to the answer."""
    tables = tell_phone_countries(tables)
    stated, named = stated_features(tables)
    values = band_values(named)
    features, in_cases = add_bands(stated, values), case_values(tables)
    decided = decided_pairs(decisions, features["mention_id"])
    counts, blocks = NameCounts.of(features), block_keys(features)
    candidates = pairs_of_blocks(blocks, features)
    scored = score_pairs(features, candidates, policy, keep_bits=policy.keep_bits, counts=counts)
    lasting = lasting_context(scored, features, rare_values(in_cases), policy)
    judged, rounds = _judge_in_rounds(features, scored, lasting, decided, policy)
    resolution = Resolution(_mentions(features, _roots(rounds[-1])), named_pairs(features, judged, decided))
    return Workings(
        features, values, blocks, counts, in_cases, scored, lasting, tuple(rounds), judged, resolution
    )


def _judge_in_rounds(
    features: pl.DataFrame,
    scored: pl.DataFrame,
    lasting: pl.DataFrame,
    decided: pl.DataFrame,
    policy: Policy,
) -> tuple[pl.DataFrame, list[Judged]]:
    """Group, and group again with what the persons found say of the doubtful pairs."""
    must, forbidden = (decided_places(features, decided, judgement) for judgement in (SAME, NOT_SAME))
    rounds: list[Judged] = []
    for _ in range(policy.context_rounds + 1):
        before = rounds[-1] if rounds else None
        roots = None if before is None else _roots(before)
        judged = judge_pairs(add_context(scored, lasting, features, roots), features, policy)
        groups = group_judged(features, judged, must=must, forbidden=forbidden, policy=policy, before=before)
        rounds.append(groups)
        if before is not None and np.array_equal(groups.roots, before.roots):
            break
    return judged, rounds


def _roots(groups: Judged) -> pl.Series:
    return pl.Series("root", groups.roots, dtype=pl.UInt32)


def decided_places(features: pl.DataFrame, decided: pl.DataFrame, judgement: str) -> list[tuple[int, int]]:
    """Positions of the mentions that investigators decided to be `same` or `not_same`."""
    chosen = decided.filter(pl.col("judgement") == judgement)
    if chosen.is_empty():
        return []
    place = dict(features.select("mention_id", "idx").iter_rows())
    return [(place[left], place[right]) for left, right, _ in chosen.iter_rows()]


def entity_id(first_mention_id: str) -> str:
    """`P-` and 12 characters of the hash of a person's smallest mention id."""
    return "P-" + key_hash(first_mention_id)


def _mentions(features: pl.DataFrame, roots: pl.Series) -> pl.DataFrame:
    named = features.select("mention_id", *MENTION_KEY, "status").with_columns(roots)
    first = named.group_by("root").agg(pl.col("mention_id").min().alias("first"))
    ids = pl.Series("entity_id", [entity_id(key) for key in first["first"]], dtype=pl.String)
    return named.join(first.with_columns(ids), on="root").drop("root", "first").sort("mention_id")


def named_pairs(features: pl.DataFrame, judged: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """The pairs that are told: judged `same` or `review`, or decided; columns as in `Resolution.pairs`.

    Args:
        features: `mention_id`, `idx` (position), sorted by `mention_id`.
        judged: As `judge_pairs` gives them; `left`, `right` are positions.
        decided: As `decided_pairs` gives them.
    """
    place = features.select("mention_id", "idx")
    decisions = (
        decided.rename({"judgement": "decision"})
        .join(place.rename({"mention_id": "left_id", "idx": "left"}), on="left_id")
        .join(place.rename({"mention_id": "right_id", "idx": "right"}), on="right_id")
        .select("left", "right", "decision")
    )
    ends = ["left", "right"]
    of_decided = decisions.join(judged, on=ends, how="left", maintain_order="left")
    pairs = judged.filter(pl.col("judgement") != "different")
    if of_decided.height:
        pairs = pl.concat([pairs.join(decisions, on=ends, how="anti"), of_decided], how="diagonal").sort(ends)
    else:
        pairs = pairs.with_columns(decision=pl.lit(None, dtype=pl.String))
    names, decision = features["mention_id"], pl.col("decision")
    of_decision = {SAME: "same", NOT_SAME: "different"}
    return pairs.select(
        names.gather(pairs["left"]).alias("left_id"),
        names.gather(pairs["right"]).alias("right_id"),
        "weight_bits",
        "probability",
        decision.replace_strict(of_decision, default=pl.col("judgement")).alias("judgement"),
        pl.when(decision.is_not_null()).then(pl.lit("decided")).otherwise("reason").alias("reason"),
        pl.col("^bits_.*$"),
        pl.col("^level_.*$").cast(pl.String),
    )
