"""What is said of clusters after a change: only of those whose members, links or evidence changed."""

from __future__ import annotations

import polars as pl

from graph.corridors import corridor_steps, corridor_texts
from graph.holders import phone_and_account_holders
from graph.hubs import report_hubs
from graph.key_players import rank_players, score_players
from graph.signals import collect_signals
from graph.summary import cluster_records, summarise_clusters
from graph.upkeep.change import ENDS, ChangedClusters, Incoming, Touched, differences, ids
from graph.upkeep.core import is_person, links_at, neighbours
from resolution.upkeep.state import KeyedFrames

RECEIVED = ("called", "paid")
"""Link kinds that are credited to whoever receives them (`graph.signals`)."""


def update_said(
    state: KeyedFrames, incoming: Incoming, change: Touched, changed: ChangedClusters, seed: int
) -> pl.Series:
    """Bring `holders`, `cluster_summary`, `key_players`, `corridors` and `damped_hubs` up to date.

    Returns:
        `cluster_id` of the clusters of which something may be said otherwise, those that are gone included.
    """
    held = _update_holders(state, change)
    clusters = _concerned(state, change, changed, held)
    members = state.select("clusters", "cluster_id", clusters)
    _update_players(state, clusters, members, seed)
    _update_summaries(state, incoming, clusters, members)
    _update_hubs(state, change, changed)
    return clusters


def _update_holders(state: KeyedFrames, change: Touched) -> pl.Series:
    """Bring `holders` up to date; return who holds, or held, an asset of which the evidence changed."""
    moved = [frame[end] for frame in (change.evidence_before, change.evidence_after) for end in ENDS]
    assets = ids("entity_id", change.entities, *moved).to_frame().filter(~is_person())["entity_id"]
    rows = state.select("evidence", "target_id", assets)
    now = phone_and_account_holders(rows, state.select("assets", "entity_id", assets))
    was = state.select("holders", "asset_id", assets)
    state.remove("holders", "asset_id", assets)
    state.append("holders", now)
    return ids("person_id", now["person_id"], was["person_id"])


def _concerned(state: KeyedFrames, change: Touched, changed: ChangedClusters, held: pl.Series) -> pl.Series:
    moved = differences(changed.after, changed.before)["entity_id"].unique()
    around = neighbours(links_at(state, moved))
    links = [frame[end] for frame in (change.links_before, change.links_after) for end in ENDS]
    seen = state.select("people", "record_key", change.records)["entity_id"]
    entities = ids("entity_id", change.entities, change.people, held, seen, around, *links)
    now = state.select("clusters", "entity_id", entities)["cluster_id"]
    return ids("cluster_id", now, changed.before["cluster_id"], changed.after["cluster_id"])


def _update_players(state: KeyedFrames, clusters: pl.Series, members: pl.DataFrame, seed: int) -> None:
    people = state.select("people", "entity_id", members["entity_id"])
    persons = people["entity_id"].unique()
    holders = state.select("holders", "person_id", persons)
    targets = ids("target_id", persons, holders["asset_id"])
    received = state.select("evidence", "target_id", targets).filter(pl.col("kind").is_in(RECEIVED))
    signals = collect_signals(received, people, holders)
    links = links_at(state, members["entity_id"])
    ends = ids("entity_id", neighbours(links), members["entity_id"])
    around = state.select("clusters", "entity_id", ends)
    entities = state.select("entities", "entity_id", persons)
    players = rank_players(around, entities, people, links, signals)
    players = players.filter(pl.col("cluster_id").is_in(clusters.implode()))
    state.remove("key_players", "cluster_id", clusters)
    state.append("key_players", score_players(players, signals, seed=seed))


def _update_summaries(
    state: KeyedFrames, incoming: Incoming, clusters: pl.Series, members: pl.DataFrame
) -> None:
    people = state.select("people", "entity_id", members["entity_id"])
    records = cluster_records(members, people)
    keys = records["record_key"].unique()
    steps = corridor_steps(incoming.load(keys)["legs"], records)
    facts, links = state.select("facts", "record_key", keys), links_at(state, members["entity_id"])
    named = state.select("entities", "entity_id", members["entity_id"])
    summaries = summarise_clusters(members, records, facts, links, corridor_texts(steps), entities=named)
    for frame, rows in (("corridors", steps), ("cluster_summary", summaries)):
        state.remove(frame, "cluster_id", clusters)
        state.append(frame, rows)


def _update_hubs(state: KeyedFrames, change: Touched, changed: ChangedClusters) -> None:
    moved = [frame[end] for frame in (change.evidence_before, change.evidence_after) for end in ENDS]
    entities = ids("entity_id", change.entities, changed.touched, *moved)
    factors, described, spread = (
        state.select(frame, "entity_id", entities) for frame in ("factors", "entities", "spread")
    )
    state.remove("damped_hubs", "entity_id", entities)
    state.append("damped_hubs", report_hubs(factors, described, spread))
