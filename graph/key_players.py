"""Key players: who seems to lead each cluster, why, and how sure that is.

Only facilitators are ranked; `unknown` and `both` wait for a person's decision, protected persons are never
here. A rank is a lead for a person to check, never proof.
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl

from graph.array_graph import ArrayGraph, graphs_by_group
from graph.communities import tie_weights
from graph.persons import RANKED
from graph.resampling import RankIntervals, SignalRows, hash_keys, rank_intervals
from graph.signals import SIGNAL_WEIGHT, SIGNALS

BROKERAGE_WEIGHT = 0.1
BETWEENNESS_WEIGHT = 0.1
"""Weight of brokerage and of betweenness (0–1 each) in the score: little, because they find 5–10 % of
leaders."""

DECIMALS = 9
"""Decimals kept of centralities, beyond which the order of a parallel sum shows."""


def rank_players(
    clusters: pl.DataFrame,
    entities: pl.DataFrame,
    people: pl.DataFrame,
    links: pl.DataFrame,
    signals: pl.DataFrame,
) -> pl.DataFrame:
    """List the persons that may be ranked, with their place in the cluster's graph.

    Returns:
        `cluster_id, entity_id, role, betweenness, degree, brokerage, reasons`, sorted by cluster and id.
    """
    ranked = entities.filter((pl.col("kind") == "person") & pl.col("status").is_in(RANKED))
    members = clusters.join(ranked.select("entity_id"), on="entity_id").select("cluster_id", "entity_id")
    described = (
        members.join(cluster_centrality(clusters, links), on=["cluster_id", "entity_id"], how="left")
        .join(_brokerage(clusters, links), on="entity_id", how="left")
        .join(_stated_roles(people), on="entity_id", how="left")
        .join(_reasons(signals), on="entity_id", how="left")
    )
    numbers = pl.col("betweenness", "degree", "brokerage").fill_null(0.0).round(DECIMALS)
    return described.with_columns(numbers).sort("cluster_id", "entity_id")


def score_players(players: pl.DataFrame, signals: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Rank persons within their clusters, with intervals from seeded resampling.

    Args:
        players: As `rank_players` returns them.
        signals: As `graph.signals.collect_signals` returns them.
        seed: Seed of the resamples.

    Returns:
        The contract's `cluster_id, entity_id, rank, rank_low, rank_high, top5_share, betweenness, degree,
        brokerage, role`, and `reasons` (codes with figures, such as `called_by:12`), `score`; sorted by
        cluster and rank.
    """
    position = players.select("entity_id").with_row_index("position")
    rows = signals.join(position, left_on="person_id", right_on="entity_id").sort(
        "person_id", "signal", "key"
    )
    evidence = SignalRows(
        person=rows["position"].to_numpy().astype(np.int64),
        signal=rows["signal"]
        .replace_strict(list(SIGNALS), list(range(len(SIGNALS))))
        .to_numpy()
        .astype(np.int64),
        hashes=hash_keys((rows["person_id"] + "|" + rows["signal"] + "|" + rows["key"]).to_list()),
        weights=np.array([SIGNAL_WEIGHT[signal] for signal in SIGNALS]),
    )
    cluster = players["cluster_id"].rank("dense").to_numpy().astype(np.int64)
    place = pl.col("brokerage") * BROKERAGE_WEIGHT + pl.col("betweenness") * BETWEENNESS_WEIGHT
    extra = players.select(place)["brokerage"].to_numpy().astype(np.float64)
    return _with_intervals(players, rank_intervals(evidence, cluster, extra, seed))


def cluster_centrality(clusters: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Return `cluster_id, entity_id, betweenness, degree` of members within their cluster's graph."""
    schema = {
        "cluster_id": pl.String,
        "entity_id": pl.String,
        "betweenness": pl.Float64,
        "degree": pl.Float64,
    }
    rows = [
        row
        for cluster, graph in graphs_by_group(_inner_edges(clusters, links), "cluster_id")
        for row in _centrality_rows(cluster, graph)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _inner_edges(clusters: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    source = clusters.select("cluster_id", pl.col("entity_id").alias("source_id"))
    target = clusters.select("cluster_id", pl.col("entity_id").alias("target_id"))
    inner = links.join(source, on="source_id").join(target, on=["cluster_id", "target_id"])
    return inner.select("cluster_id", "source_id", "target_id", "weight")


def _centrality_rows(cluster: str, graph: ArrayGraph) -> list[tuple[str, str, float, float]]:
    between = nx.betweenness_centrality(graph, backend="trama")
    degree = nx.degree_centrality(graph, backend="trama")
    return [(cluster, node, between[node], degree[node]) for node in graph.nodes]


def _brokerage(clusters: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Participation coefficient (Guimerà and Amaral 2005): 1 − Σ (share of ties into each cluster)²."""
    groups = clusters.select("entity_id", pl.col("cluster_id").alias("group"))
    weights = tie_weights(links.select("source_id", "target_id", "weight"), groups)
    share = pl.col("weight") / pl.col("weight").sum()
    spread = weights.group_by("entity_id", maintain_order=True).agg(
        (1 - share.pow(2).sum()).alias("brokerage")
    )
    return spread.with_columns(pl.col("brokerage").fill_nan(0.0).clip(0.0, 1.0))


def _stated_roles(people: pl.DataFrame) -> pl.DataFrame:
    """The role most often stated; `organiser` before all others: it is rarely written without cause."""
    stated = people.filter(pl.col("role").is_not_null()).group_by("entity_id", "role").len("times")
    order = [(pl.col("role") == "organiser"), pl.col("times")]
    ordered = stated.sort("entity_id", *order, "role", descending=[False, True, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(pl.col("role").first())


def _reasons(signals: pl.DataFrame) -> pl.DataFrame:
    counted = signals.group_by("person_id", "signal").len("times")
    is_role = pl.col("signal").is_in(["organiser", "financier"])
    code = pl.when(is_role).then("role:" + pl.col("signal")).otherwise(pl.format("{}:{}", "signal", "times"))
    weight = pl.col("signal").replace_strict(SIGNAL_WEIGHT, return_dtype=pl.Float64)
    worth = (weight * pl.col("times").log1p()).alias("worth")
    ordered = counted.select(pl.col("person_id").alias("entity_id"), code.alias("code"), worth)
    ordered = ordered.sort("entity_id", "worth", "code", descending=[False, True, False])
    return ordered.group_by("entity_id", maintain_order=True).agg(pl.col("code").alias("reasons"))


def _with_intervals(players: pl.DataFrame, intervals: RankIntervals) -> pl.DataFrame:
    return players.select(
        "cluster_id",
        "entity_id",
        pl.Series("rank", intervals.rank, dtype=pl.Int64),
        pl.Series("rank_low", intervals.low, dtype=pl.Int64),
        pl.Series("rank_high", intervals.high, dtype=pl.Int64),
        pl.Series("top5_share", intervals.top_share, dtype=pl.Float64),
        "betweenness",
        "degree",
        "brokerage",
        "role",
        "reasons",
        pl.Series("score", intervals.score, dtype=pl.Float64),
    ).sort("cluster_id", "rank")
