"""A cluster's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from flows.job import Job
from flows.steps.saved import load_frames
from graph.lineage import order_changes
from graph.moments import look_at
from schemas.errors import ConfigError
from staging.knowledge import load_learnt
from staging.network_store import network_basis

COLUMNS = (
    "at",
    "change",
    "cause_kind",
    "cause_ref",
    "related_cluster_ids",
    "visible_from",
    "learnt_at",
    "is_backfilled",
)
NEVER_WAS = "There is no cluster {cluster_id} and never was; `trama report` lists those there are."


@dataclass(frozen=True)
class History:
    """What became of a cluster.

    Attributes:
        cluster_id: The cluster.
        is_alive: Whether it is in the saved network.
        changes: `at, change, cause_kind, cause_ref, related_cluster_ids, visible_from, learnt_at,
            is_backfilled`, oldest first. `visible_from` is when the record behind a change happened,
            `learnt_at` when it was received here; null where the cause is no record that is left.
        visible_from: The date from which the cluster could have been seen, had all been known at once.
    """

    cluster_id: str
    is_alive: bool
    changes: pl.DataFrame
    visible_from: date | None


def lineage_step(cluster_id: str, job: Job) -> History:
    """The history of a cluster, of one that is gone as well.

    Args:
        cluster_id: `C-…`.
        job: Store, settings and listener.

    Raises:
        ConfigError: There is no store, no network, or never was such a cluster.
    """
    with job.opened_for_reading() as store:
        if network_basis(store) is None:
            raise ConfigError("The store holds no network yet: run `trama link` first.")
        saved = load_frames(store, ["clusters", "lineage", "link_evidence"])
        own = saved["lineage"].filter(pl.col("cluster_id") == cluster_id)
        if own.is_empty():
            raise ConfigError(NEVER_WAS.format(cluster_id=cluster_id))
        learnt = load_learnt(store, own.filter(pl.col("cause_kind") == "record")["cause_ref"])
    moment = look_at(saved["clusters"], saved["link_evidence"], cluster_id)
    ordered = order_changes(_add_learnt(own, learnt))
    is_alive = cluster_id in saved["clusters"]["cluster_id"]
    return History(cluster_id, is_alive, ordered.select(COLUMNS), moment.visible_from)


def _add_learnt(changes: pl.DataFrame, learnt: pl.DataFrame) -> pl.DataFrame:
    """Say of each change when its record happened and when it became known here."""
    known = learnt.select(
        pl.col("record_key").alias("cause_ref"),
        pl.col("incident_start_date").alias("visible_from"),
        pl.col("received_at").alias("learnt_at"),
        "is_backfilled",
        pl.lit("record").alias("cause_kind"),
    )
    return changes.join(known, on=["cause_kind", "cause_ref"], how="left", maintain_order="left")
