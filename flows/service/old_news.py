"""Old news: what a backfill brings of the past changes clusters, and nobody is alerted of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.service.alerts import Alert
from staging.backfill import Recent


def leave_out_old(alerts: Sequence[Alert], recent: Recent, records: pl.DataFrame) -> list[Alert]:
    """The alerts without those that rest on a backfill.

    A cluster that got records of the past and none that came live is old news. One that got both is alerted:
    an alert too many is looked at, one too few is not. Where windows were all that happened, whatever has
    changed is their doing, also where a cluster got no record itself.

    Args:
        alerts: Rules that fired.
        recent: What came since the last publication.
        records: `cluster_id, record_key` of all records that name anything of the clusters alerted of.
    """
    if recent.is_backfill_alone:
        return []
    touched = records.join(recent.records, on="record_key")
    by_cluster = touched.group_by("cluster_id").agg(pl.col("is_backfilled").all().alias("is_old"))
    old = set(by_cluster.filter("is_old")["cluster_id"])
    return [each for each in alerts if each.cluster_id not in old]
