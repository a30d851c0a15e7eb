"""What is read from the store in one go to bring the pages up to its network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import polars as pl

from flows.job import Job
from flows.service.alerts import Rule, find_watched, watched_kinds
from flows.service.changed import Before, Changed, find_changed
from flows.service.lasting import Held
from flows.steps.basis import check_current
from flows.steps.compute import NETWORK_FRAMES, PAIRS
from flows.steps.index_frames import load_index
from flows.steps.view import read_holder_view
from reports.model import ClusterView
from reports.report_view import ReportView
from reports.view import build_clusters, complete_view
from resolution.upkeep.state import KeyedFrames
from staging.backfill import Marks, read_marks
from staging.frame_memory import FrameMemory, RememberedFrames
from staging.held_records import HeldRecords
from staging.kept_frames import read_generation
from staging.network_store import network_basis, saved_table
from staging.same_thread import on_same_thread
from staging.store import Store

ASKED = (*NETWORK_FRAMES, PAIRS)
"""Frames of the saved network that changed clusters are made from."""

MOST_WHILE_OPEN = 100
"""Clusters that are drawn while the store is open: two seconds' drawing at 20 ms a page. Nobody else waits
for more. To close it before costs the pages half a second to a second: its log is written into its file."""


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
def findings(job: Job, before: Before, held: Held, rules: Sequence[Rule]) -> Iterator[Found]:
    """Which clusters may have changed, these clusters, and, once they are drawn, what the index says.

    The store stays open while a few are drawn, so that their pages wait neither for the index nor for the
    store's log. Where there are many to draw, all is read first and everybody else gets at the store.

    Args:
        job: Store, settings and listener.
        before: What lies in the folder of the reports.
        held: What this process holds since the link.
        rules: What is watched.

    Raises:
        ConfigError: The network is older than the records.
    """
    with ExitStack() as opened:
        store = opened.enter_context(job.opened_for_reading())
        found = _read(store, job, before, held, rules)
        if len(found.views) > MOST_WHILE_OPEN:
            index = found.read_index()
            found = replace(found, read_index=lambda: index)
            opened.close()
            held.left_open.close()
        yield found


def find_ahead(
    reading: Store, saved: RememberedFrames, memory: FrameMemory, before: Before
) -> Changed | None:
    """The clusters to be drawn, found while the link that changed them is still being written.

    Args:
        reading: The store, as far as it is committed: the records, and the network of before.
        saved: The frames of the network that is being written.
        memory: What this process holds of it.
        before: What lies in the folder of the reports.

    Returns:
        Null where it cannot be told from memory alone, or the clusters are too many for that.
    """
    moved = memory.log.since(before.kept.generation)
    if moved is None or not all(memory.has(saved_table(each)) for each in ASKED):
        return None
    records = HeldRecords(reading, memory)
    changed = on_same_thread(partial(find_changed, reading, saved, before, moved, records))
    return None if changed.network is None else changed


def _read(store: Store, job: Job, before: Before, held: Held, rules: Sequence[Rule]) -> Found:
    held.memory.open(store)
    saved = RememberedFrames(store, saved_table, held.memory)
    changed = held.take_ahead(before)
    if changed is None:  # else nobody can have changed the records since the link
        check_current(store, job.settings)
        moved = held.memory.log.since(before.kept.generation)
        records = HeldRecords(store, held.memory)
        changed = on_same_thread(partial(find_changed, store, saved, before, moved, records))
    generation, marks = read_generation(store), read_marks(store)
    watched = _find_watched(saved, rules)
    found = partial(Found, network_basis(store), generation, marks, changed.clusters, watched)
    network = changed.network
    if network is not None:
        index = partial(load_index, store, saved, network, changed.cases)
        return found(changed.views, network.lineage, changed.until, index)
    view = read_holder_view(store, job.settings)
    views = {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}
    books = view.ledger, view.quarantine
    index = partial(complete_view, (), view.network, view.tables, books=books)
    return found(views, view.network.lineage, changed.until, index)


def _find_watched(saved: KeyedFrames, rules: Sequence[Rule]) -> dict[str, tuple[str, ...]]:
    """Watched identifiers, among the entities of their kinds; nothing is read where none is watched."""
    kinds = pl.Series("kind", watched_kinds(rules), dtype=pl.String)
    if kinds.is_empty():
        return {}
    entities = saved.select("entities", "kind", kinds, ("entity_id", "kind", "value_text"))
    return find_watched(rules, entities, saved.select("clusters", "kind", kinds))
