"""Clusters after a change: pass by pass as in `graph.clusters`, each only where the one before changed."""

from __future__ import annotations

import polars as pl

from graph.clusters import CAP_RARITY, ROUGH_FINENESS, follow_majority, list_bridges, name_clusters
from graph.communities import find_bridges, group_ties, homes_of_fragments
from graph.hubs import PRECISION
from graph.inheritance import inherit, rename, taken_elsewhere
from graph.policy import GraphPolicy
from graph.upkeep.change import ENDS, ChangedClusters, Touched, differences, ids, replace_rows
from graph.upkeep.communities import update_communities
from graph.upkeep.core import core_at, edges_at, is_person, neighbours, second_at, update_core
from graph.upkeep.whole_clusters import find_whole, is_small
from resolution.upkeep.state import KeyedFrames

FEW_NEIGHBOURS = 2
"""An asset with no more neighbours than this may just have begun or ceased to tie them."""

MEMBER = ["cluster_id", "entity_id", "kind"]


def update_clusters(state: KeyedFrames, change: Touched, policy: GraphPolicy, seed: int) -> ChangedClusters:
    """Bring `core`, `rough`, `spread`, `second`, `homes`, `named`, `clusters` and `bridges` up to date.

    Args:
        state: What is remembered of the network; its ground is up to date.
        change: What changed of the ground.
        policy: Resolution of the communities.
        seed: Leiden's seed.
    """
    moved = _changed_edges(change)
    if is_small(state):
        return find_whole(state, moved, policy, seed)
    update_core(state, change)
    touched = ids("entity_id", moved, _near_small_assets(state, moved))
    rough = update_communities(
        state, "rough", touched, lambda nodes: core_at(state, nodes),
        resolution=policy.resolution * ROUGH_FINENESS, seed=seed,
    )  # fmt: skip
    spread, recounted = _update_spread(state, ids("entity_id", touched, rough))
    freed = ids("entity_id", touched, spread, neighbours(core_at(state, spread)))
    second = update_communities(
        state, "second", freed, lambda nodes: second_at(state, nodes),
        resolution=policy.resolution, seed=seed,
    )  # fmt: skip
    rehomed, homes = _update_homes(state, ids("entity_id", freed, second))
    before, after = _update_members(state, ids("entity_id", moved, rehomed, spread), rehomed, homes)
    _update_bridges(state, ids("entity_id", touched, before["entity_id"], after["entity_id"]))
    return ChangedClusters(before, after, ids("entity_id", touched, rehomed, recounted))


def _changed_edges(change: Touched) -> pl.Series:
    """Ends of links that weigh otherwise for clusters, where an asset's rarity does not count."""

    def said(links: pl.DataFrame) -> pl.DataFrame:
        kept = links.filter(pl.col("rarity") >= CAP_RARITY)
        undamped = (pl.col("weight") / pl.col("rarity")).round(PRECISION)
        return kept.select(*ENDS, "kind", weight=undamped.round(PRECISION - 3))

    moved = differences(said(change.links_after), said(change.links_before))
    return ids("entity_id", *(moved[end] for end in ENDS))


def _near_small_assets(state: KeyedFrames, nodes: pl.Series) -> pl.Series:
    """Neighbours of assets that have few: they count only where two share them."""
    assets = nodes.to_frame().filter(~is_person())["entity_id"]
    edges = edges_at(state, assets)
    ends = pl.concat([edges.select(a=one, b=other) for one, other in (ENDS, ENDS[::-1])]).unique()
    small = ends.filter(pl.col("a").is_in(assets.implode()) & (pl.len().over("a") <= FEW_NEIGHBOURS))
    return small["b"].unique()


