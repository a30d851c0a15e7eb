"""Which clusters' pages may come out otherwise, and these clusters, from the few rows that they need.

Where this process has itself done all that was done to the network since it published, no table need be
looked through; and what the pages are made from is then in memory before the link is written, so that it can
be found meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.service.kept_pages import Kept
from flows.steps.index_frames import load_cases
from flows.steps.part import load_part
from flows.steps.reached import find_reached
from graph.network import Network
from graph.origins import resolve_origins
from reports.html.since import moves_on
from reports.html.state import read_state
from reports.model import ClusterView
from reports.sections.intake import newest_report
from reports.view import build_clusters
from resolution.upkeep.state import KeyedFrames
from staging.change_log import Moved
from staging.cluster_digests import digest_clusters, load_sources
from staging.held_records import HeldRecords
from staging.store import Store

MOST_IN_PART = 0.25
"""Share of the clusters beyond which all are made: reading rows by key then costs more than reading all."""


@dataclass(frozen=True)
class Before:
    """What lies in the folder of the reports, before it is brought up to a network.

    Attributes:
        folder: The reports.
        kept: The clusters as they were published.
    """

    folder: Path
    kept: Kept

    def is_as(self, other: Before) -> bool:
        """Whether the same pages of the same network lie there."""
        mine, theirs = self.kept, other.kept
        return mine.generation == theirs.generation and mine.pages.keys() == theirs.pages.keys()


@dataclass(frozen=True)
class Changed:
    """Clusters to be drawn, and all others by name.

    Attributes:
        since: What lay in the folder when they were looked for.
        clusters: `cluster_id, digest, is_same` in the order of the report: what each rests on (null where
            that was not asked for), and whether that is the same as when it was published.
        cases: What `load_cases` gave.
        until: Day of the newest report among the records.
        network: The rows that the clusters were made from; null where all must be made from all rows.
        views: The clusters that were made.
    """

    since: Before
    clusters: pl.DataFrame
    cases: pl.DataFrame
    until: date | None
    network: Network | None
    views: Mapping[str, ClusterView]


def find_changed(
    store: Store, saved: KeyedFrames, since: Before, moved: Moved | None, records: HeldRecords
) -> Changed:
    """Find the clusters whose pages may come out otherwise, and make them where they are few.

    Args:
        store: The open store, its records those of the network.
        saved: The frames of the network.
        since: What lies in the folder.
        moved: What was done to the network since that was drawn; null where it is not known, then the store's
            network must be the one in `saved`.
        records: The records of the network.
    """
    sources = load_sources(store, records)
    clusters = _compare(store, saved, sources, since.kept, moved)
    cases = load_cases(store, records)
    until = newest_report(cases)
    wanted = _choose(clusters, since, until)
    if len(wanted) > MOST_IN_PART * clusters.height:
        return Changed(since, clusters, cases, until, None, {})
    part = load_part(store, saved, sources, wanted, records)
    made = build_clusters(part.network, part.tables, part.pairs, wanted)
    views = {each.cluster_id: each for each in made}
    return Changed(since, clusters, cases, until, part.network, views)


def _compare(
    store: Store, saved: KeyedFrames, sources: pl.DataFrame, kept: Kept, moved: Moved | None
) -> pl.DataFrame:
    """The clusters, and whether they are as they were published.

    Where what was done to the network is known, it is found from that. Elsewhere what every cluster rests on
    is looked through.
    """
    pages = kept.pages
    if moved is None:
        found = digest_clusters(store, resolve_origins(sources)).select("cluster_id", "digest")
        same = [each in pages and pages[each].digest == digest for each, digest in found.iter_rows()]
        return found.with_columns(pl.Series("is_same", same, dtype=pl.Boolean))
    reached = find_reached(saved, moved, sources)
    summaries = saved.whole("cluster_summary").select("cluster_id", "record_count")
    ids = summaries.sort("record_count", "cluster_id", descending=[True, False])["cluster_id"].to_list()
    digests = [pages[each].digest if each in pages and each not in reached.numbers else None for each in ids]
    rows = {"cluster_id": ids, "digest": digests}
    is_same = pl.Series([each in pages and each not in reached.pages for each in ids], dtype=pl.Boolean)
    return pl.DataFrame(rows, {"cluster_id": pl.String, "digest": pl.UInt64}).with_columns(is_same=is_same)


def _choose(clusters: pl.DataFrame, since: Before, until: date | None) -> frozenset[str]:
    """Clusters whose pages may come out otherwise: other rows, or news that will be news no more."""
    state = read_state(since.folder, None) if since.kept.pages else None
    told = frozenset(state.told) if state is not None and moves_on(state, until) else frozenset()
    others = clusters.filter(~pl.col("is_same"))["cluster_id"]
    return frozenset(others) | told.intersection(clusters["cluster_id"])
