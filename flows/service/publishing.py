"""Pages and index brought up to the saved network: of the clusters that changed, or, where need be, of all.

Which clusters changed is found in the store, by what each rests on, or from what this process has done to the
network since it published; never from what somebody says: so a `kill -9` between a link and its pages, or a
link by another program, loses nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.job import Job
from flows.service.alerts import Rule
from flows.service.changed import Before
from flows.service.facts import ClusterFacts, gather_facts
from flows.service.findings import Found, findings
from flows.service.kept_pages import Kept, KeptPage, read_kept, save_kept
from flows.service.lasting import Held
from flows.service.places import Places
from flows.steps.recipient_folder import note_network
from flows.steps.run import REPORTS
from graph.origins import resolve_origins
from reports.html.drawing import Drawers
from reports.html.entries import Entry, Line, to_entry
from reports.html.writing import Report, open_report
from reports.manifest import require_own_folder
from reports.model import ClusterView
from staging.backfill import Marks
from staging.cluster_digests import digest_clusters, load_sources
from staging.kept_frames import read_generation

PAGES = "pages.json"
"""File of what each page was made from, in the service's folder."""


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


def bring_up_pages(job: Job, places: Places, rules: Sequence[Rule], held: Held) -> Pages:
    """Draw the pages that would come out otherwise than they lie there, then the index.

    Raises:
        ConfigError: The network is older than the records.
    """
    folder, file, language = places.out / REPORTS, places.folder / PAGES, job.settings.language
    folder.mkdir(parents=True, exist_ok=True)
    require_own_folder(folder, None)
    job.progress.start("Clusters that changed")
    kept = read_kept(file, folder, language)
    with findings(job, Before(folder, kept), held, rules) as found:
        job.progress.finish(f"{len(found.views):,} of {found.clusters.height:,} may have")
        job.progress.start("Writing reports")
        written, lines = _write(found, kept, folder, language)
        job.progress.finish(f"{len(written):,} cluster pages and the index")
    note_network(folder, found.basis)
    facts = _gather(found, kept, language)
    digests = dict(found.clusters.select("cluster_id", "digest").iter_rows())
    now = {
        each.entry.cluster_id: KeptPage(digests[each.entry.cluster_id], each, facts[each.entry.cluster_id])
        for each in lines
    }
    save_kept(file, folder, language, Kept(found.generation, now))
    held.memory.note_from(found.generation)
    return Pages(found.basis, found.marks, facts, tuple(written))


def note_digests(job: Job, places: Places) -> None:
    """Look up what clusters rest on where it was not asked, so that a next life need not make them anew."""
    folder, file, language = places.out / REPORTS, places.folder / PAGES, job.settings.language
    kept = read_kept(file, folder, language)
    if all(each.digest is not None for each in kept.pages.values()):
        return
    with job.opened_for_reading() as store:
        if read_generation(store) != kept.generation:
            return
        found = digest_clusters(store, resolve_origins(load_sources(store)))
    digests = dict(found.select("cluster_id", "digest").iter_rows())
    pages = {each: dataclasses.replace(page, digest=digests[each]) for each, page in kept.pages.items()}
    save_kept(file, folder, language, Kept(kept.generation, pages))


def _write(found: Found, kept: Kept, folder: Path, language: str) -> tuple[list[str], list[Line]]:
    """Draw and put in place; ids of the clusters whose pages changed, and the index's lines.

    All are drawn beside the folder first and then put in place one by one, the index after them, so that it
    never names a page that is not there. Pages of clusters that are gone are removed.
    """
    with (
        Drawers() as drawers,
        open_report(folder, None, language, drawers, until=found.until) as report,
    ):
        entries = [_add(each, report, found.views, kept.pages) for each in found.clusters["cluster_id"]]
        for _ in report.complete():
            pass
        report.put_pages()
        lines = report.write_index(found.read_index(), entries)
    return sorted(name for name, drawn in report.pages.items() if report.before.get(name) != drawn), lines


def _add(
    cluster_id: str, report: Report, views: Mapping[str, ClusterView], kept: Mapping[str, KeptPage]
) -> Entry | Line:
    view = views.get(cluster_id)
    if view is None:
        report.keep(cluster_id)
        return kept[cluster_id].line
    report.add(view)
    return to_entry(view)


def _gather(found: Found, kept: Kept, language: str) -> dict[str, ClusterFacts]:
    made = gather_facts(found.views.values(), found.lineage, found.watched, language=language)
    return {
        each: made.get(each) or _watch(kept.pages[each].facts, found.watched.get(each, ()))
        for each in found.clusters["cluster_id"]
    }


def _watch(facts: ClusterFacts, watched: tuple[str, ...]) -> ClusterFacts:
    """The facts as they were, with the rules that watch the cluster now."""
    return facts if facts.watched == watched else dataclasses.replace(facts, watched=watched)
