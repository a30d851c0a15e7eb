"""Why two mentions are, or are not, the same person: the score's parts, the way between, what forbids it.

The explanation is data; `resolution.explain_words` tells it in words. Any two mentions can be asked about,
also those that were never compared: they are scored on demand with the same weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from resolution.candidates import rules_of_pair
from resolution.case_values import rare_case_values
from resolution.collective import add_context, lasting_context
from resolution.decisions import decided_pairs
from resolution.explain_chain import Hop, chain_between
from resolution.explain_obstacles import obstacles_between, person_numbers, weak_support
from resolution.features import mention_features
from resolution.judge import judge_pairs
from resolution.policy import DEFAULT_POLICY, Policy
from resolution.resolve import Resolution
from resolution.score import prior_bits, score_pairs, scored_between
from resolution.weights import COMPARISONS
from schemas.codes import PROTECTED_STATUSES
from schemas.errors import ConfigError
from schemas.normalise.phone_keys import tell_phone_countries

SHOWN_COLUMNS = {
    "given_names": ("given_set",),
    "surnames": ("surname_1", "surname_2"),
    "birth_date": ("birth_text", "birth_year"),
    "sex": ("sex",),
    "nationality": ("nationality",),
    "curp": ("curp",),
    "documents": ("documents",),
    "phones": ("phones_private", "phones_shared", "phones_busy"),
    "online": ("online_private", "online_shared"),
    "accounts": ("accounts_private", "accounts_shared"),
    "plates": ("plates_private", "plates_shared"),
    "aliases": ("aliases_rare", "aliases_common"),
    "place": ("case_place",),
}
"""Which features a comparison is shown by."""


@dataclass(frozen=True)
class Step:
    """One row of the waterfall.

    Attributes:
        comparison: What was compared; `prior` is where the count starts.
        level: How well it agrees (`resolution.weights`).
        left_value: What the left mention says; None when unknown or when values are withheld.
        right_value: The same of the right mention.
        bits: Evidence for (positive) or against (negative) one person.
        total_bits: Running total.
        probability: Probability at this point.
    """

    comparison: str
    level: str
    left_value: str | None
    right_value: str | None
    bits: float
    total_bits: float
    probability: float


@dataclass(frozen=True)
class Explanation:
    """Everything that speaks for or against two mentions being one person.

    Attributes:
        left_id: Mention id, the smaller one.
        right_id: Mention id.
        is_same_person: Whether they ended in one entity.
        judgement: Of the pair by itself: `same`, `review`, `different`.
        reason: Why: `weight`, `cross_status`, `alias_alone`, `twins`, `generation`, `decided`, `same_record`.
        steps: The waterfall, from the prior to the end.
        rules: Blocking rules whose key the two share; empty when nothing proposed to compare them.
        obstacles: What forbids one person, at the level of the whole groups.
        chain: When both are one person: the pairs that lead from one to the other.
        is_withheld: A protected person is involved, and values are not shown (Article 5).
    """

    left_id: str
    right_id: str
    is_same_person: bool
    judgement: str
    reason: str
    steps: tuple[Step, ...]
    rules: tuple[str, ...]
    obstacles: tuple[str, ...]
    chain: tuple[Hop, ...]
    is_withheld: bool


def explain_pair(
    tables: Mapping[str, pl.DataFrame],
    resolution: Resolution,
    pair: tuple[str, str],
    *,
    decisions: pl.DataFrame | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Explanation:
    """Explain two mentions, or two persons by their strongest pair of mentions.

    Args:
        tables: The case tables that were resolved.
        resolution: What `resolve` made of them.
        pair: Mention ids (`AGENCY/RECORD#NO`) or entity ids (`P-…`).
        decisions: As given to `resolve`.
        policy: As given to `resolve`.

    Raises:
        ConfigError: When an id is unknown, or both are the same mention.
    """
    tables = tell_phone_countries(tables)
    features = mention_features(tables)
    left_id, right_id = sorted(_mentions_of(features, resolution, pair, policy))
    rows = features.filter(pl.col("mention_id").is_in([left_id, right_id]))
    scored = score_pairs(
        features, pl.DataFrame({"left": rows["idx"][:1], "right": rows["idx"][1:]}), policy, keep_bits=None
    )
    case_values = rare_case_values(tables)
    lasting = lasting_context(scored, features, case_values, policy)
    with_context = add_context(scored, lasting, features, person_numbers(resolution))
    judged = judge_pairs(with_context, features, policy)
    decided = decided_pairs(decisions, features["mention_id"])
    judgement, reason = _final_judgement(judged, rows, decided)
    left, right = rows.to_dicts()
    withheld = left["status"] in PROTECTED_STATUSES or right["status"] in PROTECTED_STATUSES
    entities = dict(resolution.mentions.select("mention_id", "entity_id").iter_rows())
    same = entities[left_id] == entities[right_id]
    ends = (left_id, right_id)
    obstacles = obstacles_between(features, resolution, ends, decided)
    if not same and not obstacles and judgement == "same":
        obstacles = weak_support(features, resolution, ends, case_values, policy)
    return Explanation(
        left_id,
        right_id,
        is_same_person=same,
        judgement=judgement,
        reason=reason,
        steps=_waterfall(judged.to_dicts()[0], rows, prior_bits(features.height, policy), withheld=withheld),
        rules=tuple(rules_of_pair(rows)),
        obstacles=() if same else obstacles,
        chain=chain_between(resolution, left_id, right_id) if same else (),
        is_withheld=withheld,
    )


def _mentions_of(
    features: pl.DataFrame, resolution: Resolution, pair: tuple[str, str], policy: Policy
) -> tuple[str, str]:
    """The strongest pair of mentions between two persons; one that is listed, where there is any."""
    members = [_members(resolution, name) for name in pair]
    between = resolution.pairs.filter(
        (pl.col("left_id").is_in(members[0]) & pl.col("right_id").is_in(members[1]))
        | (pl.col("left_id").is_in(members[1]) & pl.col("right_id").is_in(members[0]))
    )
    if between.is_empty():
        between = scored_between(features, members[0], members[1], policy)
    if between.is_empty():
        raise ConfigError(f"{pair[0]} and {pair[1]} are one and the same mention")
    best = between.sort(
        "weight_bits", "left_id", "right_id", descending=[True, False, False], nulls_last=True
    )
    return best["left_id"][0], best["right_id"][0]


def _members(resolution: Resolution, name: str) -> list[str]:
    """The mentions of an entity, or the mention itself."""
    mentions = resolution.mentions
    found = mentions.filter((pl.col("entity_id") == name) | (pl.col("mention_id") == name))
    if found.is_empty():
        raise ConfigError(f"{name}: no such person or mention; mentions are written AGENCY/RECORD#NUMBER")
    return found["mention_id"].sort().to_list()


def _final_judgement(judged: pl.DataFrame, rows: pl.DataFrame, decided: pl.DataFrame) -> tuple[str, str]:
    left_id, right_id = rows["mention_id"].to_list()
    decision = decided.filter((pl.col("left_id") == left_id) & (pl.col("right_id") == right_id))
    if decision.height:
        return ("same" if decision["judgement"][0] == "same" else "different"), "decided"
    if rows["record_key"].n_unique() == 1:
        return "different", "same_record"
    return judged["judgement"][0], judged["reason"][0]


def _waterfall(
    scored: dict[str, object], rows: pl.DataFrame, prior: float, *, withheld: bool
) -> tuple[Step, ...]:
    total = prior
    steps = [Step("prior", "prior", None, None, prior, total, _probability(total))]
    left, right = rows.to_dicts()
    for name in (*(comparison.name for comparison in COMPARISONS), "context"):
        level, bits = str(scored[f"level_{name}"]), float(str(scored[f"bits_{name}"]))
        if level == "missing":
            continue
        total += bits
        shown = () if withheld else SHOWN_COLUMNS.get(name, ())
        values = (_shown(left, shown), _shown(right, shown))
        steps.append(Step(name, level, *values, bits, total, _probability(total)))
    return tuple(steps)


def _probability(bits: float) -> float:
    return float(1.0 / (1.0 + 2.0 ** -max(min(bits, 60.0), -60.0)))


def _shown(row: dict[str, object], columns: tuple[str, ...]) -> str | None:
    said: list[str] = []
    for column in columns:
        value = row[column]
        if isinstance(value, list):
            said += [str(item) for item in value]
        elif value is not None and not (column == "birth_year" and row["birth_text"]):
            said.append(str(value))
    return ", ".join(said) or None
