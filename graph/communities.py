"""Communities of the link graph, without the bridges that glue networks together.

The method is Leiden with the constant Potts model. A first pass finds rough communities. Whoever's ties
spread over several of them (an independent broker, a bus station) is left out of the second pass, whose
communities become clusters. CPM has no resolution limit: one resolution serves 1,000 cases and 100,000
alike. Measured on generated worlds: from 4,000 to 20,000 cases modularity falls from F1 .89 to .56, CPM keeps
.92 and .91.
"""

from __future__ import annotations

import networkx as nx
import polars as pl

from graph.array_graph import graph_from_edges
from graph.backend import register_backend
from graph.policy import RESOLUTION

MOST_GROUPS = 2.5
"""Effective number of first-pass communities (inverse Simpson index of tie weight) beyond which an entity is
a bridge."""


FRAGMENT_PERSONS = 3
ABSORBING_SHARE = 0.8
"""A community of so few persons joins a larger one that takes this share of its outward ties. Measured:
network F1 of persons .81 → .83 in a sparse world, no change in a dense one; with fragments of six, networks
begin to run together."""


def find_communities(edges: pl.DataFrame, *, resolution: float = RESOLUTION, seed: int = 1) -> pl.DataFrame:
    """Partition the ends of `edges`.

    Args:
        edges: `source_id, target_id, weight`.
        resolution: CPM's resolution.
        seed: Leiden's seed; the same seed and edges in any order give the same communities.

    Returns:
        `entity_id, group` (the smallest id in the community), sorted.
    """
    register_backend()
    schema = {"entity_id": pl.String, "group": pl.String}
    if edges.is_empty():
        return pl.DataFrame(schema=schema)
    graph = graph_from_edges(edges)
    found = nx.community.leiden_communities(
        graph, weight="weight", resolution=resolution, seed=seed, backend="trama"
    )
    rows = [(member, min(group)) for group in found for member in group]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("entity_id")


def tie_weights(edges: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Sum each entity's tie weight into each group: `entity_id, group, weight`, sorted."""
    forth = edges.select(pl.col("source_id").alias("entity_id"), pl.col("target_id").alias("other"), "weight")
    back = edges.select(pl.col("target_id").alias("entity_id"), pl.col("source_id").alias("other"), "weight")
    joined = pl.concat([forth, back]).join(groups.rename({"entity_id": "other"}), on="other")
    ordered = joined.sort("entity_id", "group", "weight")
    return ordered.group_by("entity_id", "group", maintain_order=True).agg(pl.col("weight").sum())


def find_bridges(
    edges: pl.DataFrame, groups: pl.DataFrame, *, most_groups: float = MOST_GROUPS
) -> pl.DataFrame:
    """Find the entities whose ties spread over several communities.

    Returns:
        `entity_id, group_count` (effective number of groups, rounded to a whole number), sorted.
    """
    weights = tie_weights(edges, groups)
    share = pl.col("weight") / pl.col("weight").sum()
    spread = weights.group_by("entity_id", maintain_order=True).agg(
        (1 / share.pow(2).sum()).alias("effective")
    )
    bridges = spread.filter(pl.col("effective") > most_groups)
    return bridges.select("entity_id", pl.col("effective").round().cast(pl.Int64).alias("group_count")).sort(
        "entity_id"
    )


def without(edges: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Return the edges that touch none of `entities`."""
    left_out = entities.select("entity_id")
    kept = edges.join(left_out, left_on="source_id", right_on="entity_id", how="anti")
    return kept.join(left_out, left_on="target_id", right_on="entity_id", how="anti")


def absorb_fragments(edges: pl.DataFrame, groups: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Let small communities join the one that nearly all of their outward ties go to.

    CPM asks of a newcomer a tie weight that grows with the size of the community, so that a large network
    loses those who were seen once. A fragment with ties to two communities stays alone.

    Args:
        edges: `source_id, target_id, weight`.
        groups: As `find_communities` returns them.
        persons: `entity_id` of persons.

    Returns:
        `entity_id, group`, sorted.
    """
    marked = groups.join(
        persons.select("entity_id", pl.lit(1).alias("is_person")), on="entity_id", how="left"
    )
    sized = marked.group_by("group").agg(pl.col("is_person").sum().alias("persons"))
    homes = homes_of_fragments(group_ties(edges, groups), sized)
    joined = groups.join(homes, on="group", how="left")
    return joined.select("entity_id", pl.coalesce("home", "group").alias("group")).sort("entity_id")


def group_ties(edges: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Sum the tie weight from each group to each other one: `group, other, weight`."""
    left = groups.rename({"entity_id": "source_id", "group": "group"})
    right = groups.rename({"entity_id": "target_id", "group": "other"})
    crossing = (
        edges.join(left, on="source_id")
        .join(right, on="target_id")
        .filter(pl.col("group") != pl.col("other"))
    )
    forth = crossing.select("group", "other", "weight")
    back = crossing.select(pl.col("other").alias("group"), pl.col("group").alias("other"), "weight")
    ordered = pl.concat([forth, back]).sort("group", "other", "weight")
    return ordered.group_by("group", "other", maintain_order=True).agg(pl.col("weight").sum())


def homes_of_fragments(ties: pl.DataFrame, sized: pl.DataFrame) -> pl.DataFrame:
    """Return `group, home` of every fragment whose ties go to one larger community."""
    share = pl.col("weight") / pl.col("weight").sum().over("group")
    strong = ties.with_columns(share.alias("share")).filter(pl.col("share") >= ABSORBING_SHARE)
    placed = strong.join(sized, on="group").join(
        sized.rename({"group": "other", "persons": "other_persons"}), on="other"
    )
    small = pl.col("persons") <= FRAGMENT_PERSONS
    larger = pl.col("other_persons") > FRAGMENT_PERSONS
    return placed.filter(small & larger).select("group", pl.col("other").alias("home"))
