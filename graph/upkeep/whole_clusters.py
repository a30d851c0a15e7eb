"""Clusters after a change of a small network: sought anew over the whole, as a rebuild does.

Where an optimiser decides, what it finds near a change need not be what it finds over everything, and in a
small network a single person between two clusters makes a large part of all pairs. There seeking over the
whole takes no time, so that what follows a change is the rebuild's to the last member.
"""

from __future__ import annotations

import dataclasses

import polars as pl

from graph.clusters import Clustering, find_clusters
from graph.lineage import apply_ids, inherit_ids
from graph.policy import GraphPolicy
from graph.upkeep.change import ChangedClusters, differences, ids
from resolution.upkeep.state import KeyedFrames

SMALL_LINKS = 50_000
"""Links up to which clusters are sought over the whole network: those of about 10,000 cases, which takes a
second at most. Beyond, the time would grow with the network and no longer with the change."""

FRAMES = tuple(each.name for each in dataclasses.fields(Clustering))


def is_small(state: KeyedFrames) -> bool:
    """Whether the network is so small that its clusters are sought over the whole of it."""
    return state.height("links") <= SMALL_LINKS


def find_whole(state: KeyedFrames, touched: pl.Series, policy: GraphPolicy, seed: int) -> ChangedClusters:
    """Bring all frames of `graph.clusters.Clustering` to what a rebuild finds.

    Args:
        state: What is remembered of the network; its ground is up to date.
        touched: Entities whose edges have changed.
        policy: Resolution of the communities.
        seed: Leiden's seed.
    """
    links, entities, people = (state.whole(name) for name in ("links", "entities", "people"))
    fresh = find_clusters(links, entities, people, resolution=policy.resolution, seed=seed)
    was = {name: state.whole(name) for name in FRAMES}
    lasting = inherit_ids(fresh.clusters, was["clusters"])
    now = {name: getattr(fresh, name) for name in FRAMES}
    now |= {name: apply_ids(now[name], lasting, ["entity_id"]) for name in ("clusters", "bridges", "named")}
    moved = {name: differences(now[name], was[name]) for name in FRAMES}
    for name, rows in moved.items():
        _replace(state, name, now[name], rows["entity_id"].unique())
    changed = moved["clusters"]["cluster_id"].unique().implode()
    columns = ["cluster_id", "entity_id", "kind"]
    before, after = (
        frames["clusters"].filter(pl.col("cluster_id").is_in(changed)).select(columns)
        for frames in (was, now)
    )
    return ChangedClusters(before, after, ids("entity_id", touched, moved["spread"]["entity_id"]))


def _replace(state: KeyedFrames, name: str, now: pl.DataFrame, entities: pl.Series) -> None:
    state.remove(name, "entity_id", entities)
    state.append(name, now.filter(pl.col("entity_id").is_in(entities.implode())))
