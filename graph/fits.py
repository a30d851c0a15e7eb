"""How well what happened fits what became of a cluster.

A decision or a record is about places in records. What came together there stood in several clusters earlier:
of a merger that fits best which is about two of the clusters that merged. What came apart stands in several
clusters today: of a split that fits best which is about two of its parts.
"""

from __future__ import annotations

import polars as pl

from graph.decided import occurrence_key
from graph.eras import Era, moved_persons
from graph.pulls import APART, TOGETHER

NEEDED_PULL: dict[str, str] = {"merged": TOGETHER, "split": APART}
"""Change → where a decision must pull that it can have caused it; either way for the others."""

RECORD_PULLS: dict[str, tuple[str, ...]] = {"record": (TOGETHER, APART), "retraction": (APART,)}
"""Cause → what it may do: a record that was revised may say less than before."""

BRIDGES, TOUCHES, INSIDE, NEAR = 0, 1, 2, 3
"""How a cause fits, the best first: it is about two of the clusters that came together or apart; it is about
somebody of the cluster; it is a decision on two of one part, which says nothing of the others; it is about
somebody of a cluster that this one came from or went to."""

_PERSON_JUDGEMENTS = ("same", "not_same")
_CAUSE = ["cause_kind", "cause_ref"]
_CHANGE = ["cluster_id", "change"]


def place_changes(records: pl.DataFrame, decisions: pl.DataFrame, earlier: Era, today: Era) -> pl.DataFrame:
    """Say where each record and decision stood and stands.

    Args:
        records: As `graph.causes.Changes.records`.
        decisions: As `graph.pulls.compare_decisions` returns them.
        earlier: The network before.
        today: The network now.

    Returns:
        A row a place: `cause_kind, cause_ref, judgement, pull, side`; `was, now` (the entity there, null when
        it was not there), `was_in, now_in` (its cluster then and now); `works`: whether the decision had an
        effect. It had none where its mentions were one person, or two, anyway, or who was settled stays where
        they were.
    """
    keyed = [era.occurrences.select("record_key", "entity_id", occurrence_key()) for era in (earlier, today)]
    named = pl.concat([_named_by_records(records, pl.concat(keyed)), _named_by_decisions(decisions)])
    for name, each in zip(("was", "now"), keyed, strict=True):
        entities = each.select("occurrence_key", pl.col("entity_id").alias(name)).unique()
        named = named.join(entities, on="occurrence_key", how="left")
    for name, either, era in (("was_in", ("was", "now"), earlier), ("now_in", ("now", "was"), today)):
        member = era.members.select("entity_id", pl.col("cluster_id").alias(name)).unique("entity_id")
        named = named.with_columns(pl.coalesce(either).alias("entity_id")).join(
            member, on="entity_id", how="left"
        )
    places = named.drop("entity_id", "occurrence_key").unique()
    idle = pl.concat([_idle_of_persons(places), _idle_settled(places)])
    works = pl.col("pull").is_not_null() & ~pl.col("cause_ref").is_in(idle.implode())
    return places.with_columns(((pl.col("cause_kind") != "decision") | works).alias("works"))


