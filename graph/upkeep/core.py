"""Edges that clusters are made of, around a few entities."""

from __future__ import annotations

import polars as pl

from graph.clusters import cluster_edges, shared_edges
from graph.communities import without
from graph.upkeep.change import ids
from resolution.upkeep.state import KeyedFrames

ENDS = ("source_id", "target_id")
PERSON_PREFIX = "P-"
"""How ids of persons begin (`graph.ids`)."""


def is_person(column: str = "entity_id") -> pl.Expr:
    """Whether an id is a person's."""
    return pl.col(column).str.starts_with(PERSON_PREFIX)


def edges_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """All edges that clusters are made of with an end among these."""
    return cluster_edges(_links_at(state, nodes))


def core_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """Those of `edges_at` that tie anybody to anybody: none to an asset with a single neighbour."""
    edges = edges_at(state, nodes)
    ends = ids("entity_id", *(edges[end] for end in ENDS))
    assets = ends.to_frame().filter(~is_person())["entity_id"]
    around = cluster_edges(_links_at(state, assets))
    persons = ids("entity_id", ends, *(around[end] for end in ENDS)).to_frame().filter(is_person())
    shared = shared_edges(pl.concat([edges, around]), persons)
    kept = ids("entity_id", *(shared[end] for end in ENDS)).implode()
    # an end that is lonely everywhere is in no shared edge at all
    return edges.filter(pl.col("source_id").is_in(kept) & pl.col("target_id").is_in(kept))


def second_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    """Those of `core_at` that touch nobody who is left out of the second pass."""
    edges = core_at(state, nodes)
    return without(
        edges, state.select("spread", "entity_id", ids("entity_id", *(edges[end] for end in ENDS)))
    )


def neighbours(edges: pl.DataFrame) -> pl.Series:
    """All ends of edges."""
    return ids("entity_id", *(edges[end] for end in ENDS))


def _links_at(state: KeyedFrames, nodes: pl.Series) -> pl.DataFrame:
    columns = (*ENDS, "kind", "weight", "rarity")
    return pl.concat([state.select("links", end, nodes, columns) for end in ENDS]).unique([*ENDS, "kind"])
