"""Every frame of a network grouped by cluster, once for all pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from reports.changes import Change
from reports.frames import NetworkFrames
from reports.history import list_histories
from reports.model import DoubtfulPair
from reports.release import unnamed_entities
from reports.sections import identities, network, protected, records, review, routes, tracing
from reports.sections.grouping import group_rows
from reports.ways import PlaceSeen

Rows = list[dict[str, Any]]
Tuples = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Grouped:
    """Every frame's rows by cluster, and what is looked up by record."""

    nodes: dict[str, Tuples]
    edges: dict[str, Tuples]
    ranked: dict[str, Rows]
    records: dict[str, Rows]
    corridors: dict[str, Rows]
    bridges: dict[str, Rows]
    unnamed: dict[str, Rows]
    doubtful: dict[str, tuple[DoubtfulPair, ...]]
    origins: dict[str, tuple[str, bool]]
    review: review.Reviewable
    places: dict[str, tuple[PlaceSeen, ...]]
    because: dict[tuple[str, str], str]
    awaiting: dict[str, str]
    histories: dict[str, tuple[Change, ...]]
    cluster_ids: frozenset[str]


def group_frames(frames: NetworkFrames, tables: dict[str, pl.DataFrame], pairs: pl.DataFrame) -> Grouped:
    """All frames' rows by cluster.

    Args:
        frames: The network, computed from the records that the recipient may see.
        tables: Those records' case tables; `cases` and `persons` are read.
        pairs: Resolution's pairs.
    """
    cases = records.key_cases(tables["cases"])
    shown = tracing.shown_records(frames.clusters, frames.occurrences).join(cases, on="record_key")
    numbered = tracing.number_records(shown)
    in_cluster = numbered.filter(~pl.col("is_further")).select("cluster_id", "record_key", "number")
    ranks = records.ranked_in_records(frames.key_players, frames.occurrences)
    statuses = frames.entities.select("entity_id", pl.col("status").alias("entity_status"))
    mentions = frames.mentions.join(statuses, on="entity_id", how="left")
    hidden = protected.protected_mentions(in_cluster.drop("number"), mentions, tables)
    named = mentions.filter(pl.col("status").is_in(["facilitator", "unknown"]))
    roles = network.stated_roles(tables["persons"], named)
    members = network.cluster_members(frames.clusters, frames.entities)
    resting = tracing.entity_records(frames.occurrences, frames.clusters, numbered)
    ranked = network.ranked_members(frames.key_players, members, roles, resting)
    found = numbered.join(ranks, on=["cluster_id", "record_key"], how="left")
    unnamed = unnamed_entities(frames.entities)
    origins = records.follow_origins(cases)
    steps = routes.locate_steps(frames.corridors, tables, in_cluster, origins)
    return Grouped(
        nodes=network.group_nodes(members, frames.key_players, roles, resting),
        edges=network.group_edges(
            frames.links,
            frames.clusters,
            tracing.link_records(frames.link_evidence, frames.clusters, numbered),
        ),
        ranked=group_rows(ranked, "cluster_id", "rank", "entity_id"),
        records=group_rows(found, "cluster_id", "number"),
        corridors=group_rows(steps, "cluster_id", "step"),
        bridges=group_rows(frames.bridges, "cluster_id", "entity_id"),
        unnamed=group_rows(hidden, "cluster_id"),
        doubtful=identities.doubtful_pairs(pairs, frames.mentions, frames.entities, unnamed),
        origins=origins,
        review=review.prepare_review(
            frames.links, frames.link_evidence, frames.occurrences, frames.clusters, tables["cases"]
        ),
        places=routes.group_places(
            routes.place_rows(tables, members, frames.occurrences, mentions), numbered
        ),
        because=tracing.reason_records(
            frames.link_evidence,
            frames.occurrences,
            tracing.role_records(tables["persons"], named),
            frames.key_players,
            numbered,
        ),
        awaiting=tracing.awaiting_records(mentions, numbered),
        histories=list_histories(frames.lineage),
        cluster_ids=frozenset(frames.cluster_summary["cluster_id"].to_list()),
    )
