"""A cluster's history: born, grown, merged, split, shrunk, retired, and which record caused it.

Ids stay while a cluster goes on: the new cluster that keeps most persons of an old one inherits its id, its
ties to several old ones broken by overlap, then by id. Without an earlier network every cluster is born.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.causes import Changes, choose_causes
from graph.eras import Era, moved_persons
from graph.inheritance import LASTING_SCHEMA, inherit, rename
from graph.pulls import AT_TYPE

LINEAGE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "cluster_id": pl.String,
    "change": pl.String,
    "at": AT_TYPE,
    "cause_kind": pl.String,
    "cause_ref": pl.String,
    "related_cluster_ids": pl.List(pl.String),
}


LIFE = ("born", "merged", "grown", "split", "shrunk", "retired")
"""In what order changes of one cause are told."""


def order_changes(lineage: pl.DataFrame) -> pl.DataFrame:
    """Put changes in the order in which they are told.

    By cluster, then by time (`at`), those without one last; of one time by cause (`cause_kind`, then
    `cause_ref`), so that what one cause brought about stands together, in the order of `LIFE`. But a cluster
    first appears, whatever is older, and of one time ends last: what came later may have been reported
    earlier, such as a correction, or a record that a backfill brought.

    Args:
        lineage: Rows as `trace_lineage` returns them, maybe with more columns.
    """
    births = pl.when(pl.col("change") == "born").then("at").min().over("cluster_id")
    is_first = (pl.col("change") == "born") & pl.col("at").eq_missing(births)
    is_last = pl.col("change") == "retired"
    place = pl.col("change").replace_strict(dict(zip(LIFE, range(len(LIFE)), strict=True)), default=len(LIFE))
    order = ["cluster_id", ~is_first, "at", is_last, "cause_kind", "cause_ref", place]
    return lineage.sort(order, nulls_last=True, maintain_order=True)


@dataclass(frozen=True)
class Earlier:
    """What is known of the network before.

    Attributes:
        clusters: `cluster_id, entity_id, kind`.
        occurrences: `entity_id, kind, record_key, row_no` and more.
        lineage: The history so far.
    """

    clusters: pl.DataFrame
    occurrences: pl.DataFrame
    lineage: pl.DataFrame


def inherit_ids(clusters: pl.DataFrame, previous: pl.DataFrame | None) -> pl.DataFrame:
    """Say which id each cluster goes on under.

    Args:
        clusters: `cluster_id, entity_id, kind`, with fresh ids.
        previous: The earlier network's `clusters`, or None.

    Returns:
        `fresh_id, lasting_id` where they differ: a cluster goes on as the earlier one with the largest
        overlap of persons, each earlier id given once; sorted.
    """
    if previous is None:
        return pl.DataFrame(schema=LASTING_SCHEMA)
    columns = [pl.col("cluster_id").alias("id"), pl.col("entity_id").alias("part")]
    persons = pl.col("kind") == "person"
    return inherit(clusters.filter(persons).select(columns), previous.filter(persons).select(columns))


def apply_ids(frame: pl.DataFrame, lasting: pl.DataFrame, sort_by: list[str]) -> pl.DataFrame:
    """Replace the `cluster_id` of a frame by its lasting one and sort it."""
    return rename(frame, lasting, "cluster_id").sort(sort_by)


def trace_lineage(
    now: tuple[pl.DataFrame, pl.DataFrame],
    earlier: Earlier | None,
    newest: pl.DataFrame,
    *,
    facts: pl.DataFrame | None = None,
    changes: Changes | None = None,
) -> pl.DataFrame:
    """Say what happened to each cluster since the earlier network.

    Args:
        now: `clusters` (ids already inherited) and `occurrences` of today.
        earlier: The network before, or None; its history is kept and added to.
        newest: `cluster_id, record_key, reported_at` of each cluster's newest record.
        facts: As `graph.facts.record_facts` returns them.
        changes: What has changed since; where that is not known the newest record is named as the cause.

    Returns:
        `cluster_id, change, at, cause_kind, cause_ref, related_cluster_ids`, sorted.
    """
    clusters, occurrences = now
    today = Era(clusters, occurrences)
    before = Era(clusters.clear(), occurrences.clear())
    if earlier is not None:
        before = Era(earlier.clusters, earlier.occurrences)
    if earlier is None or changes is None or facts is None:
        added = _blame_newest(_list_changes(today, before), newest)
    else:
        added = added_lineage(today, before, facts, changes)
    history = pl.DataFrame(schema=LINEAGE_SCHEMA) if earlier is None else earlier.lineage
    return pl.concat([history, added.select(list(LINEAGE_SCHEMA))]).sort(
        "cluster_id", "at", "change", "cause_ref"
    )


def added_lineage(today: Era, earlier: Era, facts: pl.DataFrame, changes: Changes) -> pl.DataFrame:
    """Say what happened to clusters, and why.

    Args:
        today: Members of today, ids already inherited, and where they and others are written down: in the
            records that changed, those that decisions are about, and those of mentions that are somebody
            else's now, at least.
        earlier: The same of earlier.
        facts: As `graph.facts.record_facts` returns them.
        changes: What has changed since.

    Returns:
        As `trace_lineage`, without what was known before.
    """
    rows = _list_changes(today, earlier)
    chosen = choose_causes(rows, earlier, today, facts, changes)
    return rows.join(chosen, on=["cluster_id", "change"], how="left")


def _list_changes(today: Era, earlier: Era) -> pl.DataFrame:
    moved = moved_persons(earlier, today)
    found = _changes(_members(today.members), _members(earlier.members), moved)
    schema = {name: LINEAGE_SCHEMA[name] for name in ("cluster_id", "change", "related_cluster_ids")}
    return pl.DataFrame(found, schema=schema, orient="row")


def _blame_newest(rows: pl.DataFrame, newest: pl.DataFrame) -> pl.DataFrame:
    return rows.join(newest, on="cluster_id", how="left").select(
        "cluster_id",
        "change",
        pl.col("reported_at").cast(AT_TYPE).alias("at"),
        pl.lit("record").alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        "related_cluster_ids",
    )


def _members(clusters: pl.DataFrame) -> dict[str, set[str]]:
    persons = clusters.filter(pl.col("kind") == "person")
    grouped = persons.group_by("cluster_id").agg("entity_id").sort("cluster_id")
    return {cluster: set(members) for cluster, members in grouped.iter_rows()}


def _changes(
    now: dict[str, set[str]], before: dict[str, set[str]], moved: pl.DataFrame
) -> list[tuple[str, str, list[str]]]:
    sources = dict(moved.group_by("now_in").agg("was_in").iter_rows())
    targets = dict(moved.group_by("was_in").agg("now_in").iter_rows())
    found: list[tuple[str, str, list[str]]] = []
    for cluster, members in sorted(now.items()):
        came_from = set(sources.get(cluster, [])) - now.keys()
        found.extend(_change_of(cluster, members, before.get(cluster), sorted(came_from)))
    for cluster in sorted(before):
        went_to = set(targets.get(cluster, []))
        if cluster not in now:
            found.append((cluster, "retired", sorted(went_to)))
        elif offshoots := sorted(went_to - before.keys()):
            found.append((cluster, "split", offshoots))
    return found


def _change_of(
    cluster: str, members: set[str], earlier: set[str] | None, came_from: list[str]
) -> list[tuple[str, str, list[str]]]:
    if earlier is None:
        return [(cluster, "born", [])]
    changes: list[tuple[str, str, list[str]]] = []
    if came_from:
        changes.append((cluster, "merged", came_from))
    if len(members) > len(earlier):
        changes.append((cluster, "grown", []))
    elif len(members) < len(earlier):
        changes.append((cluster, "shrunk", []))
    return changes
