"""Old news: what a backfill brings of the past changes clusters, and nobody is alerted of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.service.alerts import Alert
from graph.network import Network
from staging.backfill import Recent


def leave_out_old(alerts: Sequence[Alert], recent: Recent, network: Network) -> list[Alert]:
    """The alerts without those that rest on a backfill.

    A cluster that got records of the past and none that came live is old news. One that got both is alerted:
    an alert too many is looked at, one too few is not. Where windows were all that happened, whatever has
    changed is their doing, also where a cluster got no record itself.

    Args:
        alerts: Rules that fired.
        recent: What came since the last publication.
        network: The network that is published.
    """
    if recent.is_backfill_alone:
        return []
    records = network.occurrences.select("entity_id", "record_key").join(recent.records, on="record_key")
    touched = records.join(network.clusters.select("cluster_id", "entity_id"), on="entity_id")
    by_cluster = touched.group_by("cluster_id").agg(pl.col("is_backfilled").all().alias("is_old"))
    old = set(by_cluster.filter("is_old")["cluster_id"])
    return [each for each in alerts if each.cluster_id not in old]
