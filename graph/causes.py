"""What caused a cluster to change: a decision, a withdrawal, or a record that is new or was revised.

Of all that happened since the earlier network, that is named which fits the change best (`graph.fits`); of
several that fit as well, the likelier kind (`PRECEDENCE`); of several of a kind, the newest; of several of
one time, the one whose key comes first.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.eras import Era
from graph.fits import NEEDED_PULL, place_changes, rate_fits
from graph.pulls import AT_TYPE

PRECEDENCE: dict[str, tuple[str, ...]] = {
    "born": ("decision", "record", "retraction"),
    "grown": ("decision", "record", "retraction"),
    "merged": ("decision", "record", "retraction"),
    "split": ("decision", "retraction", "record"),
    "shrunk": ("decision", "retraction", "record"),
    "retired": ("decision", "retraction", "record"),
}
"""Change → kinds of cause, the likeliest first. What a person decided outranks what arrived with it."""

_CAUSE = ["cause_kind", "cause_ref"]


@dataclass(frozen=True)
class Changes:
    """What has changed since the earlier network.

    Attributes:
        records: `record_key, is_withdrawn` of records that are new, revised (both: not withdrawn) or gone.
        decisions: As `graph.pulls.compare_decisions` returns them.
    """

    records: pl.DataFrame
    decisions: pl.DataFrame


def compare_records(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Say which records changed.

    Args:
        now: `record_key, revision` of the records given.
        before: The same of those that the earlier network was built from.

    Returns:
        `record_key, is_withdrawn`, sorted.
    """
    new = now.join(before, on=["record_key", "revision"], how="anti").select(
        "record_key", pl.lit(value=False).alias("is_withdrawn")
    )
    gone = before.join(now, on="record_key", how="anti").select(
        "record_key", pl.lit(value=True).alias("is_withdrawn")
    )
    return pl.concat([new, gone]).unique().sort("record_key")


def choose_causes(
    rows: pl.DataFrame, earlier: Era, today: Era, facts: pl.DataFrame, changes: Changes
) -> pl.DataFrame:
    """Give each change of a cluster its cause.

    Args:
        rows: `cluster_id, change, related_cluster_ids`.
        earlier: The network before.
        today: The network now.
        facts: As `graph.facts.record_facts` returns them.
        changes: What has happened.

    Returns:
        `cluster_id, change, cause_kind, cause_ref, at`, sorted. A withdrawal is dated by the newest report
        that is left, a decision by itself. Where nothing fits, it is the newest of all that happened and
        could have done it: it shifted what the neighbours weigh.
    """
    happened = date_changes(changes, facts)
    places = place_changes(changes.records, changes.decisions, earlier, today)
    ranks = pl.DataFrame(
        [(change, kind, place) for change, kinds in PRECEDENCE.items() for place, kind in enumerate(kinds)],
        schema={"change": pl.String, "cause_kind": pl.String, "rank": pl.Int64},
        orient="row",
    )
    fitting = rate_fits(rows, places, earlier, today).join(ranks, on=["change", "cause_kind"])
    order = ["cluster_id", "change", "fit", "rank", "at", "cause_ref"]
    ordered = fitting.join(happened, on=_CAUSE).sort(order, descending=[False] * 4 + [True, False])
    first = ordered.unique(["cluster_id", "change"], keep="first", maintain_order=True)
    columns = ["cluster_id", "change", *_CAUSE, "at"]
    rest = rows.join(first, on=["cluster_id", "change"], how="anti").join(
        _newest(happened, places), on="change", how="left"
    )
    return pl.concat([first.select(columns), rest.select(columns)]).sort("cluster_id", "change")


def date_changes(changes: Changes, facts: pl.DataFrame) -> pl.DataFrame:
    """All that happened and when: `cause_kind, cause_ref, pull, at`, each once."""
    dated = changes.records.join(facts.select("record_key", "reported_at"), on="record_key", how="left")
    newest = pl.lit(facts["reported_at"].max(), dtype=AT_TYPE)
    kind = pl.when("is_withdrawn").then(pl.lit("retraction")).otherwise(pl.lit("record"))
    records = dated.select(
        kind.alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        pl.lit(None, dtype=pl.String).alias("pull"),
        pl.coalesce("reported_at", newest).cast(AT_TYPE).alias("at"),
    )
    decisions = changes.decisions.select(
        pl.lit("decision").alias("cause_kind"),
        pl.col("decision_id").alias("cause_ref"),
        "pull",
        pl.col("decided_at").cast(AT_TYPE).alias("at"),
    )
    return pl.concat([records, decisions]).unique()


def _newest(happened: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """For each kind of change the newest of all that happened; of what could have done it, if anything could.

    A decision that had no effect, or pulls the wrong way, is named only where nothing else happened.
    """
    idle = places.filter(~pl.col("works"))["cause_ref"].unique()
    is_decision = pl.col("cause_kind") == "decision"
    pulls_so = (pl.col("pull") == pl.col("needed")).fill_null(value=True)
    could = ~is_decision | (pulls_so & ~pl.col("cause_ref").is_in(idle.implode()))
    needed = [(change, NEEDED_PULL.get(change)) for change in PRECEDENCE]
    each = pl.DataFrame(needed, schema={"change": pl.String, "needed": pl.String}, orient="row")
    ordered = (
        each.join(happened, how="cross")
        .with_columns(could.alias("could"))
        .sort("change", "could", "at", *_CAUSE, descending=[False, True, True, False, False])
    )
    return ordered.unique("change", keep="first", maintain_order=True).select("change", *_CAUSE, "at")
