"""What is remembered of a network that was worked out from nothing."""

from __future__ import annotations

import polars as pl

from graph.network import NetworkWorkings

PEOPLE_COLUMNS = (
    "record_key",
    "person_no",
    "entity_id",
    "entity_status",
    "status",
    "role",
    "given_names",
    "surname_1",
    "surname_2",
    "full_name",
    "aliases",
)
"""What the graph asks of a person row; the rest stays in the case tables."""


SHARED_FRAMES = (
    "entities",
    "links",
    "clusters",
    "bridges",
    "cluster_summary",
    "key_players",
    "corridors",
    "damped_hubs",
    "lineage",
)
"""Frames that are part of the network itself (`graph.network.Network`), under the same names."""


def begin_network(workings: NetworkWorkings) -> dict[str, pl.DataFrame]:
    """The frames that are kept up to date beside those of the network itself, by name."""
    ground, clustering = workings.ground, workings.clustering
    return {
        "facts": ground.facts,
        "people": ground.people.select(PEOPLE_COLUMNS),
        "assets": ground.assets,
        "evidence": ground.evidence,
        "factors": ground.factors,
        "judged_links": ground.judged,
        "rough": clustering.rough,
        "spread": clustering.spread,
        "second": clustering.second,
        "homes": clustering.homes,
        "named": clustering.named,
        "core": clustering.core,
        "holders": workings.holders,
    }
