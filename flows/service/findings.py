"""What is read from the store in one go to bring the pages up to its network."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from flows.job import Job
from flows.service.alerts import Rule, find_watched, watched_kinds
from flows.service.kept_pages import Kept
from flows.service.lasting import Held
from flows.steps.basis import check_current
from flows.steps.index_frames import load_cases, load_index
from flows.steps.part import load_part
from flows.steps.reached import find_reached
from flows.steps.view import read_holder_view
from graph.network import Network
from graph.origins import resolve_origins
from reports.html.since import moves_on
from reports.html.state import read_state
from reports.model import ClusterView
from reports.report_view import ReportView
from reports.sections.intake import newest_report
from reports.view import build_clusters, complete_view
from resolution.upkeep.state import KeyedFrames
from staging.backfill import Marks, read_marks
from staging.cluster_digests import digest_clusters, load_sources
from staging.frame_memory import RememberedFrames
from staging.kept_frames import read_generation
from staging.network_store import network_basis, saved_table
from staging.same_thread import on_same_thread
from staging.store import Store

MOST_IN_PART = 0.25
"""Share of the clusters beyond which all are made: reading rows by key then costs more than reading all."""

MOST_WHILE_OPEN = 100
"""Clusters that are drawn while the store is open: two seconds' drawing at 20 ms a page. Nobody else waits
for more. To close it before costs the pages half a second to a second: its log is written into its file."""


@dataclass(frozen=True)
class Before:
    """What is known before the store is asked.

    Attributes:
        folder: The reports.
        kept: The clusters as they were published.
        held: What this process holds of the network, what it has done to it, and of the store.
    """

    folder: Path
    kept: Kept
    held: Held


@dataclass(frozen=True)
class Found:
    """What was read from the store in one go.

    Attributes:
        basis: Which network it is.
        generation: The mark of the link that wrote it; null where it has none.
        marks: How far the store had come.
        clusters: `cluster_id, digest, is_same` in the order of the report: what each rests on (null where
            that was not asked for), and whether that is the same as when it was published.
        watched: Names of the rules whose identifier is in a cluster.
        views: The clusters that were made.
        lineage: The history of these.
        until: Day of the newest report among the records.
        read_index: Gives all that the index says besides its clusters; to be asked before the block ends.
    """

    basis: str | None
    generation: str | None
    marks: Marks
    clusters: pl.DataFrame
    watched: Mapping[str, tuple[str, ...]]
    views: Mapping[str, ClusterView]
    lineage: pl.DataFrame
    until: date | None
    read_index: Callable[[], ReportView]


@contextmanager
def findings(job: Job, before: Before, rules: Sequence[Rule]) -> Iterator[Found]:
    """Which clusters may have changed, these clusters, and, once they are drawn, what the index says.

    The store stays open while a few are drawn, so that their pages wait neither for the index nor for the
    store's log. Where there are many to draw, all is read first and everybody else gets at the store.

    Raises:
        ConfigError: The network is older than the records.
    """
    with ExitStack() as opened:
        store = opened.enter_context(job.opened_for_reading())
        check_current(store, job.settings)
        found = _read(store, job, before, rules)
        if len(found.views) > MOST_WHILE_OPEN:
            index = found.read_index()
            found = replace(found, read_index=lambda: index)
            opened.close()
            before.held.left_open.close()
        yield found


def _read(store: Store, job: Job, before: Before, rules: Sequence[Rule]) -> Found:
    before.held.memory.open(store)
    saved = RememberedFrames(store, saved_table, before.held.memory)
    sources = load_sources(store)
    clusters = _compare(store, saved, sources, before)
    generation, marks = read_generation(store), read_marks(store)
    found = partial(Found, network_basis(store), generation, marks, clusters, _find_watched(saved, rules))
    cases = load_cases(store)
    until = newest_report(cases)
    wanted = _choose(clusters, before, until)
    if len(wanted) <= MOST_IN_PART * clusters.height:
        network, views = on_same_thread(partial(_make_part, store, saved, sources, wanted))
        return found(views, network.lineage, until, partial(load_index, store, saved, network, cases))
    view = read_holder_view(store, job.settings)
    views = {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}
    books = view.ledger, view.quarantine
    index = partial(complete_view, (), view.network, view.tables, books=books)
    return found(views, view.network.lineage, until, index)


def _make_part(
    store: Store, saved: KeyedFrames, sources: pl.DataFrame, wanted: Collection[str]
) -> tuple[Network, dict[str, ClusterView]]:
    """The clusters wanted, and what of the network they were made from."""
    part = load_part(store, saved, sources, wanted)
    made = build_clusters(part.network, part.tables, part.pairs, wanted)
    return part.network, {each.cluster_id: each for each in made}


def _compare(store: Store, saved: KeyedFrames, sources: pl.DataFrame, before: Before) -> pl.DataFrame:
    """The clusters, and whether they are as they were published.

    Where this process has done all that was done to the network since, it is found from that. Elsewhere what
    every cluster rests on is looked through.
    """
    pages, moved = before.kept.pages, before.held.memory.log.since(before.kept.generation)
    if moved is None:
        found = digest_clusters(store, resolve_origins(sources)).select("cluster_id", "digest")
        same = [each in pages and pages[each].digest == digest for each, digest in found.iter_rows()]
        return found.with_columns(pl.Series("is_same", same, dtype=pl.Boolean))
    reached = on_same_thread(partial(find_reached, saved, moved, sources))
    summaries = saved.whole("cluster_summary").select("cluster_id", "record_count")
    ids = summaries.sort("record_count", "cluster_id", descending=[True, False])["cluster_id"].to_list()
    digests = [pages[each].digest if each in pages and each not in reached.numbers else None for each in ids]
    rows = {"cluster_id": ids, "digest": digests}
    is_same = pl.Series([each in pages and each not in reached.pages for each in ids], dtype=pl.Boolean)
    return pl.DataFrame(rows, {"cluster_id": pl.String, "digest": pl.UInt64}).with_columns(is_same=is_same)


def _choose(clusters: pl.DataFrame, before: Before, until: date | None) -> frozenset[str]:
    """Clusters whose pages may come out otherwise: other rows, or news that will be news no more."""
    state = read_state(before.folder, None) if before.kept.pages else None
    told = frozenset(state.told) if state is not None and moves_on(state, until) else frozenset()
    others = clusters.filter(~pl.col("is_same"))["cluster_id"]
    return frozenset(others) | told.intersection(clusters["cluster_id"])


def _find_watched(saved: KeyedFrames, rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """Watched identifiers, among the entities of their kinds; nothing is read where none is watched."""
    kinds = pl.Series("kind", watched_kinds(rules), dtype=pl.String)
    if kinds.is_empty():
        return {}
    entities = saved.select("entities", "kind", kinds, ("entity_id", "kind", "value_text"))
    return find_watched(rules, entities, saved.select("clusters", "kind", kinds))
