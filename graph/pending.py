"""Where a person who awaits a status decision would stand.

Somebody who is a facilitator in one record and protected in another (`both`) is in no cluster, no link and no
ranking until a person has decided. But the records that call them a facilitator are about some network, and
an analyst who has to decide must know which: so those rows, and only those, carry the cluster that most of
their records point to. The rows that record them as protected carry none.
"""

from __future__ import annotations

import polars as pl

MAJORITY = 0.5
"""Share of a person's votes that must go to one cluster."""

PENDING_STATUS = "both"
"""Status of a person entity that waits for a decision."""

ACTING_STATUS = "facilitator"
"""Status of the mentions that may point to a cluster."""


def pending_clusters(people: pl.DataFrame, occurrences: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """Find the cluster that the acting records of each pending person point to.

    Every such record gives one vote, shared among the clusters by how many of their members it mentions.

    Args:
        people: As `graph.persons.person_mentions` returns them.
        occurrences: As `graph.entities.list_occurrences` returns them.
        clusters: `cluster_id, entity_id`.

    Returns:
        `entity_id, cluster_id` of pending persons with a majority, sorted.
    """
    waiting = people.filter(
        (pl.col("entity_status") == PENDING_STATUS) & (pl.col("status") == ACTING_STATUS)
    ).select("entity_id", "record_key")
    members = occurrences.select("entity_id", "record_key").unique().join(clusters, on="entity_id")
    named = members.group_by("record_key", "cluster_id").len("members")
    share = pl.col("members") / pl.col("members").sum().over("record_key")
    votes = waiting.unique().join(named.with_columns(share.alias("vote")), on="record_key")
    ordered = votes.sort("entity_id", "cluster_id", "record_key")
    summed = ordered.group_by("entity_id", "cluster_id", maintain_order=True).agg(pl.col("vote").sum())
    won = pl.col("vote") > MAJORITY * pl.col("vote").sum().over("entity_id")
    return summed.filter(won).select("entity_id", "cluster_id").sort("entity_id")
