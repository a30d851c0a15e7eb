"""Clusters: which actors work together, and which phones, places, vehicles and accounts go with them.

A cluster is a community of at least two actors. An asset follows the persons it is tied to; a bridge (a
broker who serves several networks) is a member where most of its ties are, or nowhere, and is shown as a
bridge to all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.communities import absorb_fragments, find_bridges, find_communities, tie_weights, without
from graph.hubs import MOST_USERS, PRECISION
from graph.ids import hashed_ids

FEWEST_PERSONS = 2
"""Persons that make a cluster."""

MAJORITY = 0.5
"""Share of an entity's tie weight that must go into one cluster for it to belong there."""

ROUGH_FINENESS = 2.0
"""How much finer the first pass is than the second, so that a broker who glues two networks in the second is
seen between their parts in the first. Measured: 2 finds all brokers of dense worlds; from 4 on, large
networks lose their busiest."""

CAP_RARITY = round(MOST_USERS**-0.5, PRECISION)
"""Rarity of an asset with as many users as the cap allows."""

BRIDGED_CLUSTERS = 1.8
"""Effective number of clusters (inverse Simpson index of tie weight) from which on a person is shown as a
bridge."""

BRIDGE_SHARE = 0.1
"""Share of a bridge's tie weight from which on a cluster counts as one that it serves."""

CLUSTER_SCHEMA = {"cluster_id": pl.String, "entity_id": pl.String, "kind": pl.String}


@dataclass(frozen=True)
class Clustering:
    """Who belongs together.

    Attributes:
        clusters: `cluster_id, entity_id, kind`; an entity in at most one cluster.
        bridges: `entity_id, cluster_id, weight`: persons between clusters.
        spread: `entity_id, group_count` of every entity left out of the second pass.
        rough: `entity_id, group`: communities of the first pass.
        second: `entity_id, group`: communities of the second pass, before fragments join others.
        homes: `entity_id, group`: after that.
        named: `entity_id, cluster_id` of the persons that make the clusters; the others follow them.
        core: The edges that both passes are made on, as `both_ways` tells them.
    """

    clusters: pl.DataFrame
    bridges: pl.DataFrame
    spread: pl.DataFrame
    rough: pl.DataFrame
    second: pl.DataFrame
    homes: pl.DataFrame
    named: pl.DataFrame
    core: pl.DataFrame


def find_clusters(
    links: pl.DataFrame, entities: pl.DataFrame, people: pl.DataFrame, *, resolution: float, seed: int
) -> Clustering:
    """Find clusters in two passes.

    Args:
        links: As `graph.links.build_links` returns them.
        entities: `entity_id, kind`.
        people: As `graph.persons.person_mentions` returns them; the smallest mention names the cluster.
        resolution: CPM's resolution.
        seed: Leiden's seed.

    Returns:
        The clustering, every frame sorted.
    """
    edges = cluster_edges(links)
    persons = entities.filter(pl.col("kind") == "person").select("entity_id")
    core = shared_edges(edges, persons)
    rough = find_communities(core, resolution=resolution * ROUGH_FINENESS, seed=seed)
    spread = find_bridges(core, rough)
    narrowed = without(core, spread)
    second = find_communities(narrowed, resolution=resolution, seed=seed)
    homes = absorb_fragments(narrowed, second, persons)
    named = name_clusters(homes.join(persons, on="entity_id"), people)
    others = follow_majority(edges, named)
    hubs = spread.join(persons, on="entity_id", how="anti")
    members = pl.concat([named, others.join(hubs, on="entity_id", how="anti")])
    kinds = entities.select("entity_id", "kind")
    clusters = (
        members.join(kinds, on="entity_id").select(list(CLUSTER_SCHEMA)).sort("cluster_id", "entity_id")
    )
    bridges = list_bridges(core, clusters, persons)
    named, core = named.sort("entity_id"), both_ways(core)
    return Clustering(clusters, bridges, spread, rough, second, homes, named, core)


