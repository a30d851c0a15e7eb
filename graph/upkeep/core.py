"""Edges that clusters are made of, around a few entities."""

from __future__ import annotations

import polars as pl

from graph.clusters import both_ways, cluster_edges, shared_edges
from graph.communities import without
from graph.upkeep.change import ENDS, Touched, differences, ids, replace_rows
from resolution.upkeep.state import KeyedFrames

PERSON_PREFIX = "P-"
"""How ids of persons begin (`graph.ids`)."""


def is_person(column: str = "entity_id") -> pl.Expr:
    """Whether an id is a person's."""
    return pl.col(column).str.starts_with(PERSON_PREFIX)


def edges_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """All edges that clusters are made of with an end among these."""
    return cluster_edges(links_at(state, nodes))


def update_core(state: KeyedFrames, change: Touched) -> None:
    """Bring `core` up to date: the edges that tie anybody to anybody, none to assets with one neighbour.

    What an asset's only edge is worth changes with its other ones, so the ends of changed links tell where.
    """
    moved = differences(cluster_edges(change.links_after), cluster_edges(change.links_before))
    nodes = neighbours(moved)
    edges = _shared_at(state, nodes)
    was = both_ways(core_at(state, nodes))
    replace_rows(state, "core", ["entity_id", "other_id", "kind", "is_forth"], was, both_ways(edges))


def _shared_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    edges = edges_at(state, nodes)
    ends = neighbours(edges)
    assets = ends.to_frame().filter(~is_person())["entity_id"]
    around = edges_at(state, assets)
    persons = ids("entity_id", ends, neighbours(around)).to_frame().filter(is_person())
    kept = neighbours(shared_edges(pl.concat([edges, around]), persons)).implode()
    # an end that is lonely everywhere is in no shared edge at all
    return edges.filter(pl.col("source_id").is_in(kept) & pl.col("target_id").is_in(kept))


def core_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """Those of `edges_at` that tie anybody to anybody."""
    rows = state.select("core", "entity_id", nodes)
    once = rows.filter(pl.col("is_forth") | ~pl.col("other_id").is_in(nodes.implode()))
    return once.select(
        pl.when("is_forth").then("entity_id").otherwise("other_id").alias("source_id"),
        pl.when("is_forth").then("other_id").otherwise("entity_id").alias("target_id"),
        "kind",
        "weight",
    )


def second_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """Those of `core_at` that touch nobody who is left out of the second pass."""
    edges = core_at(state, nodes)
    return without(edges, state.select("spread", "entity_id", neighbours(edges)))


def neighbours(edges: pl.DataFrame) -> pl.Series:
    """All ends of edges."""
    return ids("entity_id", *(edges[end] for end in ENDS))


def links_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """All links with an end among these: `source_id, target_id, kind, weight, rarity`."""
    columns = (*ENDS, "kind", "weight", "rarity")
    return pl.concat([state.select("links", end, nodes, columns) for end in ENDS]).unique([*ENDS, "kind"])
