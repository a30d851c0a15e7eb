"""Corridors: the way that a cluster's people take, from the legs of its records."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import polars as pl

from graph.facts import record_key

LEAST_FLOW = 0.1
"""Share of the heaviest flow between two countries below which another one is an exception, not the
corridor."""

STEP_SCHEMA = {
    "cluster_id": pl.String,
    "step": pl.Int64,
    "from_country": pl.String,
    "to_country": pl.String,
    "from_place": pl.String,
    "to_place": pl.String,
    "record_count": pl.Int64,
}


def corridor_steps(legs: pl.DataFrame, cluster_records: pl.DataFrame) -> pl.DataFrame:
    """Count each cluster's legs, the most travelled first.

    Args:
        legs: The contract's `legs`.
        cluster_records: `cluster_id, record_key`, distinct.

    Returns:
        `cluster_id, step` (from 1), `from_country, to_country, from_place, to_place, record_count`.
    """
    ends = ["from_country", "to_country", "from_place", "to_place"]
    rows = legs.select(record_key(), *ends).join(cluster_records, on="record_key")
    known = rows.filter(pl.col("from_country").is_not_null() & pl.col("to_country").is_not_null())
    counted = known.group_by("cluster_id", *ends).agg(
        pl.col("record_key").n_unique().cast(pl.Int64).alias("record_count")
    )
    order = ["cluster_id", "record_count", *ends]
    ordered = counted.sort(order, descending=[False, True, False, False, False, False])
    step = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("cluster_id").alias("step")
    return ordered.with_columns(step).select(list(STEP_SCHEMA))


def corridor_texts(steps: pl.DataFrame) -> pl.DataFrame:
    """Say each cluster's corridor as a sequence of countries, such as `HN>GT>MX>US`.

    Args:
        steps: As `corridor_steps` returns them.

    Returns:
        `cluster_id, corridor`, sorted.
    """
    flows = (
        steps.group_by("cluster_id", "from_country", "to_country")
        .agg(pl.col("record_count").sum())
        .sort("cluster_id", "from_country", "to_country")
    )
    cleaned: Mapping[str, list[tuple[str, str, int]]] = _flows_by_cluster(flows)
    rows = [(cluster, ">".join(order_countries(found))) for cluster, found in cleaned.items()]
    return pl.DataFrame(rows, schema={"cluster_id": pl.String, "corridor": pl.String}, orient="row")


def order_countries(flows: list[tuple[str, str, int]]) -> list[str]:
    """Put countries in the order of travel.

    Args:
        flows: (from, to, records); a flow within one country only says that the country is on the way.

    Returns:
        The countries along the heaviest path, once the lighter direction of every circle is left out.
    """
    graph = nx.DiGraph()
    heaviest = max((count for source, target, count in flows if source != target), default=0)
    for source, target, count in sorted(flows):
        if source != target and count < heaviest * LEAST_FLOW:
            continue
        graph.add_node(source)
        graph.add_node(target)
        if source != target:
            graph.add_edge(source, target, weight=count)
    while not nx.is_directed_acyclic_graph(graph):
        circle = nx.find_cycle(graph)
        weakest = min(circle, key=lambda ends: (graph.edges[ends]["weight"], ends))
        graph.remove_edge(*weakest)
    path: list[str] = nx.dag_longest_path(graph, weight="weight")
    return path


def _flows_by_cluster(flows: pl.DataFrame) -> dict[str, list[tuple[str, str, int]]]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for cluster, source, target, count in flows.iter_rows():
        found.setdefault(cluster, []).append((source, target, count))
    return found
