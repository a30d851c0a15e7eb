"""Mentions with their cluster, and the history of clusters, after a change."""

from __future__ import annotations

import polars as pl

from graph.causes import Changes
from graph.entities import list_occurrences
from graph.eras import Era
from graph.facts import record_key
from graph.lineage import LINEAGE_SCHEMA, added_lineage
from graph.network import mark_mentions
from graph.upkeep.change import ChangedClusters, Incoming, Touched, differences, ids
from graph.upkeep.ties import OCCURRENCE_FORMS
from resolution.upkeep.state import KeyedFrames

MENTION_COLUMNS = ("agency", "record_id", "person_no", "entity_id", "status")


def update_mentions(
    state: KeyedFrames, incoming: Incoming, change: Touched, changed: ChangedClusters
) -> None:
    """Bring `mentions` up to date: rows of persons who are others, and of persons in other clusters."""
    moved = differences(changed.after, changed.before)["entity_id"].unique()
    records = ids("record_key", change.records, *_records_of(state, moved))
    near = state.select("people", "record_key", records)
    pending = near.filter(pl.col("entity_status") == "both")["entity_id"]
    persons = ids("entity_id", change.people, moved, pending, near["entity_id"])
    people = state.select("people", "entity_id", persons)
    keys = people.filter(pl.col("entity_status") == "both")["record_key"].unique()
    seen = [state.select(frame, "record_key", keys) for frame in ("people", "assets")]
    occurrences = list_occurrences(*seen)
    everybody = ids("entity_id", persons, occurrences["entity_id"])
    clusters = state.select("clusters", "entity_id", everybody)
    parts = pl.col("record_key").str.splitn("/", 2).struct
    rows = people.with_columns(agency=parts[0], record_id=parts[1])
    state.remove("mentions", "entity_id", persons)
    marked = mark_mentions(rows.select(MENTION_COLUMNS), people, occurrences, clusters)
    state.append("mentions", marked)


def _records_of(state: KeyedFrames, entities: pl.Series) -> list[pl.Series]:
    return [state.select(frame, "entity_id", entities)["record_key"] for frame in ("people", "assets")]


def occurrences_in(state: KeyedFrames, incoming: Incoming) -> pl.DataFrame:
    """Where entities are written down in the records that change, and in those that decisions are about.

    Persons also where a mention is somebody else's now.
    """
    decided = (incoming.redecided.str.extract(form) for form in OCCURRENCE_FORMS)
    records = ids("record_key", incoming.changed, *decided)
    regrouped = ids("record_key", records, incoming.mentions.select(record_key())["record_key"])
    return list_occurrences(
        state.select("people", "record_key", regrouped), state.select("assets", "record_key", records)
    )


def update_lineage(
    state: KeyedFrames,
    changed: ChangedClusters,
    occurrences: tuple[pl.DataFrame, pl.DataFrame],
    changes: Changes,
) -> None:
    """Add to `lineage` what happened to clusters.

    Args:
        state: What is remembered of the network.
        changed: Clusters as they were and as they are.
        occurrences: As `occurrences_in` gives them, before the change and after it.
        changes: What has changed, for the causes.
    """
    newest = state.largest("facts", "reported_at")
    facts = state.select("facts", "record_key", changes.records["record_key"])
    if newest is not None:
        last = state.select("facts", "reported_at", pl.Series("reported_at", [newest])).sort("record_key")
        facts = pl.concat([facts, last.head(1)]).unique("record_key")
    before, after = (
        Era(members, seen) for members, seen in zip((changed.before, changed.after), occurrences, strict=True)
    )
    added = added_lineage(after, before, facts, changes)
    state.append("lineage", added.select(list(LINEAGE_SCHEMA)))
