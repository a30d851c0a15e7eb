"""The few numbers that a deployment may want to set; the tables are at the top of their modules."""

from __future__ import annotations

from dataclasses import dataclass

from graph.communities import RESOLUTION


@dataclass(frozen=True)
class GraphPolicy:
    """How the network is built.

    Attributes:
        resolution: CPM's resolution: the smallest mean tie weight within a cluster.
    """

    resolution: float = RESOLUTION


DEFAULT_POLICY = GraphPolicy()
