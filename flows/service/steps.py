"""The service's own steps: plain functions over those of the pipeline, without Prefect."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import disk_usage
from time import monotonic

import polars as pl

from flows.discretion import call_discreetly
from flows.job import Job
from flows.service.alerts import Alert, find_alerts, find_watched, read_rules
from flows.service.changes import ClusterChange, find_changes
from flows.service.facts import Published, gather_facts, read_published, save_published
from flows.service.lasting import Held, hold_pages
from flows.service.old_news import leave_out_old
from flows.service.places import Places
from flows.service.publishing import bring_up_pages, note_digests
from flows.steps import export
from flows.steps.basis import describe_basis
from flows.steps.ingest import TURN_SECONDS, describe_receipt, read_ahead
from flows.steps.landed import take_delivery
from flows.steps.part import load_cluster_records
from flows.steps.run import REPORTS, TABLES
from flows.steps.view import load_view, view_pages
from schemas.errors import ConfigError, TramaError
from staging.accounts import count_reasons
from staging.ahead import ReadAhead
from staging.backfill import load_recent, read_marks
from staging.decisions import network_ground
from staging.frame_memory import FrameMemory
from staging.intake import ingest_reading
from staging.intake import known_contents as known_contents_of
from staging.landing import DeliveryPath
from staging.network_store import network_basis
from staging.one_thread import one_thread
from staging.receipt import Receipt
from staging.remarks import load_warning_kinds
from staging.retraction import sweep_withdrawn
from staging.store import Store

LEAST_FREE = 16 * 1024 * 1024
"""Bytes left on a disk below which an error of the database is taken for one of room."""

NO_ROOM = "The system refused to read or write ({reason}). Mend that (is the disk full?): {what}."


@dataclass(frozen=True)
class Intake:
    """What came of a batch of deliveries.

    Attributes:
        receipts: One for each that was dealt with, in order of arrival.
        failed: Those that the program could not deal with, and why, in words. What their partners delivered
            later is in neither: it waits, so that a partner's deliveries are taken in in their order.
    """

    receipts: tuple[Receipt, ...]
    failed: tuple[tuple[DeliveryPath, str], ...] = ()


@dataclass(frozen=True)
class Publication:
    """What an update of the published reports and tables came to.

    Attributes:
        published: What is published now; to be saved once everybody has been told.
        changes: Clusters that are not as they were.
        alerts: Watch rules that fired.
        written: Ids of the clusters whose pages were written.
    """

    published: Published
    changes: tuple[ClusterChange, ...]
    alerts: tuple[Alert, ...]
    written: tuple[str, ...]


def take_in(deliveries: Sequence[DeliveryPath], job: Job, *, are_new: bool = False) -> Intake:
    """Take deliveries in, each in its own transaction, in the order given; others get at the store between.

    Args:
        deliveries: What lies in the landing folder.
        job: Store, settings and listener.
        are_new: They were looked up, and the store had none of them: they are read without being looked up
            again, the first while the store is opened. One that it has by now is read in vain, no more.

    Raises:
        StoreBusyError: Another writer holds the store; what came before is taken in.
    """
    waiting = deque(sorted(deliveries, key=lambda each: each.holds_decisions))  # records before decisions
    receipts: list[Receipt] = []
    failed: list[tuple[DeliveryPath, str]] = []
    while waiting:
        with read_ahead(waiting, job) as ahead:
            failure = _take_until_failure(waiting, (ahead, job), receipts, are_new=are_new)
        if failure is not None:
            failed.append(failure)
            waiting = deque(each for each in waiting if each.agency != failure[0].agency)
            if not waiting:  # a failure may have left the database unable to do anything more
                with job.writing(), job.opened() as store:
                    sweep_withdrawn(store, swept_at=job.settings.now())
    return Intake(tuple(receipts), tuple(failed))


def _take_until_failure(
    waiting: deque[DeliveryPath], where: tuple[ReadAhead, Job], receipts: list[Receipt], *, are_new: bool
) -> tuple[DeliveryPath, str] | None:
    """Take deliveries in, a moment at a time, and sweep up after the last; the one that failed, and why.

    Nothing is read before others are kept from writing: what another program sweeps up must not come between
    a delivery's reception and its storing.
    """
    ahead, job = where
    while waiting:
        with job.writing():
            if are_new:
                ahead.start(frozenset())
            with job.opened() as store:
                if not are_new:
                    ahead.start(known_contents_of(store))
                failure = _take_turn(waiting, (store, ahead, job), receipts)
                if failure is not None:
                    return failure
                if not waiting:
                    with one_thread(store):
                        sweep_withdrawn(store, swept_at=job.settings.now())
    return None


def _take_turn(
    waiting: deque[DeliveryPath], where: tuple[Store, ReadAhead, Job], receipts: list[Receipt]
) -> tuple[DeliveryPath, str] | None:
    """Take deliveries in for a moment, then let others have the store; a failure ends the turn."""
    (store, ahead, job), ends_at = where, monotonic() + TURN_SECONDS
    while waiting and monotonic() < ends_at:
        delivery = waiting.popleft()
        if delivery.holds_decisions:
            take = partial(take_delivery, store, delivery, job)
        else:
            take = partial(ingest_reading, store, delivery, ahead.next_reading)
        try:
            receipt = call_discreetly(take)
        except (TramaError, OSError) as error:
            told = describe_refusal(error, "the delivery waits and is tried again", job.store.parent)
            return delivery, told
        receipts.append(receipt)
        job.progress.start("Delivery")
        job.progress.finish(describe_receipt(receipt))
    return None


def describe_refusal(error: Exception, what: str, folder: Path | None = None) -> str:
    """One line for the run's state: what is wrong and what to do, without a path of this machine.

    Args:
        error: What went wrong.
        what: What becomes of what was being done.
        folder: Where the store lies: on a full disk a database's error says something else.
    """
    if isinstance(error, OSError):
        return NO_ROOM.format(reason=error.strerror or type(error).__name__, what=what)
    if folder is not None and disk_usage(folder).free < LEAST_FREE:
        return NO_ROOM.format(reason="hardly any room is left where the store lies", what=what)
    return str(error)


def known_contents(job: Job) -> set[tuple[str, str]]:
    """Agency and content hash of every delivery that could be read; empty when there is no store yet."""
    if not job.store.is_file():
        return set()
    with job.opened_for_reading() as store:
        return set(known_contents_of(store))


def needs_update(job: Job, places: Places) -> bool:
    """Whether records came in since the network was built, or the network changed since it was published."""
    if not job.store.is_file():
        return False
    published = read_published(places.published)
    with job.opened_for_reading() as store:
        saved = network_basis(store)
        is_current = saved == describe_basis(network_ground(store), job.settings)
    return not is_current or published is None or published.basis != saved


Oddities = tuple[pl.DataFrame, pl.DataFrame]
"""Why rows were put aside (`count_reasons`), and what was odd (`count_warnings`)."""


def count_oddities(job: Job, delivery_ids: Sequence[str]) -> Oddities:
    """What was put aside of these deliveries, and what was odd in them."""
    with job.opened_for_reading() as store:
        return count_reasons(store, delivery_ids), count_warnings(store, delivery_ids)


def count_warnings(store: Store, delivery_ids: Sequence[str]) -> pl.DataFrame:
    """What was odd in these deliveries: `table, column, check, warnings`, the most frequent first.

    A remark on a file has no column here: what a partner has written over one may be case data.
    """
    kinds = load_warning_kinds(store).filter(pl.col("delivery_id").is_in(list(delivery_ids)))
    kinds = kinds.with_columns(pl.when(~pl.col("is_of_file")).then("column").alias("column"))
    counted = kinds.group_by("table", "column", "check").agg(pl.col("warnings").sum().cast(pl.Int64))
    return counted.sort("warnings", "table", "column", "check", descending=[True, False, False, False])


def prepare_first(job: Job, places: Places) -> None:
    """Where nothing was ever published from here, begin with what there is: nobody is alerted of old news."""
    if read_published(places.published) is None:
        rules = read_rules(places.watch)
        published = Published()
        try:
            with job.opened_for_reading() as store:
                marks = read_marks(store)
            view = load_view(job, None)
        except ConfigError:  # no store or no network of these records yet: everything is news
            save_published(places.published, published)
            return
        clusters = view_pages(view, None).clusters
        watched = find_watched(rules, view.network.entities, view.network.clusters)
        facts = gather_facts(clusters, view.network.lineage, watched, language=job.settings.language)
        save_published(places.published, Published(None, facts, marks))


def publish(job: Job, places: Places, held: Held | None = None) -> Publication:
    """Bring `reports/` up to the saved network.

    Args:
        job: Store, settings and listener.
        places: Where the service works.
        held: What this process holds since the link; null to look everything up.

    Raises:
        ConfigError: The network is older than the records, or the watch rules need mending.
    """
    rules, held = read_rules(places.watch), held or Held(FrameMemory(0))
    with hold_pages(job, places, held.left_open):
        before = read_published(places.published) or Published()
        pages = bring_up_pages(job, places, rules, held)
        changes = find_changes(before.clusters, pages.facts)
    alerts = find_alerts(rules, changes)
    if alerts:
        with job.opened_for_reading() as store:
            records = load_cluster_records(store, [each.cluster_id for each in alerts])
            alerts = leave_out_old(alerts, load_recent(store, before.marks), records)
    published = Published(pages.basis, pages.facts, pages.marks)
    return Publication(published, tuple(changes), tuple(alerts), pages.written)


def publish_tables(job: Job, places: Places) -> bool:
    """Bring `tables/` up to the network; false where records came in since: their network brings its own.

    The listener may end it where a stage begins, by an error of its own: what is written by then is whole.
    """
    with hold_pages(job, places, ExitStack()):
        with job.opened_for_reading() as store:
            is_newest = network_basis(store) == describe_basis(network_ground(store), job.settings)
        if is_newest:
            export.export_step(places.out / TABLES, job)
            job.progress.start("What clusters rest on")
            note_digests(job, places)
    return is_newest


def page_path(cluster_id: str) -> Path:
    """Where a cluster's page lies, below the output folder."""
    return Path(REPORTS) / "clusters" / f"{cluster_id}.html"
