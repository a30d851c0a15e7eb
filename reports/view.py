"""From the network's frames to the plain values of the pages; each frame is grouped once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from reports.history import Change, list_histories
from reports.model import ClusterView, DoubtfulPair, Edge, Node, ReportView
from reports.release import assert_nothing_protected, check_recipient, strictest_handling, unnamed_entities
from reports.sections import identities, intake, network, protected, records, review, routes
from reports.sections.grouping import clean_list, clean_text, group_rows
from reports.ways import PlaceSeen

Rows = list[dict[str, Any]]
Tuples = list[tuple[Any, ...]]


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


@dataclass(frozen=True)
class _Grouped:
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
    histories: dict[str, tuple[Change, ...]]
    cluster_ids: frozenset[str]


def build_view(
    frames: NetworkFrames,
    tables: dict[str, pl.DataFrame],
    pairs: pl.DataFrame,
    *,
    ledger: pl.DataFrame,
    quarantine: pl.DataFrame,
    recipient: str | None = None,
) -> ReportView:
    """All that the report's pages say.

    Args:
        frames: The network, computed from the records that the recipient may see.
        tables: Those records' case tables; `cases` and `persons` are read.
        pairs: Resolution's pairs.
        ledger: The contract's ledger rows.
        quarantine: The contract's quarantine rows; only counted.
        recipient: Partner code, or None for the holder's own complete view.

    Raises:
        ConfigError: The recipient is no partner code.
        TramaError: A protected person would be shown.
    """
    check_recipient(recipient)
    clusters = tuple(build_clusters(frames, tables, pairs))
    return complete_view(clusters, frames, tables, books=(ledger, quarantine), recipient=recipient)


def build_clusters(
    frames: NetworkFrames, tables: dict[str, pl.DataFrame], pairs: pl.DataFrame
) -> Iterator[ClusterView]:
    """What each cluster's page says, those with most records first; each is made when it is asked for.

    Args:
        frames: The network, computed from the records that the recipient may see.
        tables: Those records' case tables; `cases` and `persons` are read.
        pairs: Resolution's pairs.

    Raises:
        TramaError: A protected person would be shown; before the first cluster is made.
    """
    _refuse_protected(frames)
    grouped = _group(frames, tables, pairs)
    summaries = frames.cluster_summary.sort("record_count", "cluster_id", descending=[True, False])
    for row in summaries.iter_rows(named=True):
        yield _build_cluster(row, grouped)


def complete_view(
    clusters: tuple[ClusterView, ...],
    frames: NetworkFrames,
    tables: dict[str, pl.DataFrame],
    *,
    books: tuple[pl.DataFrame, pl.DataFrame],
    recipient: str | None = None,
) -> ReportView:
    """The whole report from its clusters.

    Args:
        clusters: What `build_clusters` gave for the same frames and tables.
        frames: The network.
        tables: The case tables.
        books: The contract's ledger rows and quarantine rows.
        recipient: Partner code, or None for the holder's own complete view.

    Raises:
        ConfigError: The recipient is no partner code.
    """
    ledger, quarantine = books
    cases = tables["cases"]
    return ReportView(
        recipient=check_recipient(recipient),
        handling=strictest_handling(cases["handling"]),
        totals=intake.count_totals(cases, frames.mentions, frames.entities, frames.clusters, ledger),
        clusters=clusters,
        hubs=intake.list_hubs(frames.damped_hubs),
        quarantine=intake.count_quarantine(quarantine),
    )


def _refuse_protected(frames: NetworkFrames) -> None:
    """Nobody whom Article 5 protects may be in a cluster, ranking, bridge, hub or link."""
    assert_nothing_protected(
        [
            *frames.clusters["entity_id"],
            *frames.key_players["entity_id"],
            *frames.bridges["entity_id"],
            *frames.links["source_id"],
            *frames.links["target_id"],
            *frames.damped_hubs["entity_id"],
        ],
        unnamed_entities(frames.entities),
    )


def _group(frames: NetworkFrames, tables: dict[str, pl.DataFrame], pairs: pl.DataFrame) -> _Grouped:
    cases = records.key_cases(tables["cases"])
    in_cluster = records.cluster_records(frames.clusters, frames.occurrences)
    ranks = records.ranked_in_records(frames.key_players, frames.occurrences)
    statuses = frames.entities.select("entity_id", pl.col("status").alias("entity_status"))
    mentions = frames.mentions.join(statuses, on="entity_id", how="left")
    hidden = protected.protected_mentions(in_cluster, mentions, tables)
    named = mentions.filter(pl.col("status").is_in(["facilitator", "unknown"]))
    roles = network.stated_roles(tables["persons"], named)
    members = network.cluster_members(frames.clusters, frames.entities)
    ranked = network.ranked_members(frames.key_players, members, roles)
    found = in_cluster.join(cases, on="record_key").join(ranks, on=["cluster_id", "record_key"], how="left")
    unnamed = unnamed_entities(frames.entities)
    origins = records.follow_origins(cases)
    steps = routes.locate_steps(frames.corridors, tables, in_cluster, origins)
    return _Grouped(
        nodes=network.group_nodes(members, frames.key_players, roles),
        edges=network.group_edges(frames.links, frames.clusters),
        ranked=group_rows(ranked, "cluster_id", "rank", "entity_id"),
        records=group_rows(found, "cluster_id", "incident_start_date", "record_key"),
        corridors=group_rows(steps, "cluster_id", "step"),
        bridges=group_rows(frames.bridges, "cluster_id", "entity_id"),
        unnamed=group_rows(hidden, "cluster_id"),
        doubtful=identities.doubtful_pairs(pairs, frames.mentions, frames.entities, unnamed),
        origins=origins,
        review=review.prepare_review(
            frames.links, frames.link_evidence, frames.occurrences, frames.clusters, tables["cases"]
        ),
        places=routes.group_places(routes.place_rows(tables, members, frames.occurrences, mentions)),
        histories=list_histories(frames.lineage),
        cluster_ids=frozenset(frames.cluster_summary["cluster_id"].to_list()),
    )


def _build_cluster(summary: dict[str, Any], grouped: _Grouped) -> ClusterView:
    cluster_id = summary["cluster_id"]
    lineage = grouped.histories.get(cluster_id, ())
    found = grouped.records.get(cluster_id, [])
    unnamed = grouped.unnamed.get(cluster_id, [])
    return ClusterView(
        cluster_id=cluster_id,
        person_count=summary["person_count"],
        record_count=summary["record_count"],
        origin_count=len({grouped.origins[row["record_key"]][0] for row in found}),
        agencies=clean_list(summary["agencies"]),
        countries=clean_list(summary["countries"]),
        corridor=network.split_corridor(summary["corridor"]),
        first_seen=summary["first_seen"],
        last_seen=summary["last_seen"],
        handling=clean_text(summary["handling"]) or "RED",
        nodes=tuple(Node(*row) for row in grouped.nodes.get(cluster_id, [])),
        edges=tuple(Edge(*row) for row in grouped.edges.get(cluster_id, [])),
        players=tuple(network.to_player(row) for row in grouped.ranked.get(cluster_id, [])),
        bridges=tuple(row["entity_id"] for row in grouped.bridges.get(cluster_id, [])),
        months=records.count_months(found),
        steps=tuple(network.to_step(row) for row in grouped.corridors.get(cluster_id, [])),
        doubtful=grouped.doubtful.get(cluster_id, ()),
        repeated=records.list_repeated(found, grouped.origins),
        grades=records.count_grades(found),
        protected=protected.count_protected(unnamed),
        awaiting_count=protected.count_awaiting(unnamed),
        evidence=records.list_evidence(found),
        gaps=records.list_gaps(found),
        review=review.build_review(cluster_id, grouped.doubtful.get(cluster_id, ()), grouped.review),
        places=grouped.places.get(cluster_id, ()),
        lineage=lineage,
        relatives=tuple(
            sorted({each for change in lineage for each in change.related} & grouped.cluster_ids)
        ),
    )
