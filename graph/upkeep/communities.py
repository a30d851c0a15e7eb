"""Communities after a change: only those that hold a touched entity are sought again.

CPM's quality is a sum over communities, and a community's share depends on its own members and edges alone,
so what no change reaches stays as good as it was. Within the region that is sought again, the better of two
partitions is taken: what Leiden finds there, or what was there before.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from graph.communities import find_communities
from graph.upkeep.change import differences, ids, replace_rows
from graph.upkeep.core import neighbours
from resolution.upkeep.state import KeyedFrames

EdgesAt = Callable[[pl.Series], pl.DataFrame]
GROUP = ["entity_id", "group"]


def update_communities(
    state: KeyedFrames, frame: str, touched: pl.Series, edges_at: EdgesAt, *, resolution: float, seed: int
) -> pl.Series:
    """Bring a partition up to date.

    Args:
        state: What is remembered of the network.
        frame: `rough` or `second`.
        touched: Entities that came, went, or whose edges have changed.
        edges_at: All edges with an end among some entities.
        resolution: CPM's resolution.
        seed: Leiden's seed.

    Returns:
        Entities that are in another community than before, or no longer in any.
    """
    near = ids("entity_id", touched, neighbours(edges_at(touched)))
    groups = state.select(frame, "entity_id", near)["group"].unique()
    was = state.select(frame, "group", groups).select(GROUP)
    # a neighbour in no community as yet has come in with an asset that tied nobody before
    region = ids("entity_id", was["entity_id"], near)
    edges = edges_at(region)
    inside = region.implode()
    members = neighbours(edges).to_frame().filter(pl.col("entity_id").is_in(inside))
    inner = edges.filter(pl.col("source_id").is_in(inside) & pl.col("target_id").is_in(inside))
    now = _complete(find_communities(inner, resolution=resolution, seed=seed), members)
    stayed = _complete(was.join(members, on="entity_id", how="semi"), members)
    if partition_quality(inner, stayed, resolution) > partition_quality(inner, now, resolution):
        now = stayed
    now = _name(now)
    replace_rows(state, frame, ["entity_id"], was, now)
    return ids("entity_id", differences(now, was)["entity_id"])


def partition_quality(edges: pl.DataFrame, groups: pl.DataFrame, resolution: float) -> float:
    """CPM's quality (Traag et al. 2011): Σ over communities of inner weight − resolution × pairs of members.

    Args:
        edges: `source_id, target_id, weight`.
        groups: `entity_id, group` of all their ends.
        resolution: CPM's resolution.
    """
    source = groups.rename({"entity_id": "source_id", "group": "left"})
    target = groups.rename({"entity_id": "target_id", "group": "right"})
    inner = edges.join(source, on="source_id").join(target, on="target_id")
    weight = float(inner.filter(pl.col("left") == pl.col("right"))["weight"].sum())
    sizes = groups.group_by("group").len()["len"].cast(pl.Float64)
    return weight - resolution * float((sizes * (sizes - 1) / 2).sum())


def _complete(groups: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Whoever is in no community of the region is one alone."""
    alone = members.join(groups, on="entity_id", how="anti")
    return pl.concat([groups, alone.with_columns(group="entity_id")])


def _name(groups: pl.DataFrame) -> pl.DataFrame:
    return groups.with_columns(pl.col("entity_id").min().over("group").alias("group")).select(GROUP)