def _update_spread(state: KeyedFrames, nodes: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Bring `spread` up to date.

    Returns:
        The entities that now are, or no longer are, left out; and those of which anything is said otherwise.
    """
    wanted = ids("entity_id", nodes, neighbours(core_at(state, nodes)))
    edges = core_at(state, wanted)
    groups = state.select("rough", "entity_id", neighbours(edges))
    now = find_bridges(edges, groups).filter(pl.col("entity_id").is_in(wanted.implode()))
    was = state.select("spread", "entity_id", wanted)
    state.remove("spread", "entity_id", wanted)
    state.append("spread", now)
    moved = differences(now.select("entity_id"), was.select("entity_id"))["entity_id"]
    return moved, ids("entity_id", differences(now, was)["entity_id"])


def _update_homes(state: KeyedFrames, nodes: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Bring `homes` up to date; return who has another one, and the homes left or entered."""
    near = ids("entity_id", nodes, neighbours(second_at(state, nodes)))
    groups = state.select("second", "entity_id", near)["group"].unique()
    members = state.select("second", "group", groups)
    edges = second_at(state, members["entity_id"])
    others = state.select("second", "entity_id", neighbours(edges))["group"].unique()
    placed = state.select("second", "group", ids("group", groups, others))
    sized = placed.group_by("group").agg(persons=is_person().sum())
    found = homes_of_fragments(group_ties(edges, placed), sized)
    now = members.join(found, on="group", how="left").select(
        "entity_id", pl.coalesce("home", "group").alias("group")
    )
    concerned = ids("entity_id", near, members["entity_id"])
    was = state.select("homes", "entity_id", concerned)
    replace_rows(state, "homes", ["entity_id"], was, now)
    moved = differences(now, was.select(now.columns))
    return ids("entity_id", moved["entity_id"]), moved["group"].unique()


def _update_members(
    state: KeyedFrames, moved: pl.Series, rehomed: pl.Series, homes: pl.Series
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Bring `named` and `clusters` up to date; return the changed clusters as they were and as they are."""
    persons = state.select("homes", "group", homes).filter(is_person())
    concerned = ids("entity_id", persons["entity_id"], rehomed)
    was_named = state.select("named", "entity_id", concerned)
    people = state.select("people", "entity_id", persons["entity_id"])
    fresh = name_clusters(persons, people)
    renamed = differences(fresh, was_named.select(fresh.columns))["entity_id"]
    asked = ids(
        "entity_id", moved, renamed, concerned, neighbours(edges_at(state, ids("entity_id", renamed)))
    )
    members = _members_now(state, asked, (concerned, fresh))
    was = state.select("clusters", "entity_id", asked).select(MEMBER)
    touched = differences(members, was)["cluster_id"].unique()
    before = state.select("clusters", "cluster_id", touched).select(MEMBER)
    stayed = before.filter(~pl.col("entity_id").is_in(asked.implode()))
    now = pl.concat([stayed, members.filter(pl.col("cluster_id").is_in(touched.implode()))])
    after = _keep_ids(state, before, now, (concerned, fresh))
    replace_rows(state, "clusters", ["entity_id"], before, after)
    return before, after


def _named_now(state: KeyedFrames, asked: pl.Series, fresh: tuple[pl.Series, pl.DataFrame]) -> pl.DataFrame:
    """Rows of `named` of these entities, the fresh ones in the place of those that they concern."""
    concerned, rows = fresh
    others = state.select("named", "entity_id", asked).filter(~pl.col("entity_id").is_in(concerned.implode()))
    asked_fresh = rows.filter(pl.col("entity_id").is_in(asked.implode()))
    return pl.concat([others, asked_fresh.select(others.columns)])


def _members_now(state: KeyedFrames, asked: pl.Series, fresh: tuple[pl.Series, pl.DataFrame]) -> pl.DataFrame:
    edges = edges_at(state, asked)
    named = _named_now(state, ids("entity_id", neighbours(edges), asked), fresh)
    hubs = state.select("spread", "entity_id", asked).filter(~is_person())
    followers = follow_majority(edges, named).join(hubs, on="entity_id", how="anti")
    among = pl.col("entity_id").is_in(asked.implode())
    rows = pl.concat([each.select("entity_id", "cluster_id").filter(among) for each in (named, followers)])
    kinds = state.select("entities", "entity_id", rows["entity_id"], ["entity_id", "kind"])
    return rows.join(kinds, on="entity_id").select(MEMBER)


def _keep_ids(
    state: KeyedFrames, before: pl.DataFrame, now: pl.DataFrame, fresh: tuple[pl.Series, pl.DataFrame]
) -> pl.DataFrame:
    """Give changed clusters the ids that they keep, in `named` as well; return their members."""
    lasting = _lasting(state, before, now)
    entities = ids("entity_id", now["entity_id"], fresh[0])
    was_named = state.select("named", "entity_id", entities)
    named = rename(_named_now(state, entities, fresh), lasting, "cluster_id")
    replace_rows(state, "named", ["entity_id"], was_named, named)
    return rename(now, lasting, "cluster_id")


def _lasting(state: KeyedFrames, before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    columns = [pl.col("cluster_id").alias("id"), pl.col("entity_id").alias("part")]
    persons = pl.col("kind") == "person"
    fresh, old = now.filter(persons).select(columns), before.filter(persons).select(columns)
    own = pl.concat([fresh.select("id"), old.select("id")])
    return inherit(fresh, old, taken_elsewhere(state, "clusters", fresh, own))


def _update_bridges(state: KeyedFrames, nodes: pl.Series) -> None:
    near = ids("entity_id", nodes, neighbours(core_at(state, nodes)))
    wanted = near.to_frame().filter(is_person())["entity_id"]
    edges = core_at(state, wanted)
    ends = neighbours(edges)
    clusters = state.select("clusters", "entity_id", ends)
    persons = ends.to_frame().filter(is_person())
    now = list_bridges(edges, clusters, persons).filter(pl.col("entity_id").is_in(wanted.implode()))
    state.remove("bridges", "entity_id", wanted)
    state.append("bridges", now)
