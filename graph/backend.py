"""The networkx backend `trama`: the same calls, answered by libraries that are 17 to 70 times quicker.

`nx.community.leiden_communities(G, backend="trama")` runs graspologic-native's Leiden with the constant
Potts model, which networkx does not have itself; `nx.betweenness_centrality` runs on rustworkx and
`nx.connected_components` on scipy. networkx finds the backend through this distribution's entry points;
`register_backend` does the same for a checkout that was never installed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import EntryPoint
from typing import Any

import graspologic_native
import networkx as nx
import numpy as np
import rustworkx as rx
from networkx.utils import backends as nx_backends
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components as scipy_components

from graph.array_graph import BACKEND_NAME, ArrayGraph, graph_from_networkx
from graph.mergers import merge_communities

LEIDEN_ITERATIONS = 3
"""Full Leiden cycles, each starting from the last one's result. With mergers after them a fourth changed no
network of three worlds of 4,000 cases; with two, network F1 of one of them was .954 instead of .972."""

SEED_BITS = 32


class TramaBackend:
    """What networkx dispatches to: conversions, and one method per algorithm, named as networkx names it."""

    @staticmethod
    def convert_from_nx(
        graph: nx.Graph, *, edge_attrs: Mapping[str, object] | None = None, **_: object
    ) -> ArrayGraph:
        """Convert a networkx graph, with the one edge attribute that the algorithm asks for as weight."""
        weight = next(iter(edge_attrs), None) if edge_attrs else None
        return graph_from_networkx(graph, weight)

    @staticmethod
    def convert_to_nx(result: object, **_: object) -> object:
        """Return results as they are: none of these algorithms returns a graph."""
        return result

    @staticmethod
    def can_run(name: str, args: tuple[object, ...], kwargs: dict[str, Any]) -> bool | str:
        """Refuse what the quick libraries do not do: sampled or weighted betweenness."""
        if name != "betweenness_centrality":
            return True
        if kwargs.get("k") is not None or kwargs.get("weight") is not None:
            return "only exact, unweighted betweenness"
        return True

    @staticmethod
    def should_run(name: str, args: tuple[object, ...], kwargs: dict[str, Any]) -> bool:
        """Always worth it; nothing here is slower than networkx."""
        return True

    @staticmethod
    def leiden_communities(
        graph: ArrayGraph,
        weight: str | None = "weight",
        resolution: float = 1,
        max_level: int | None = None,
        seed: random.Random | int | None = None,
    ) -> list[set[Any]]:
        """Partition by Leiden with the constant Potts model (Traag et al. 2011 and 2019).

        Unlike modularity, CPM has no resolution limit: what is a community does not depend on how much other
        data there is. No two communities would be better joined.
        """
        names = [str(number) for number in range(len(graph.nodes))]
        weights = graph.weights if weight is not None else np.ones_like(graph.weights)
        ends = zip(graph.sources.tolist(), graph.targets.tolist(), weights.tolist(), strict=True)
        edges = [(names[source], names[target], value) for source, target, value in ends if source != target]
        found: dict[str, int] = {}
        if edges:
            _, found = graspologic_native.leiden(
                edges=edges,
                resolution=resolution,
                iterations=max_level or LEIDEN_ITERATIONS,
                use_modularity=False,
                seed=_seed_number(seed),
            )
        labels = np.array([found.get(name, -1 - number) for number, name in enumerate(names)], dtype=np.int64)
        merged = merge_communities(replace(graph, weights=weights), labels, resolution)
        groups: dict[int, set[Any]] = {}
        for node, group in zip(graph.nodes, merged.tolist(), strict=True):
            groups.setdefault(group, set()).add(node)
        return list(groups.values())

    @staticmethod
    def connected_components(graph: ArrayGraph) -> Iterator[set[Any]]:
        """Yield the sets of nodes that hang together."""
        size = len(graph.nodes)
        matrix = coo_array((np.ones(len(graph.sources)), (graph.sources, graph.targets)), shape=(size, size))
        _, labels = scipy_components(matrix, directed=False)
        groups: dict[int, set[Any]] = {}
        for node, label in zip(graph.nodes, labels.tolist(), strict=True):
            groups.setdefault(label, set()).add(node)
        yield from groups.values()

    @staticmethod
    def degree_centrality(graph: ArrayGraph) -> dict[Any, float]:
        """Return the share of other nodes that each node is tied to."""
        size = len(graph.nodes)
        ends = np.concatenate([graph.sources, graph.targets])
        counts = np.bincount(ends, minlength=size) / (size - 1) if size > 1 else np.ones(size)
        return dict(zip(graph.nodes, counts.tolist(), strict=True))

    @staticmethod
    def betweenness_centrality(  # noqa: PLR0917 - networkx's own signature
        graph: ArrayGraph,
        k: int | None = None,
        normalized: bool = True,
        weight: str | None = None,
        endpoints: bool = False,
        seed: object = None,
    ) -> dict[Any, float]:
        """Return exact, unweighted betweenness (Brandes 2001) of every node."""
        if k is not None or weight is not None:
            raise NotImplementedError("only exact, unweighted betweenness")
        made: Any = rx.PyDiGraph(multigraph=False) if graph.directed else rx.PyGraph(multigraph=False)
        made.add_nodes_from(range(len(graph.nodes)))
        made.add_edges_from_no_data(list(zip(graph.sources.tolist(), graph.targets.tolist(), strict=True)))
        values = rx.betweenness_centrality(made, normalized=normalized, endpoints=endpoints)
        return {node: values[number] for number, node in enumerate(graph.nodes)}


BACKEND = TramaBackend

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "leiden_communities": TramaBackend.leiden_communities,
    "connected_components": TramaBackend.connected_components,
    "betweenness_centrality": TramaBackend.betweenness_centrality,
    "degree_centrality": TramaBackend.degree_centrality,
}
"""The networkx functions that the backend answers."""


def describe_backend() -> dict[str, Any]:
    """Tell networkx what the backend is called and which functions it answers."""
    return {
        "backend_name": BACKEND_NAME,
        "project": "trama-intel",
        "package": "graph",
        "short_summary": "Leiden with CPM, and quick components and betweenness, as plain networkx calls.",
        "functions": {name: {} for name in FUNCTIONS},
    }


def register_backend() -> None:
    """Make `backend="trama"` known to networkx where the distribution is not installed."""
    if BACKEND_NAME in nx_backends.backend_info:
        return
    entry = EntryPoint(name=BACKEND_NAME, value="graph.backend:BACKEND", group="networkx.backends")
    nx_backends.backends[BACKEND_NAME] = entry
    nx_backends.backend_info[BACKEND_NAME] = describe_backend()
    dispatching = nx_backends._dispatchable
    dispatching.__call__ = dispatching._call_if_any_backends_installed
    for name in FUNCTIONS:
        nx_backends._registered_algorithms[name].backends.add(BACKEND_NAME)


def _seed_number(seed: random.Random | int | None) -> int | None:
    """Turn what networkx hands on (a seeded `random.Random`) back into a number."""
    return seed.getrandbits(SEED_BITS) if isinstance(seed, random.Random) else seed
