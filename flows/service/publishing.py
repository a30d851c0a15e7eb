"""Pages and index brought up to the saved network: of the clusters that changed, or, where need be, of all.

Which clusters changed is found in the store, by what each rests on, and not told by whoever changed it: so a
`kill -9` between a link and its pages, or a link by another program, loses nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.job import Job
from flows.service.alerts import Rule, find_watched, watched_kinds
from flows.service.facts import ClusterFacts, gather_facts
from flows.service.kept_pages import KeptPage, read_kept, save_kept
from flows.service.places import Places
from flows.steps.basis import check_current
from flows.steps.index_frames import load_index
from flows.steps.part import load_part
from flows.steps.recipient_folder import note_network
from flows.steps.run import REPORTS
from flows.steps.view import RecipientView, read_holder_view
from graph.origins import resolve_origins
from reports.html.drawing import Drawers
from reports.html.drawn import read_notes
from reports.html.entries import Entry, Line, to_entry
from reports.html.since import moves_on
from reports.html.state import read_state
from reports.html.writing import Report, open_report
from reports.manifest import require_own_folder
from reports.model import ClusterView, ReportView
from reports.sections.intake import newest_report
from reports.view import build_clusters, complete_view
from staging.backfill import Marks, read_marks
from staging.cluster_digests import digest_clusters, load_sources
from staging.kept_frames import StoredFrames
from staging.network_store import network_basis
from staging.store import Store

MOST_IN_PART = 0.25
"""Share of the clusters beyond which all are made: reading rows by key then costs more than reading all."""


@dataclass(frozen=True)
class Pages:
    """What came of bringing the pages up to a network.

    Attributes:
        basis: Which network it is.
        marks: How far the store had come.
        facts: What is told of each cluster.
        written: Ids of the clusters whose pages say something else than before, sorted.
    """

    basis: str | None
    marks: Marks
    facts: Mapping[str, ClusterFacts]
    written: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """What is read from the store in one go.

    Attributes:
        basis: Which network it is.
        marks: How far the store had come.
        digests: `cluster_id, record_count, digest` in the order of the report.
        watched: Names of the rules whose identifier is in a cluster.
        views: The clusters that were made.
        lineage: The history of these.
        index: All that the index says besides its clusters.
    """

    basis: str | None
    marks: Marks
    digests: pl.DataFrame
    watched: Mapping[str, tuple[str, ...]]
    views: Mapping[str, ClusterView]
    lineage: pl.DataFrame
    index: ReportView


def bring_up_pages(job: Job, places: Places, rules: Sequence[Rule]) -> Pages:
    """Draw the pages that would come out otherwise than they lie there, then the index.

    Raises:
        ConfigError: The network is older than the records.
    """
    folder, file = places.out / REPORTS, places.folder / "pages.json"
    folder.mkdir(parents=True, exist_ok=True)
    require_own_folder(folder, None)
    job.progress.start("Clusters that changed")
    kept = read_kept(file, folder, job.settings.language) or {}
    found = _read(job, folder, kept, rules)
    job.progress.finish(f"{len(found.views):,} of {found.digests.height:,} may have")
    job.progress.start("Writing reports")
    written, lines = _write(found, kept, folder, job.settings.language)
    job.progress.finish(f"{len(written):,} cluster pages and the index")
    note_network(folder, found.basis)
    facts = _gather(found, kept, job.settings.language)
    digests = dict(found.digests.select("cluster_id", "digest").iter_rows())
    now = {
        each.entry.cluster_id: KeptPage(digests[each.entry.cluster_id], each, facts[each.entry.cluster_id])
        for each in lines
    }
    save_kept(file, folder, job.settings.language, now)
    return Pages(found.basis, found.marks, facts, tuple(written))


def _read(job: Job, folder: Path, kept: Mapping[str, KeptPage], rules: Sequence[Rule]) -> _Found:
    with job.opened_for_reading() as store:
        check_current(store, job.settings)
        marks = read_marks(store)
        digests = digest_clusters(store, resolve_origins(load_sources(store)))
        until = newest_report(store.query("select_current_marks"))
        wanted = _choose(digests, kept, folder, until)
        watched = _find_watched(store, rules)
        basis = network_basis(store)
        if len(wanted) <= MOST_IN_PART * digests.height:
            part = load_part(store, wanted)
            index = load_index(store, part.network)
            made = build_clusters(part.network, part.tables, part.pairs, wanted)
            views = {each.cluster_id: each for each in made}
            return _Found(basis, marks, digests, watched, views, part.network.lineage, index)
        view = read_holder_view(store, job.settings)
    views, index = _make_all(view)
    return _Found(basis, marks, digests, watched, views, view.network.lineage, index)


def _choose(
    digests: pl.DataFrame, kept: Mapping[str, KeptPage], folder: Path, until: date | None
) -> frozenset[str]:
    """Clusters whose pages may come out otherwise: other rows, or news that will be news no more."""
    state = read_state(folder, None) if kept else None
    told = frozenset(state.told) if state is not None and moves_on(state, until) else frozenset()
    return frozenset(
        cluster_id
        for cluster_id, digest in digests.select("cluster_id", "digest").iter_rows()
        if cluster_id not in kept or kept[cluster_id].digest != digest or cluster_id in told
    )


def _make_all(view: RecipientView) -> tuple[dict[str, ClusterView], ReportView]:
    clusters = {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}
    books = view.ledger, view.quarantine
    return clusters, complete_view((), view.network, view.tables, books=books)


def _find_watched(store: Store, rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """Watched identifiers, among the entities of their kinds; nothing is read where none is watched."""
    kinds = pl.Series("kind", watched_kinds(rules), dtype=pl.String)
    if kinds.is_empty():
        return {}
    saved = StoredFrames(store, lambda name: f"net_{name}")
    entities = saved.select("entities", "kind", kinds, ("entity_id", "kind", "value_text"))
    return find_watched(rules, entities, saved.select("clusters", "kind", kinds))


def _write(
    found: _Found, kept: Mapping[str, KeptPage], folder: Path, language: str
) -> tuple[list[str], list[Line]]:
    """Draw and put in place; ids of the clusters whose pages changed, and the index's lines.

    All are drawn beside the folder first and then put in place one by one, the index after them, so that it
    never names a page that is not there. Pages of clusters that are gone are removed.
    """
    before = read_notes(folder)
    with (
        Drawers() as drawers,
        open_report(folder, None, language, drawers, until=found.index.data_until) as report,
    ):
        entries = [_add(each, report, found.views, kept) for each in found.digests["cluster_id"]]
        for _ in report.complete():
            pass
        lines = report.write_index(found.index, entries)
    return sorted(name for name, drawn in report.pages.items() if before.get(name) != drawn), lines


def _add(
    cluster_id: str, report: Report, views: Mapping[str, ClusterView], kept: Mapping[str, KeptPage]
) -> Entry | Line:
    view = views.get(cluster_id)
    if view is None:
        report.keep(cluster_id)
        return kept[cluster_id].line
    report.add(view)
    return to_entry(view)


def _gather(found: _Found, kept: Mapping[str, KeptPage], language: str) -> dict[str, ClusterFacts]:
    made = gather_facts(found.views.values(), found.lineage, found.watched, language=language)
    return {
        each: made.get(each) or _watch(kept[each].facts, found.watched.get(each, ()))
        for each in found.digests["cluster_id"]
    }


def _watch(facts: ClusterFacts, watched: tuple[str, ...]) -> ClusterFacts:
    """The facts as they were, with the rules that watch the cluster now."""
    return facts if facts.watched == watched else dataclasses.replace(facts, watched=watched)