def cluster_edges(links: pl.DataFrame) -> pl.DataFrame:
    """Take back the rarity of assets under the cap, and leave out those over it.

    The leader's phone, which every member calls, has as many users as a call shop: how many use an asset
    does not tell a network's heart from a hub, but over how many communities its users spread does.
    Measured in one pass on a sparse world: network F1 .79 undamped, .74 with 1/√users, each
    at its best resolution.
    """
    kept = links.filter(pl.col("rarity") >= CAP_RARITY)
    undamped = (pl.col("weight") / pl.col("rarity")).round(PRECISION).alias("weight")
    columns = ["source_id", "target_id", "weight", "kind"]
    return kept.select("source_id", "target_id", "kind", undamped).sort(columns)


def both_ways(edges: pl.DataFrame) -> pl.DataFrame:
    """Each edge once from either end: `entity_id, other_id, kind, weight, is_forth` (from its source)."""
    forth, back = ("source_id", "target_id"), ("target_id", "source_id")
    parts = [
        edges.select(
            pl.col(one).alias("entity_id"), pl.col(other).alias("other_id"), "kind", "weight"
        ).with_columns(is_forth=pl.lit(is_forth))
        for (one, other), is_forth in ((forth, True), (back, False))
    ]
    return pl.concat(parts).sort("entity_id", "other_id", "kind", "is_forth")


def shared_edges(edges: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Leave out assets with a single neighbour: they tie nobody, and their mass would hide who does."""
    ends = edges.select("source_id", "target_id").unique()
    ends = pl.concat(
        [ends, ends.select(pl.col("target_id").alias("source_id"), pl.col("source_id").alias("target_id"))]
    )
    single = ends.unique().group_by("source_id").len().filter(pl.col("len") == 1)
    lonely = single.select(pl.col("source_id").alias("entity_id")).join(persons, on="entity_id", how="anti")
    return without(edges, lonely)


def name_clusters(grouped: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Name the groups of enough persons by their smallest mention: `entity_id, cluster_id`."""
    mention = pl.concat_str(["record_key", pl.lit("#"), pl.col("person_no").cast(pl.String)])
    first = people.group_by("entity_id").agg(mention.min().alias("mention_id"))
    keyed = grouped.join(first, on="entity_id").with_columns(pl.len().over("group").alias("persons"))
    large = keyed.filter(pl.col("persons") >= FEWEST_PERSONS)
    named = large.group_by("group").agg(pl.col("mention_id").min()).sort("group")
    kind = pl.Series(["cluster"]).new_from_index(0, named.height)
    ids = named.with_columns(hashed_ids(kind, named["mention_id"]).alias("cluster_id"))
    return large.join(ids.select("group", "cluster_id"), on="group").select("entity_id", "cluster_id")


def follow_majority(edges: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Let whoever is in no cluster follow the majority of their ties: `entity_id, cluster_id`."""
    weights = tie_weights(edges, named.rename({"cluster_id": "group"})).rename({"group": "cluster_id"})
    others = weights.join(named, on="entity_id", how="anti")
    share = pl.col("weight") / pl.col("weight").sum().over("entity_id")
    return others.filter(share > MAJORITY).select("entity_id", "cluster_id")


def list_bridges(edges: pl.DataFrame, clusters: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """List the persons whose ties, to people and to what is theirs, spread over several clusters."""
    groups = clusters.select("entity_id", pl.col("cluster_id").alias("group"))
    weights = tie_weights(edges, groups).rename({"group": "cluster_id"}).join(persons, on="entity_id")
    share = pl.col("weight") / pl.col("weight").sum().over("entity_id")
    shared = weights.with_columns(share.alias("share"))
    spread = shared.filter((1 / pl.col("share").pow(2).sum().over("entity_id")) >= BRIDGED_CLUSTERS)
    served = spread.filter(pl.col("share") >= BRIDGE_SHARE).select("entity_id", "cluster_id", "weight")
    return served.with_columns(pl.col("weight").round(PRECISION)).sort("entity_id", "cluster_id")
