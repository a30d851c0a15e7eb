"""The network of the holder, kept in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from flows.counts import NetworkCounts
from flows.job import Job
from flows.steps.basis import count_saved, describe_basis
from flows.steps.compute import NETWORK_FRAMES, PAIRS, Computed, compute_network
from flows.steps.follow import OnSettled, follow_changes
from flows.steps.keep_ahead import keeping_who
from flows.steps.kept import kept_version
from flows.steps.past import Past, describe_ground, load_past, mention_key
from graph.decided import arrange_decisions
from graph.upkeep.begin import begin_network
from resolution.resolve import Workings
from staging.decisions import load_decisions, network_ground
from staging.frame_memory import FrameMemory
from staging.kept_frames import add_kept
from staging.network_store import network_basis, save_network
from staging.one_thread import one_thread
from staging.records import load_records
from staging.same_thread import on_same_thread

COUNTED_FRAMES = ("mentions", "entities", "links", "clusters")


@dataclass(frozen=True)
class Linked:
    """A network that has been computed and is about to be saved.

    Attributes:
        tables: The current records.
        frames: The network's frames and resolution's pairs by name, as they are saved.
        basis: What the network rests on.
    """

    tables: dict[str, pl.DataFrame]
    frames: dict[str, pl.DataFrame]
    basis: str


def link_step(
    job: Job,
    *,
    is_rebuild: bool = False,
    on_computed: Callable[[Linked], None] | None = None,
    memory: FrameMemory | None = None,
    on_followed: Callable[[], None] | None = None,
    on_settled: OnSettled | None = None,
) -> NetworkCounts:
    """Bring the saved network up to what is staged; does nothing when it is.

    Args:
        job: Store, settings and listener.
        is_rebuild: Compute everything anew; ids and history go on, because reports have quoted them.
        on_computed: Told of a changed network before it is saved, so that work on it may begin meanwhile.
        memory: What this process holds of the network since it linked last; null to look everything up.
        on_followed: Told when changes were followed and saved, while the store is still open.
        on_settled: As `follow_changes` has it; nothing is committed yet, and what it raises undoes the link.

    Raises:
        ConfigError: There is no store.
        StoreBusyError: Another writer holds the store.
    """
    job.require_store()
    with job.writing():
        with job.opened_for_reading() as store:
            basis = describe_basis(network_ground(store), job.settings)
            if not is_rebuild and network_basis(store) == basis:
                job.progress.start("Network")
                job.progress.finish("nothing has changed")
                return count_saved(store, has_changed=False)
            if not is_rebuild and on_same_thread(
                partial(follow_changes, store, job, basis, memory or FrameMemory(0), on_settled)
            ):
                if on_followed is not None:
                    on_followed()
                return count_saved(store, has_changed=True)
            tables = load_records(store)
            records = tables["cases"].height
            active = load_decisions(store)
            past = load_past(store)
        with keeping_who(job) as keep_who:
            computed, frames = link_frames(tables, active, past, job, on_resolved=keep_who)
        if on_computed is not None:
            on_computed(Linked(tables, frames, basis))
        del tables
        kept = begin_network(computed.network_workings)
        del computed
        with job.opened() as store, one_thread(store):
            add_kept(store, kept.items())
            del kept
            save_network(store, frames, basis=basis, kept=kept_version(job.settings))
    return count_network(frames, records=records, has_changed=True)


def link_frames(
    tables: Mapping[str, pl.DataFrame],
    active: pl.DataFrame,
    past: Past | None,
    job: Job,
    *,
    on_resolved: Callable[[Workings], None] | None = None,
) -> tuple[Computed, dict[str, pl.DataFrame]]:
    """The holder's network, and all that is saved of it, by name.

    Args:
        tables: The current records.
        active: The decisions that hold.
        past: The network so far, whose ids go on; null for none.
        job: Settings and listener; the store is not touched.
        on_resolved: As `compute_network` has it.
    """
    decided = arrange_decisions(active, tables["persons"].select(mention_key()).to_series())
    ground = describe_ground(tables, decided)
    computed = compute_network(
        tables,
        job,
        previous=None if past is None else past.network,
        decided=decided,
        changes=None if past is None else past.compare(ground),
        on_resolved=on_resolved,
    )
    frames = {name: getattr(computed.network, name) for name in NETWORK_FRAMES}
    return computed, frames | {PAIRS: computed.resolution.pairs} | ground


def count_network(frames: Mapping[str, pl.DataFrame], *, records: int, has_changed: bool) -> NetworkCounts:
    """The size of a network from its frames; `records` counts those without persons as well."""
    entities = frames["entities"]
    return NetworkCounts(
        changed=has_changed,
        records=records,
        mentions=frames["mentions"].height,
        persons=entities.filter(pl.col("kind") == "person").height,
        entities=entities.height,
        links=frames["links"].height,
        clusters=frames["clusters"]["cluster_id"].n_unique(),
    )
