"""Judge and group again, round by round, only where something has changed.

A round groups each connected component of sufficient pairs by itself, so a component in which no pair has
changed keeps its persons. From one round to the next a change travels only through persons that changed:
they alter what the cases they stand in say of the doubtful pairs between those cases.
"""

from __future__ import annotations

import polars as pl

from resolution.collective import ASSOCIATES, shared_associates, weigh_context
from resolution.components import group_judged
from resolution.decisions import NOT_SAME, SAME, decided_pairs
from resolution.judge import judge_pairs
from resolution.policy import Policy
from resolution.resolve import decided_places
from resolution.upkeep.begin import NUMBER, smallest_of
from resolution.upkeep.dirty import Dirty
from resolution.upkeep.rescore import (
    BRIEF,
    ENDS,
    Work,
    load_features,
    pairs_between,
    place_ends,
    take_pairs,
    weighed_columns,
)
from resolution.upkeep.state import Decisions, KeyedFrames, round_columns

JUDGED = ("judgement", "reason", "bits_context", "level_context")
"""What the state keeps of a pair's last round besides its weight."""


def regroup(
    state: KeyedFrames, dirty: Dirty, work: Work, decisions: Decisions, policy: Policy
) -> tuple[pl.Series, pl.DataFrame, pl.DataFrame]:
    """Bring `groups` and `pairs` up to date.

    Args:
        state: What is remembered, without the pairs of `work`.
        dirty: What the change touches.
        work: Pairs to judge again.
        decisions: What investigators decided.
        policy: Thresholds.

    Returns:
        Numbers of the mentions whose person has changed, the fresh ones among them; the pairs that were
        judged again, as the state keeps them now; and those that had been there (`weighed_columns`).
    """
    gone = state.select("groups", "number", dirty.gone["number"])
    state.remove("groups", "number", dirty.gone["number"])
    _found_fresh(state, dirty.fresh, policy)
    asked = _decided_numbers(state, dirty, decisions)
    pairs, before, changed = work.pairs, work.before, pl.Series("number", [], dtype=NUMBER)
    for number in round_columns(policy):
        if number:
            moved = _moved_pairs(state, changed, pairs, policy)
            pairs = pl.concat([pairs, moved])
            before = pl.concat([before, moved.select(before.columns)])
        pairs = _judge_round(state, pairs, number, policy)
        seeds = pl.concat([_changed_ends(pairs, before, number), dirty.fresh, asked]).unique()
        changed = _group_round(state, (gone, dirty.fresh, seeds), pairs, number, (decisions.holding, policy))
    state.append("pairs", pairs)
    return changed, pairs, before


def _found_fresh(state: KeyedFrames, fresh: pl.Series, policy: Policy) -> None:
    """A new mention is a person by itself until a round says otherwise."""
    rows = state.select("mentions", "number", fresh).select("number", "record")
    alone = {
        f"{name}_{number}": pl.col("number")
        for number in round_columns(policy)
        for name in ("root", "component")
    }
    state.append("groups", rows.with_columns(**alone))


def _decided_numbers(state: KeyedFrames, dirty: Dirty, decisions: Decisions) -> pl.Series:
    """Mentions whose decisions may count or cease to: decided upon, come, gone, or decided with one."""
    come = state.select("mentions", "number", dirty.fresh)["mention_id"]
    holding, redecided = decisions.holding, decisions.changed_ids
    ids = pl.concat([redecided, come, dirty.gone["mention_id"]]).unique().implode()
    met = holding.filter(pl.col("left_id").is_in(ids) | pl.col("right_id").is_in(ids))
    wanted = pl.concat([redecided, met["left_id"], met["right_id"]]).unique()
    return state.select("mentions", "mention_id", wanted)["number"]


