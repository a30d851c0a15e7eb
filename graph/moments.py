"""What a cluster looked like on a date: the part of it that had happened by then.

The date is event time. Who is who, and what hangs together, is as the network given knows it; of its members
those are shown who had a dated link to another member by then. A cluster of today may have been several
pieces then: what ties them together had not happened yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import networkx as nx
import polars as pl


@dataclass(frozen=True)
class Moment:
    """A cluster on a date.

    Attributes:
        cluster_id: The cluster.
        members: `entity_id, kind, visible_from`: of each the date of its first link to another member; those
            who had one by then, the earliest first.
        visible_from: The date from which the cluster could have been seen; null when it could not by then.
        links: Links between members that had happened.
        records: Records that say so.
        pieces: Parts that did not hang together yet.
    """

    cluster_id: str
    members: pl.DataFrame
    visible_from: date | None
    links: int
    records: int
    pieces: int


def look_at(
    clusters: pl.DataFrame, link_evidence: pl.DataFrame, cluster_id: str, at: date | None = None
) -> Moment:
    """A cluster of a network as it was on a date.

    Args:
        clusters: `cluster_id, entity_id, kind`.
        link_evidence: `source_id, target_id, kind, record_key, occurred_date`.
        cluster_id: The cluster.
        at: Event time, that day included; null for all that the network has.
    """
    members = clusters.filter(pl.col("cluster_id") == cluster_id).select("entity_id", "kind")
    inside = pl.col("source_id").is_in(members["entity_id"].implode()) & pl.col("target_id").is_in(
        members["entity_id"].implode()
    )
    evidence = link_evidence.filter(inside)
    if at is not None:
        evidence = evidence.filter(pl.col("occurred_date") <= at)
    ends = pl.concat(
        evidence.select(pl.col(end).alias("entity_id"), "occurred_date") for end in ("source_id", "target_id")
    )
    seen = ends.group_by("entity_id").agg(pl.col("occurred_date").min().alias("visible_from"))
    shown = members.join(seen, on="entity_id").sort("visible_from", "entity_id", nulls_last=True)
    dates = shown["visible_from"].drop_nulls().to_list()
    return Moment(
        cluster_id,
        shown.select("entity_id", "kind", "visible_from"),
        min(dates) if dates else None,
        evidence.select("source_id", "target_id", "kind").n_unique(),
        evidence["record_key"].n_unique(),
        _count_pieces(evidence),
    )


def _count_pieces(evidence: pl.DataFrame) -> int:
    tied = nx.Graph(evidence.select("source_id", "target_id").unique().sort("source_id", "target_id").rows())
    return int(nx.number_connected_components(tied))


def find_then(now: pl.DataFrame, then: pl.DataFrame, cluster_ids: list[str]) -> list[str]:
    """Clusters of an earlier network that had a mention which is in one of these clusters today.

    Args:
        now: Today's `agency, record_id, person_no, cluster_id`.
        then: The same of the earlier network.
        cluster_ids: Clusters of today.

    Returns:
        Ids of the earlier network, sorted.
    """
    key = ["agency", "record_id", "person_no"]
    mentions = now.filter(pl.col("cluster_id").is_in(cluster_ids)).select(key)
    found = then.join(mentions, on=key, how="semi")["cluster_id"].drop_nulls()
    return sorted(set(found))
