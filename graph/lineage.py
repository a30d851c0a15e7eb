"""A cluster's history: born, grown, merged, split, shrunk, retired, and which record caused it.

Ids stay while a cluster goes on: the new cluster that keeps most persons of an old one inherits its id, its
ties to several old ones broken by overlap, then by id. Without an earlier network every cluster is born.
"""

from __future__ import annotations

import polars as pl

from graph.ids import hashed_id

AT_TYPE = pl.Datetime("us", "UTC")

LINEAGE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "cluster_id": pl.String,
    "change": pl.String,
    "at": AT_TYPE,
    "cause_kind": pl.String,
    "cause_ref": pl.String,
    "related_cluster_ids": pl.List(pl.String),
}


def inherit_ids(clusters: pl.DataFrame, previous: pl.DataFrame | None) -> pl.DataFrame:
    """Say which id each cluster goes on under.

    Args:
        clusters: `cluster_id, entity_id, kind`, with fresh ids.
        previous: The earlier network's `clusters`, or None.

    Returns:
        `cluster_id` (fresh), `lasting_id`: that of the earlier cluster with the largest overlap of persons,
        each earlier id given once; sorted.
    """
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    if previous is not None:
        for old, new, _ in _overlaps(previous, clusters).iter_rows():
            if new not in mapping and old not in taken:
                mapping[new] = old
                taken.add(old)
    # a fresh id may be that of an earlier cluster which now goes on as another one
    for fresh in clusters["cluster_id"].unique().sort().to_list():
        if fresh not in mapping:
            mapping[fresh] = _free_id(fresh, taken)
            taken.add(mapping[fresh])
    schema = {"cluster_id": pl.String, "lasting_id": pl.String}
    return pl.DataFrame(sorted(mapping.items()), schema=schema, orient="row")


def apply_ids(frame: pl.DataFrame, lasting: pl.DataFrame, sort_by: list[str]) -> pl.DataFrame:
    """Replace the `cluster_id` of a frame by its lasting one and sort it."""
    columns = frame.columns
    joined = frame.join(lasting, on="cluster_id").drop("cluster_id").rename({"lasting_id": "cluster_id"})
    return joined.select(columns).sort(sort_by)


def trace_lineage(
    clusters: pl.DataFrame, previous: pl.DataFrame | None, history: pl.DataFrame, newest: pl.DataFrame
) -> pl.DataFrame:
    """Say what happened to each cluster since the earlier network.

    Args:
        clusters: `cluster_id, entity_id, kind`, ids already inherited.
        previous: The earlier network's `clusters`, or None.
        history: The lineage so far, kept and added to.
        newest: `cluster_id, record_key, reported_at` of each cluster's newest record (old clusters' too,
            where known).

    Returns:
        `cluster_id, change, at, cause_kind, cause_ref, related_cluster_ids`, sorted.
    """
    before = {} if previous is None else _members(previous)
    changes = _changes(_members(clusters), before)
    schema = {name: LINEAGE_SCHEMA[name] for name in ("cluster_id", "change", "related_cluster_ids")}
    rows = pl.DataFrame(changes, schema=schema, orient="row").join(newest, on="cluster_id", how="left")
    added = rows.select(
        "cluster_id",
        "change",
        pl.col("reported_at").cast(AT_TYPE).alias("at"),
        pl.lit("record").alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        "related_cluster_ids",
    )
    return pl.concat([history, added]).sort("cluster_id", "at", "change", "cause_ref")


def _overlaps(previous: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    old = previous.filter(pl.col("kind") == "person").select(pl.col("cluster_id").alias("old"), "entity_id")
    new = clusters.filter(pl.col("kind") == "person").select(pl.col("cluster_id").alias("new"), "entity_id")
    counted = old.join(new, on="entity_id").group_by("old", "new").len("persons")
    return counted.sort("persons", "old", "new", descending=[True, False, False])


def _free_id(cluster_id: str, taken: set[str]) -> str:
    """Return the id itself, or one derived from it when another cluster goes on under it."""
    free = cluster_id
    while free in taken:
        free = hashed_id("cluster", free)
    return free


def _members(clusters: pl.DataFrame) -> dict[str, set[str]]:
    persons = clusters.filter(pl.col("kind") == "person")
    grouped = persons.group_by("cluster_id").agg("entity_id").sort("cluster_id")
    return {cluster: set(members) for cluster, members in grouped.iter_rows()}


def _changes(now: dict[str, set[str]], before: dict[str, set[str]]) -> list[tuple[str, str, list[str]]]:
    was_in = {member: cluster for cluster, members in before.items() for member in members}
    is_in = {member: cluster for cluster, members in now.items() for member in members}
    found: list[tuple[str, str, list[str]]] = []
    for cluster, members in sorted(now.items()):
        came_from = {was_in[m] for m in members if m in was_in} - set(now)
        found.extend(_change_of(cluster, members, before.get(cluster), sorted(came_from)))
    for cluster, members in sorted(before.items()):
        went_to = {is_in[m] for m in members if m in is_in}
        if cluster not in now:
            found.append((cluster, "retired", sorted(went_to)))
        elif offshoots := sorted(went_to - set(before)):
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
