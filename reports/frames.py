"""What the reports read of a network: frames by name, whoever built them."""

from __future__ import annotations

from typing import Protocol

import polars as pl


class NetworkFrames(Protocol):
    """The frames of `graph.network.Network`, as far as the reports read them."""

    @property
    def mentions(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def entities(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def occurrences(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def links(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def link_evidence(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def clusters(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def cluster_summary(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def key_players(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def bridges(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def damped_hubs(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def corridors(self) -> pl.DataFrame: ...  # noqa: D102
    @property
    def lineage(self) -> pl.DataFrame: ...  # noqa: D102
