"""What caused a cluster to change: a decision, a withdrawal, or a record that is new or was revised."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

AT_TYPE = pl.Datetime("us", "UTC")
_NEWEST_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "cause_kind": pl.String,
    "cause_ref": pl.String,
    "at": AT_TYPE,
}

PRECEDENCE: dict[str, tuple[str, ...]] = {
    "born": ("decision", "record", "retraction"),
    "grown": ("decision", "record", "retraction"),
    "merged": ("decision", "record", "retraction"),
    "split": ("decision", "retraction", "record"),
    "shrunk": ("decision", "retraction", "record"),
    "retired": ("decision", "retraction", "record"),
}
"""Change → kinds of cause, the likeliest first. What a person decided outranks what arrived with it."""


@dataclass(frozen=True)
class Changes:
    """What has changed since the earlier network.

    Attributes:
        records: `record_key, is_withdrawn` of records that are new, revised (both: not withdrawn) or gone.
        decisions: `decision_id, mention_id, decided_at` of decisions made or revoked since.
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


def find_causes(
    members: pl.DataFrame, occurrences: pl.DataFrame, facts: pl.DataFrame, changes: Changes
) -> pl.DataFrame:
    """Say what touched each cluster since the earlier network.

    Args:
        members: `cluster_id, entity_id`, of today and of earlier, each under its lasting id.
        occurrences: `entity_id, record_key, kind, row_no`, of today and of earlier.
        facts: As `graph.facts.record_facts` returns them.
        changes: What has changed.

    Returns:
        `cluster_id, cause_kind, cause_ref, at`, at most one row a cluster and kind: the newest. A withdrawal
        is dated by the newest report that is left, a decision by itself.
    """
    placed = members.select("cluster_id", "entity_id").unique().join(occurrences, on="entity_id")
    records = placed.join(changes.records, on="record_key").join(
        facts.select("record_key", "reported_at"), on="record_key", how="left"
    )
    kind = pl.when("is_withdrawn").then(pl.lit("retraction")).otherwise(pl.lit("record"))
    by_record = records.select(
        "cluster_id",
        kind.alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        pl.coalesce("reported_at", pl.lit(facts["reported_at"].max(), dtype=AT_TYPE))
        .cast(AT_TYPE)
        .alias("at"),
    )
    mention = pl.concat_str(["record_key", pl.lit("#"), pl.col("row_no").cast(pl.String)]).alias("mention_id")
    persons = placed.filter(pl.col("kind") == "person").select("cluster_id", mention)
    by_decision = persons.join(changes.decisions, on="mention_id").select(
        "cluster_id",
        pl.lit("decision").alias("cause_kind"),
        pl.col("decision_id").alias("cause_ref"),
        pl.col("decided_at").cast(AT_TYPE).alias("at"),
    )
    ordered = (
        pl.concat([by_record, by_decision])
        .unique()
        .sort("cluster_id", "cause_kind", "at", "cause_ref", descending=[False, False, True, False])
    )
    return ordered.unique(["cluster_id", "cause_kind"], keep="first", maintain_order=True)


def choose_causes(
    rows: pl.DataFrame, causes: pl.DataFrame, changes: Changes, facts: pl.DataFrame
) -> pl.DataFrame:
    """Give each change of a cluster its cause.

    Args:
        rows: `cluster_id, change`.
        causes: As `find_causes` returns them.
        changes: What has changed.
        facts: As `graph.facts.record_facts` returns them.

    Returns:
        `cluster_id, change, cause_kind, cause_ref, at`. Where nothing of a
        cluster's own changed, it is the newest of all that did: it shifted what the neighbours weigh.
    """
    ranks = pl.DataFrame(
        [(change, kind, place) for change, kinds in PRECEDENCE.items() for place, kind in enumerate(kinds)],
        schema={"change": pl.String, "cause_kind": pl.String, "rank": pl.Int64},
        orient="row",
    )
    ranked = rows.join(causes, on="cluster_id").join(ranks, on=["change", "cause_kind"])
    first = ranked.sort("cluster_id", "change", "rank").unique(
        ["cluster_id", "change"], keep="first", maintain_order=True
    )
    columns = ["cluster_id", "change", "cause_kind", "cause_ref", "at"]
    rest = rows.join(first, on=["cluster_id", "change"], how="anti").join(
        _newest(changes, facts), how="cross"
    )
    return pl.concat([first.select(columns), rest.select(columns)]).sort("cluster_id", "change")


def _newest(changes: Changes, facts: pl.DataFrame) -> pl.DataFrame:
    """The newest change of all: one row `cause_kind, cause_ref, at`, of nulls where nothing changed."""
    everywhere = pl.DataFrame({"cluster_id": ["all"], "entity_id": ["all"]})
    mentions = changes.decisions["mention_id"].str.split("#").list
    records = pl.concat([changes.records["record_key"], mentions.first().alias("record_key")])
    numbers = pl.concat(
        [
            pl.repeat(0, changes.records.height, dtype=pl.Int64, eager=True),
            mentions.last().str.to_integer(strict=False).cast(pl.Int64),
        ]
    )
    occurrences = pl.DataFrame({"record_key": records, "row_no": numbers}).with_columns(
        pl.lit("all").alias("entity_id"), pl.lit("person").alias("kind")
    )
    found = find_causes(everywhere, occurrences, facts, changes)
    newest = (
        found.sort("at", "cause_ref", descending=[True, False])
        .head(1)
        .select("cause_kind", "cause_ref", "at")
    )
    return (
        newest if newest.height else pl.DataFrame([(None, None, None)], schema=_NEWEST_SCHEMA, orient="row")
    )
