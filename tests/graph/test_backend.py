"""The backend answers as networkx does; networkx itself is the oracle."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.backend import register_backend

register_backend()

EDGES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=40)


def make_graph(edges: list[tuple[int, int]]) -> nx.Graph:
    graph = nx.Graph((u, v) for u, v in edges if u != v)
    graph.add_nodes_from(range(14))
    # conversions must not be remembered between calls: networkx warns when they are
    graph.__networkx_cache__ = None
    return graph


@settings(max_examples=50, deadline=None)
@given(EDGES)
def test_components_and_centralities_are_those_of_networkx(edges: list[tuple[int, int]]) -> None:
    graph = make_graph(edges)
    ours = nx.connected_components(graph, backend="trama")
    theirs = nx.connected_components(graph, backend="networkx")
    assert {frozenset(c) for c in ours} == {frozenset(c) for c in theirs}
    for centrality in (nx.betweenness_centrality, nx.degree_centrality):
        assert centrality(graph, backend="trama") == pytest.approx(centrality(graph, backend="networkx"))


@settings(max_examples=20, deadline=None)
@given(EDGES)
def test_betweenness_of_directed_graphs_is_that_of_networkx(edges: list[tuple[int, int]]) -> None:
    graph = nx.DiGraph((u, v) for u, v in edges if u != v)
    graph.__networkx_cache__ = None
    ours = nx.betweenness_centrality(graph, backend="trama")
    assert ours == pytest.approx(nx.betweenness_centrality(graph, backend="networkx"))


@settings(max_examples=30, deadline=None)
@given(EDGES, st.randoms())
def test_leiden_partitions_the_nodes_whatever_the_order_of_edges(
    edges: list[tuple[int, int]], rng: object
) -> None:
    graph = make_graph(edges)
    shuffled = list(graph.edges)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    other = make_graph([(v, u) for u, v in shuffled])
    first, second = (
        nx.community.leiden_communities(g, resolution=0.2, seed=5, backend="trama") for g in (graph, other)
    )
    assert sorted(node for group in first for node in group) == list(range(14))
    assert {frozenset(g) for g in first} == {frozenset(g) for g in second}


def test_cpm_has_no_resolution_limit() -> None:
    # a ring of 60 cliques of four: modularity would join neighbours
    graph = nx.ring_of_cliques(60, 4)
    graph.__networkx_cache__ = None
    found = nx.community.leiden_communities(graph, weight=None, resolution=0.3, seed=1, backend="trama")
    assert {frozenset(group) for group in found} == {frozenset(range(4 * n, 4 * n + 4)) for n in range(60)}


def test_weighted_betweenness_is_refused_rather_than_answered_unweighted() -> None:
    graph = nx.path_graph(4)
    graph.__networkx_cache__ = None
    with pytest.raises(NotImplementedError, match="trama"):
        nx.betweenness_centrality(graph, weight="weight", backend="trama")
