"""No two communities of a partition are left apart that the constant Potts model would have as one."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.array_graph import graph_from_networkx
from graph.backend import register_backend
from graph.mergers import merge_communities

register_backend()

SEEDS = st.integers(0, 10_000)


def random_graph(seed: int, nodes: int = 20, edges: int = 50) -> nx.Graph:
    graph = nx.gnm_random_graph(nodes, edges, seed=seed)
    rng = np.random.default_rng(seed)
    for *_, data in graph.edges(data=True):
        data["weight"] = float(rng.integers(1, 9)) / 2
    graph.__networkx_cache__ = None
    return graph


def cpm_quality(graph: nx.Graph, groups: list[set[int]], resolution: float) -> float:
    weight = sum(graph.subgraph(group).size(weight="weight") for group in groups)
    return weight - resolution * sum(len(group) * (len(group) - 1) / 2 for group in groups)


def best_merger(graph: nx.Graph, groups: list[set[int]], resolution: float) -> float:
    """What joining two of the groups would add to the quality, at most."""
    ties = [
        sum(data["weight"] for *_, data in nx.edge_boundary(graph, one, other, data=True))
        - resolution * len(one) * len(other)
        for one, other in combinations(groups, 2)
    ]
    return max(ties, default=0.0)


def merged(graph: nx.Graph, labels: list[int], resolution: float) -> list[set[int]]:
    found = merge_communities(
        graph_from_networkx(graph, "weight"), np.array(labels, dtype=np.int64), resolution
    ).tolist()
    return [{node for node, label in enumerate(found) if label == group} for group in sorted(set(found))]


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.lists(st.integers(0, 8), min_size=20, max_size=20), st.sampled_from([0.05, 0.3, 1.0]))
def test_no_merger_is_left_that_gains_and_quality_never_falls(
    seed: int, labels: list[int], resolution: float
) -> None:
    graph = random_graph(seed)
    before = [{node for node, label in enumerate(labels) if label == group} for group in set(labels)]
    after = merged(graph, labels, resolution)
    assert best_merger(graph, after, resolution) <= 1e-6
    assert cpm_quality(graph, after, resolution) >= cpm_quality(graph, before, resolution) - 1e-6
    assert all(any(part <= whole for whole in after) for part in before)


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.lists(st.integers(0, 8), min_size=20, max_size=20), st.permutations(range(9)))
def test_the_numbers_of_the_communities_do_not_matter(seed: int, labels: list[int], names: list[int]) -> None:
    graph = random_graph(seed)
    assert merged(graph, labels, 0.3) == merged(graph, [names[label] for label in labels], 0.3)


def test_halves_of_a_clique_are_joined_and_cliques_on_a_ring_are_not() -> None:
    ring = nx.ring_of_cliques(6, 6)
    nx.set_edge_attributes(ring, 1.0, "weight")
    cliques = [set(range(6 * number, 6 * number + 6)) for number in range(6)]
    assert merged(ring, [node // 3 for node in range(36)], 0.3) == cliques


@pytest.mark.parametrize(("nodes", "edges", "seed"), [(30, 108, 0), (40, 144, 0)])
def test_leiden_leaves_no_merger_that_gains(nodes: int, edges: int, seed: int) -> None:
    # the library alone comes out with halves that CPM would have whole
    graph = random_graph(seed, nodes, edges)
    nx.set_edge_attributes(graph, 1.0, "weight")
    found = nx.community.leiden_communities(graph, resolution=0.1, seed=5, backend="trama")
    assert best_merger(graph, found, 0.1) <= 1e-6
