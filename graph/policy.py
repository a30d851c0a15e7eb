"""The few numbers that a deployment may want to set; the tables are at the top of their modules."""

from __future__ import annotations

from dataclasses import dataclass

RESOLUTION = 0.004
"""CPM: within a community the mean weight between two nodes is above this, between communities below.
Measured on dense and sparse worlds of 1,000 to 20,000 cases: 0.003 to 0.005 serves all of them, below it
networks run together, above it large ones fall apart."""

DEFAULT_SEED = 20230
"""Seed of Leiden and of the resamples; any number does, one number gives the same bytes."""


@dataclass(frozen=True)
class GraphPolicy:
    """How the network is built.

    Attributes:
        resolution: CPM's resolution: the smallest mean tie weight within a cluster.
    """

    resolution: float = RESOLUTION


DEFAULT_POLICY = GraphPolicy()