def _moved_pairs(state: KeyedFrames, changed: pl.Series, pairs: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Doubtful pairs between two cases that both name a person who has changed, taken out of the state."""
    records = state.select("groups", "number", changed)["record"].unique()
    moved = pairs_between(state, records, policy)
    if moved.height:
        take_pairs(state, moved)
    return moved.select(pairs.columns)


def _judge_round(state: KeyedFrames, pairs: pl.DataFrame, number: int, policy: Policy) -> pl.DataFrame:
    features = load_features(state, pl.concat([pairs["left"], pairs["right"]]), BRIEF)
    told = pairs.with_row_index("row").drop_nulls("incident")
    none = pl.Series(ASSOCIATES.name, [0.0]).new_from_index(0, told.height)
    associates = none if number == 0 else _associates(state, told, number - 1)
    scored = pairs.select("left", "right", "weight_bits", "^level_.*$", "^bits_.*$").drop(
        "level_context", "bits_context"
    )
    context = weigh_context(scored, told.select("row", "incident", "belongings").with_columns(associates))
    judged = judge_pairs(place_ends(context, features), features, policy)
    return pairs.with_columns(
        judged["weight_bits"].alias(f"weight_{number}"),
        (judged["judgement"] == "same").alias(f"enough_{number}"),
        *(judged[name].cast(pairs.schema[name]) for name in JUDGED),
    )


def _associates(state: KeyedFrames, told: pl.DataFrame, number: int) -> pl.Series:
    root = f"root_{number}"
    records = pl.concat([told["record_left"], told["record_right"]]).unique()
    named = state.select("groups", "record", records).select("number", "record", associate=root)
    everywhere = state.select("groups", root, named["associate"].unique())
    counted = everywhere.group_by(associate=root).agg(records=pl.col("record").n_unique())
    present = named.select("record", "associate").unique().join(counted, on="associate")
    roots = named.select("number", "associate")
    ends = told.select("row", "left", "right", "record_left", "record_right")
    for end in ENDS:
        of_end = roots.rename({"number": end, "associate": f"root_{end}"})
        ends = ends.join(of_end, on=end, how="left", maintain_order="left")
    return shared_associates(ends, present)


def _changed_ends(pairs: pl.DataFrame, before: pl.DataFrame, number: int) -> pl.Series:
    """Mentions of pairs that are new, gone, or weigh or count otherwise in this round."""
    said = [f"weight_{number}", f"enough_{number}"]
    now, was = pairs.select(*ENDS, *said), before.select(*ENDS, *said)
    row = [*ENDS, *said]
    moved = pl.concat([now.join(was, on=row, how="anti"), was.join(now, on=row, how="anti")])
    return pl.concat([moved["left"].alias("number"), moved["right"].alias("number")])


def _group_round(
    state: KeyedFrames,
    numbers: tuple[pl.DataFrame, pl.Series, pl.Series],
    pairs: pl.DataFrame,
    number: int,
    given: tuple[pl.DataFrame, Policy],
) -> pl.Series:
    """Group the components that hold a seed again; return the mentions whose person has changed."""
    (gone, fresh, seeds), (decided, policy) = numbers, given
    root, component = f"root_{number}", f"component_{number}"
    touched = pl.concat([state.select("groups", "number", seeds)[component], gone[component]]).unique()
    was = state.select("groups", component, touched)
    features = load_features(state, was["number"], BRIEF)
    inside = place_ends(pairs_inside(state, pairs, features["number"], policy), features)
    same = pl.when(f"enough_{number}").then(pl.lit("same")).otherwise(pl.lit("other"))
    judged = inside.select(*ENDS, weight_bits=f"weight_{number}", judgement=same).sort(ENDS)
    known = decided_pairs(decided, features["mention_id"])
    must, forbidden = (decided_places(features, known, judgement) for judgement in (SAME, NOT_SAME))
    groups = group_judged(features, judged, must=must, forbidden=forbidden, policy=policy, before=None)
    names = features["number"]
    now = pl.DataFrame(
        {
            "number": names,
            root: names.gather(pl.Series(groups.roots)),
            component: names.gather(pl.Series(smallest_of(groups.component))),
        }
    )
    told = was.drop(root, component).join(now, on="number").select(was.columns)
    moved = told.join(was, on=was.columns, how="anti")
    state.remove("groups", "number", moved["number"])
    state.append("groups", moved)
    old = pl.concat([was.filter(~pl.col("number").is_in(fresh.implode())), gone]).select("number", was=root)
    return pl.concat([_regrouped(old, now.select("number", now=root)), fresh]).unique()


def pairs_inside(state: KeyedFrames, pairs: pl.DataFrame, numbers: pl.Series, policy: Policy) -> pl.DataFrame:
    """All pairs, at work or in the state, of which both ends are among these, as all rounds have them."""
    columns = weighed_columns(policy)
    found = pl.concat([state.select("pairs", "left", numbers, columns), pairs.select(columns)])
    inside = numbers.implode()
    return found.filter(pl.col("left").is_in(inside) & pl.col("right").is_in(inside))


def _regrouped(old: pl.DataFrame, new: pl.DataFrame) -> pl.Series:
    """Mentions that are there whose person consists of other mentions than before."""
    both = old.join(new, on="number", how="full", coalesce=True)
    sizes = both.with_columns(
        of_old=pl.len().over("was"), of_new=pl.len().over("now"), of_both=pl.len().over("was", "now")
    )
    same = (
        pl.col("was").is_not_null()
        & (pl.col("of_old") == pl.col("of_both"))
        & (pl.col("of_new") == pl.col("of_both"))
    )
    return sizes.filter(pl.col("now").is_not_null() & ~same)["number"]
