"""The network brought up to what is staged by following what has changed, within one transaction."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from flows.job import Job
from flows.steps.basis import choose_policy, choose_seed
from flows.steps.compute import PAIRS
from flows.steps.kept import is_kept, kept_version, network_table, who_table
from flows.steps.past import LINKED_DECISIONS, LINKED_RECORDS, moved_decisions
from graph.causes import Changes
from graph.decided import Decided, arrange_decisions
from graph.upkeep.change import Incoming
from graph.upkeep.update import update_network
from resolution.upkeep.cache import CachedFrames
from resolution.upkeep.state import Decisions
from resolution.upkeep.update import Update, update_resolution
from staging.behind import working_behind
from staging.decisions import known_mentions, load_decisions
from staging.frame_memory import FrameMemory, RememberedFrames
from staging.held_records import HeldRecords
from staging.kept_frames import StoredFrames, mark_kept
from staging.network_store import count_network_rows, load_network, mark_network, saved_table
from staging.records import CaseTables, RecordsOf, changed_records
from staging.store import Store

MOST_CHANGED = 0.1
"""Share of the linked records beyond which a change is not followed: all is worked out as quickly."""


OnSettled = Callable[[Store, RememberedFrames], None]
"""What may be done with a network while it is still being written."""


class _TooMuchError(Exception):
    """Every score has changed; leaves the transaction without a trace."""


def follow_changes(
    store: Store, job: Job, basis: str, memory: FrameMemory, on_settled: OnSettled | None = None
) -> bool:
    """Follow what has changed since the network was saved.

    Args:
        store: The open store.
        job: Settings and listener.
        basis: What the network will rest on.
        memory: What this process holds of the network.
        on_settled: Called when all is worked out, while it is still being written: with the store as far as
            it is committed, and with the frames of the network.

    Returns:
        Whether it was followed; if not, the store is as it was and everything must be worked out.

    Raises:
        ConfigError: Decisions contradict each other.
    """
    if not is_kept(store, job.settings):
        return False
    records = changed_records(store)
    saved = StoredFrames(store, saved_table)
    if records.height > MOST_CHANGED * saved.height(LINKED_RECORDS):
        return False
    job.progress.start("Following changes")
    try:
        with memory.changing(store), store.transaction():
            _follow(store, job, records, memory, on_settled)
            mark_network(store, basis)
            mark_kept(store, kept_version(job.settings))
    except _TooMuchError:
        job.progress.finish("they reach everything")
        return False
    clusters = count_network_rows(store)["clusters"]
    job.progress.finish(f"{records.height:,} records; {clusters:,} clusters")
    return True


def _follow(
    store: Store, job: Job, records: pl.DataFrame, memory: FrameMemory, on_settled: OnSettled | None
) -> None:
    decided = _decided(store)
    changes = _changes(store, records, decided)
    with store.beside() as reading, working_behind() as behind:
        who, network, saved = (
            RememberedFrames(store, each, memory, behind) for each in (who_table, network_table, saved_table)
        )
        fresh, gone = (records.filter(side)["record_key"] for side in ("is_there", "was_there"))
        of_fresh, held = RecordsOf(reading, fresh), HeldRecords(reading, memory)
        held.replace(records["record_key"], of_fresh)

        def load(record_keys: pl.Series) -> CaseTables:
            return of_fresh if record_keys is fresh else held.of(record_keys)

        redecided = changes.decisions["mention_id"]
        update = update_resolution(
            CachedFrames(who, who.is_held),
            of_fresh,
            gone,
            decisions=Decisions(decided.pairs, redecided),
            policy=choose_policy(job.settings),
        )
        if update is None:
            raise _TooMuchError
        who.write()
        incoming = Incoming(load, fresh, gone, update.mentions, decided, redecided)
        state = CachedFrames(network, network.is_held)
        update_network(state, incoming, changes, seed=choose_seed(job.settings))
        network.write()
        _save_rest(saved, update, records, decided)
        saved.write()
        if on_settled is not None:
            on_settled(reading, saved)


def _decided(store: Store) -> Decided:
    active = load_decisions(store)
    keys = active.select(pl.concat_list("left_keys", "right_keys").alias("key")).explode("key")["key"]
    asked = keys.drop_nulls().unique().to_list()
    present = known_mentions(store, asked) if asked else frozenset()
    return arrange_decisions(active, pl.Series("mention_id", sorted(present), dtype=pl.String))


def _changes(store: Store, records: pl.DataFrame, decided: Decided) -> Changes:
    before = load_network(store, [LINKED_DECISIONS])[LINKED_DECISIONS]
    return Changes(
        records.select("record_key", is_withdrawn=~pl.col("is_there")),
        moved_decisions(load_decisions(store, only_active=False), decided.causes, before),
    )


def _save_rest(saved: RememberedFrames, update: Update, records: pl.DataFrame, decided: Decided) -> None:
    """Pairs, and what the network was built from."""
    saved.remove_rows(PAIRS, update.untold)
    for end in ("left_id", "right_id"):
        saved.remove(PAIRS, end, update.untold_ids)
    saved.append(PAIRS, update.pairs)
    saved.remove(LINKED_RECORDS, "record_key", records["record_key"])
    there = records.filter("is_there").select("record_key", pl.col("revision").cast(pl.Int64))
    saved.append(LINKED_RECORDS, there)
    saved.remove(LINKED_DECISIONS, "decision_id", saved.whole(LINKED_DECISIONS)["decision_id"])
    saved.append(LINKED_DECISIONS, decided.causes)
