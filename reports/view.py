"""From the network's frames to the plain values of the pages; each frame is grouped once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import polars as pl

from reports.frames import NetworkFrames
from reports.grouped import Grouped, group_frames
from reports.history import tell_visible
from reports.model import ClusterView, Edge, Node
from reports.release import assert_nothing_protected, check_recipient, strictest_handling, unnamed_entities
from reports.report_view import ReportView
from reports.sections import identities, intake, network, protected, records, review
from reports.sections.grouping import clean_list, clean_text
from reports.sections.records import CASE_COLUMNS
from reports.sections.routes import LEG_COLUMNS, PLACE_COLUMNS

_MARKS = ("is_incomplete", "has_warning")

READ: dict[str, tuple[str, ...]] = {
    "cases": ("agency", "record_id", "revision", *(each for each in CASE_COLUMNS if each not in _MARKS)),
    "persons": (
        *("agency", "record_id", "person_no", "role", "role_raw"),
        *("sex", "nationality", "birth_date", "birth_year"),
    ),
    "places": tuple(PLACE_COLUMNS),
    "legs": tuple(LEG_COLUMNS),
}
"""All that a page is made from of each case table, besides the marks of cases (`staging.remarks`)."""


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
        tables: Those records' case tables; `READ` names what is read of them.
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
    frames: NetworkFrames,
    tables: dict[str, pl.DataFrame],
    pairs: pl.DataFrame,
    chosen: Collection[str] | None = None,
) -> Iterator[ClusterView]:
    """What each cluster's page says, those with most records first; each is made when it is asked for.

    Args:
        frames: The network, computed from the records that the recipient may see.
        tables: Those records' case tables; `READ` names what is read of them.
        pairs: Resolution's pairs.
        chosen: Ids of the clusters to make, where the frames have only what these need; null for all.

    Raises:
        TramaError: A protected person would be shown; before the first cluster is made.
    """
    _refuse_protected(frames)
    grouped = group_frames(frames, {name: _take_read(name, frame) for name, frame in tables.items()}, pairs)
    summaries = frames.cluster_summary.sort("record_count", "cluster_id", descending=[True, False])
    if chosen is not None:
        summaries = summaries.filter(pl.col("cluster_id").is_in(list(chosen)))
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
        hubs=intake.list_hubs(frames.damped_hubs, frames.occurrences),
        quarantine=intake.count_quarantine(quarantine),
        data_until=intake.newest_report(cases),
    )


def _take_read(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Of a case table what a page may be made from: nothing else can find its way to one."""
    return frame.select(each for each in (*READ.get(name, ()), *_MARKS) if each in frame.columns)


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


def _build_cluster(summary: dict[str, Any], grouped: Grouped) -> ClusterView:
    cluster_id = summary["cluster_id"]
    doubtful = grouped.doubtful.get(cluster_id, ())
    shown = grouped.records.get(cluster_id, [])
    found = [row for row in shown if not row["is_further"]]
    days = {row["record_key"]: row["incident_start_date"] for row in shown}
    lineage = tell_visible(grouped.histories.get(cluster_id, ()), days)
    nodes = tuple(map(Node._make, grouped.nodes.get(cluster_id, [])))
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
        handling=strictest_handling([clean_text(summary["handling"]), *(node.handling for node in nodes)]),
        nodes=nodes,
        edges=tuple(map(Edge._make, grouped.edges.get(cluster_id, []))),
        players=tuple(network.to_player(row, grouped.because) for row in grouped.ranked.get(cluster_id, [])),
        bridges=tuple(row["entity_id"] for row in grouped.bridges.get(cluster_id, [])),
        months=records.count_months(found),
        steps=tuple(network.to_step(row) for row in grouped.corridors.get(cluster_id, [])),
        doubtful=doubtful[: identities.MAX_PAIRS],
        doubtful_count=len(doubtful),
        repeated=records.list_repeated(found, grouped.origins),
        grades=records.count_grades(found),
        protected=protected.count_protected(unnamed),
        awaiting_count=protected.count_awaiting(unnamed),
        evidence=records.list_evidence(found),
        further=records.list_evidence(row for row in shown if row["is_further"]),
        awaiting_in=grouped.awaiting.get(cluster_id, ""),
        gaps=records.list_gaps(found),
        review=review.build_review(cluster_id, doubtful[: identities.MAX_PAIRS], grouped.review),
        places=grouped.places.get(cluster_id, ()),
        lineage=lineage,
        relatives=tuple(
            sorted({each for change in lineage for each in change.related} & grouped.cluster_ids)
        ),
    )
