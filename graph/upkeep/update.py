"""The network after a change of records or decisions, from what was remembered of before it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from graph.causes import Changes
from graph.entities import list_occurrences
from graph.facts import record_key
from graph.network import EVIDENCE_COLUMNS
from graph.policy import DEFAULT_POLICY, GraphPolicy
from graph.upkeep.change import Incoming, Touched, ids
from graph.upkeep.clusters import update_clusters
from graph.upkeep.ground import update_ground
from graph.upkeep.history import occurrences_in, update_lineage, update_mentions
from graph.upkeep.ties import write_evidence
from graph.upkeep.touched_clusters import update_said
from resolution.upkeep.state import KeyedFrames

GROUND = ("facts", "people", "assets", "judged_links", "entities", "evidence", "factors", "links")
"""Frames of `graph.upkeep.ground`."""

LISTED = ("link_evidence", "occurrences")
"""Frames that other rooms read beside the ground."""

CLUSTERING = ("core", "rough", "spread", "second", "homes", "named", "clusters", "bridges")
"""Frames of `graph.upkeep.clusters`."""


@dataclass(frozen=True)
class NetworkUpdate:
    """What has changed of the network.

    Attributes:
        clusters: `cluster_id` of the clusters of which something may be said otherwise, or that are gone.
        records: `record_key` of the records that say something else than before.
    """

    clusters: pl.Series
    records: pl.Series


def update_network(
    state: KeyedFrames,
    incoming: Incoming,
    changes: Changes,
    *,
    seed: int,
    policy: GraphPolicy = DEFAULT_POLICY,
) -> NetworkUpdate:
    """Bring the network up to date.

    Its persons, assets, links and all that is said of a cluster are then what `build_network` would find.
    Which clusters there are is decided by an optimiser (Leiden); here it seeks only near the change.

    Args:
        state: The frames of `graph.upkeep.begin` and of the network itself; they are changed in place.
        incoming: What has come in.
        changes: The same, for the causes in the lineage.
        seed: Seed of everything random.
        policy: Numbers that a deployment may set.
    """
    _look_ahead(state, incoming)
    before = occurrences_in(state, incoming)
    incoming, change = update_ground(state, incoming)
    _update_listed(state, change)
    state.settle([*GROUND, *LISTED])
    changed = update_clusters(state, change, policy, seed)
    state.settle(CLUSTERING)
    clusters = update_said(state, incoming, change, changed, seed)
    update_mentions(state, incoming, change, changed)
    update_lineage(state, changed, (before, occurrences_in(state, incoming)), changes)
    return NetworkUpdate(clusters, change.records)


def _look_ahead(state: KeyedFrames, incoming: Incoming) -> None:
    """Ask once for the person rows that several steps will ask for: state remembers them (`CachedFrames`)."""
    regrouped = incoming.mentions.select(record_key())["record_key"]
    state.select("people", "record_key", ids("record_key", incoming.changed, regrouped))


def _update_listed(state: KeyedFrames, change: Touched) -> None:
    """Bring `occurrences` and `link_evidence`, which other rooms read, up to date."""
    people, assets, evidence = (
        state.select(frame, "record_key", change.records) for frame in ("people", "assets", "evidence")
    )
    moved = (change.evidence_before, change.evidence_after)
    write_evidence(state, "link_evidence", evidence.select(EVIDENCE_COLUMNS), moved)
    state.remove("occurrences", "record_key", change.records)
    state.append("occurrences", list_occurrences(people, assets))