def _named_by_records(records: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    kind = pl.when("is_withdrawn").then(pl.lit("retraction")).otherwise(pl.lit("record"))
    nothing = pl.lit(None, dtype=pl.String)
    return records.join(keyed.select("record_key", "occurrence_key").unique(), on="record_key").select(
        kind.alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        *(nothing.alias(name) for name in ("judgement", "pull", "side")),
        "occurrence_key",
    )


def _named_by_decisions(decisions: pl.DataFrame) -> pl.DataFrame:
    return decisions.select(
        pl.lit("decision").alias("cause_kind"),
        pl.col("decision_id").alias("cause_ref"),
        "judgement",
        "pull",
        "side",
        pl.col("mention_id").alias("occurrence_key"),
    )


def _idle_of_persons(places: pl.DataFrame) -> pl.Series:
    """Decisions on two persons that parted none who were one, and joined none who were two."""
    ends = places.filter(pl.col("judgement").is_in(_PERSON_JUDGEMENTS)).select(
        "cause_ref", "pull", "side", "was", "now"
    )
    left, right = (ends.filter(side=side).drop("side").unique() for side in ("left", "right"))
    pairs = left.join(right, on=["cause_ref", "pull"])
    were_one = (pl.col("was") == pl.col("was_right")).fill_null(value=False)
    are_one = pl.col("now") == pl.col("now_right")
    joined, parted = ~were_one & are_one, were_one & ~are_one
    worked = pairs.filter(pl.when(pl.col("pull") == TOGETHER).then(joined).otherwise(parted))
    return ends.join(worked, on="cause_ref", how="anti")["cause_ref"].unique()


def _idle_settled(places: pl.DataFrame) -> pl.Series:
    """Persons settled who came into no cluster and went out of none."""
    settled = places.filter(pl.col("judgement") == "settled")
    was, now = pl.col("was_in").is_not_null(), pl.col("now_in").is_not_null()
    worked = settled.filter(pl.when(pl.col("pull") == TOGETHER).then(~was & now).otherwise(was & ~now))
    return settled.join(worked, on="cause_ref", how="anti")["cause_ref"].unique()


def rate_fits(rows: pl.DataFrame, places: pl.DataFrame, earlier: Era, today: Era) -> pl.DataFrame:
    """Say how well each cause fits each change.

    Args:
        rows: `cluster_id, change, related_cluster_ids`.
        places: As `place_changes` returns them.
        earlier: The network before.
        today: The network now.

    Returns:
        `cluster_id, change, cause_kind, cause_ref, fit` (`BRIDGES` to `NEAR`; the less the better), unsorted;
        causes far from the cluster, that pull the wrong way or had no effect are not in it.
    """
    working = places.filter("works")
    needed = pl.col("change").replace_strict(NEEDED_PULL, default=None, return_dtype=pl.String)
    changed = rows.with_columns(needed.alias("needed"))
    family = _family(changed, earlier, today)
    pieces = family.join(_pieces(working), on="piece")
    fits_pull = (pl.col("pull") == pl.col("needed")).fill_null(value=True)
    counted = (
        pieces.filter(fits_pull)
        .group_by(*_CHANGE, *_CAUSE, "pull", "needed")
        .agg(pl.col("piece", "side").n_unique())
    )
    is_decision = pl.col("cause_kind") == "decision"
    is_bridge = (pl.col("piece") > 1) & (~is_decision | (pl.col("side") > 1))
    is_inside = is_decision & (pl.col("side") > 1) & pl.col("needed").is_not_null()
    rated = counted.select(
        *_CHANGE,
        *_CAUSE,
        pl.when(is_bridge).then(BRIDGES).when(is_inside).then(INSIDE).otherwise(TOUCHES).alias("fit"),
    )
    best = rated.group_by(*_CHANGE, *_CAUSE).agg(pl.col("fit").min())
    near = family.join(_touching(working), on="piece").filter(~is_decision | fits_pull)
    is_own = (pl.col("piece") == pl.col("cluster_id")).any().alias("is_own")
    found = near.group_by(*_CHANGE, *_CAUSE).agg(is_own).join(best, on=[*_CHANGE, *_CAUSE], how="left")
    fit = pl.when("is_own").then(pl.col("fit").fill_null(TOUCHES)).otherwise(NEAR)
    return found.select(*_CHANGE, *_CAUSE, fit.alias("fit"))


def _pieces(working: pl.DataFrame) -> pl.DataFrame:
    """Clusters of before that a cause may have joined, and of now that it may have left apart (`piece`)."""
    may = [(kind, pull) for kind, pulls in RECORD_PULLS.items() for pull in pulls]
    pulls = pl.DataFrame(may, schema=["cause_kind", "may"], orient="row")
    pulled = working.join(pulls, on="cause_kind", how="left").with_columns(
        pl.coalesce("pull", "may").alias("pull"), pl.col("side").fill_null("left")
    )
    piece = pl.when(pl.col("pull") == TOGETHER).then("was_in").otherwise("now_in").alias("piece")
    return pulled.select(*_CAUSE, "pull", "side", piece).drop_nulls("piece").unique()


def _touching(working: pl.DataFrame) -> pl.DataFrame:
    clusters = [working.select(*_CAUSE, "pull", pl.col(name).alias("piece")) for name in ("was_in", "now_in")]
    return pl.concat(clusters).drop_nulls("piece").unique()


def _family(changed: pl.DataFrame, earlier: Era, today: Era) -> pl.DataFrame:
    """`cluster_id, change, needed, piece`: the clusters that each change is about.

    Of a merger or a split they are the cluster and those named with it; of the others the cluster and all
    that its persons came from or went to.
    """
    moved = moved_persons(earlier, today)
    either = pl.concat([moved, moved.select(was_in="now_in", now_in="was_in")]).unique()
    index = [*_CHANGE, "needed"]
    own = changed.select(*index, pl.col("cluster_id").alias("piece"))
    named = changed.filter(pl.col("needed").is_not_null()).select(
        *index, pl.col("related_cluster_ids").alias("piece")
    )
    others = changed.filter(pl.col("needed").is_null()).join(either, left_on="cluster_id", right_on="was_in")
    return pl.concat(
        [own, named.explode("piece").drop_nulls("piece"), others.select(*index, piece="now_in")]
    ).unique()
