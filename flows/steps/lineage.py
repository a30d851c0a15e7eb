"""A cluster's history."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.job import Job
from flows.steps.saved import load_frames
from schemas.errors import ConfigError
from staging.network_store import network_basis


@dataclass(frozen=True)
class History:
    """What became of a cluster.

    Attributes:
        cluster_id: The cluster.
        is_alive: Whether it is in the saved network.
        changes: `at, change, cause_kind, cause_ref, related_cluster_ids`, oldest first.
    """

    cluster_id: str
    is_alive: bool
    changes: pl.DataFrame


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
        saved = load_frames(store, ["clusters", "lineage"])
    own = saved["lineage"].filter(pl.col("cluster_id") == cluster_id)
    if own.is_empty():
        raise ConfigError(
            f"There is no cluster {cluster_id} and never was; `trama report` lists those there are."
        )
    columns = ["at", "change", "cause_kind", "cause_ref", "related_cluster_ids"]
    ordered = own.sort("at", maintain_order=True, nulls_last=True)
    return History(cluster_id, cluster_id in saved["clusters"]["cluster_id"], ordered.select(columns))
