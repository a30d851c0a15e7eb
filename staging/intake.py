"""One delivery into the store, in one transaction: read, translated, validated, judged by what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from schemas.errors import DeliveryError
from staging.bookkeeping import (
    FAILURE_COLUMNS,
    WARNING_COLUMNS,
    OpenDelivery,
    note_delivery,
    note_remarks,
    note_unknown,
    quarantine_rows,
    record_unreadable,
)
from staging.fingerprint import archive_content, size_and_time
from staging.landing import DeliveryPath
from staging.one_thread import one_thread
from staging.reading import DEFAULT_POLICY, IntakePolicy, Portion, Reading, begin_reading
from staging.receipt import Receipt, Tally
from staging.revisions import Incoming, store_revisions
from staging.store import Store

__all__ = ["DEFAULT_POLICY", "IntakePolicy", "ingest_delivery", "ingest_reading", "known_contents"]


def ingest_delivery(
    store: Store,
    delivery: DeliveryPath,
    *,
    received_at: datetime,
    as_of: datetime | None = None,
    policy: IntakePolicy = DEFAULT_POLICY,
) -> Receipt:
    """Take one delivery in; after a crash the store is as before, and the same call completes the work.

    Args:
        store: The open store.
        delivery: What to take in.
        received_at: When it was received (aware).
        as_of: Nothing in the records may lie after this; `received_at` when null.
        policy: Limits, rounds and archive.

    Returns:
        What became of it. A delivery that cannot be read is quarantined whole and is no error.

    Raises:
        TramaError: When counts would not add up; nothing is staged then.
    """
    begin = partial(begin_reading, delivery, received_at, as_of or received_at, policy)
    return ingest_reading(store, delivery, begin, policy=policy)


def ingest_reading(
    store: Store,
    delivery: DeliveryPath,
    begin: Callable[[], Reading],
    *,
    policy: IntakePolicy = DEFAULT_POLICY,
) -> Receipt:
    """As `ingest_delivery`, of a delivery that somebody else reads.

    Args:
        store: The open store.
        delivery: What to take in.
        begin: Gives its reading.
        policy: Whether the delivery is archived.

    Raises:
        TramaError: When counts would not add up; nothing is staged then.
    """
    try:
        with one_thread(store):
            return _take(store, begin(), policy)
    except (FileNotFoundError, PermissionError):
        reason = "it vanished while it was read, or it may not be read"
        return Receipt("", delivery.agency, delivery.display_path, "changing", reason=reason)


def known_contents(store: Store) -> frozenset[tuple[str, str]]:
    """Agency and content hash of deliveries that could be read and were taken in."""
    return frozenset(store.query("select_known_contents").iter_rows())


def _take(store: Store, reading: Reading, policy: IntakePolicy) -> Receipt:
    delivery = reading.delivery
    intake = _open(store, reading)
    if isinstance(intake, Receipt):
        return intake
    try:
        if policy.keep_archive:
            archive_delivery(intake)
        with store.transaction():
            receipt = _stage(intake, reading.portions)
            _refuse_changed(reading)
            return receipt
    except DeliveryError as error:
        if error.check == "changing":
            return Receipt("", delivery.agency, delivery.display_path, "changing", reason=str(error))
        with store.transaction():
            return record_unreadable(intake, error)


def open_delivery(store: Store, delivery: DeliveryPath, received_at: datetime) -> OpenDelivery | Receipt:
    """The delivery with its id, or its receipt where it needs no reading: known, or a link leading out."""
    return _open(store, begin_reading(delivery, received_at, received_at))


def _open(store: Store, reading: Reading) -> OpenDelivery | Receipt:
    delivery, sha256 = reading.delivery, reading.sha256
    if reading.link is not None:
        return _refuse_link(store, delivery, reading.link, reading.received_at)
    seen = _seen(store, delivery, sha256)
    if seen.height:
        return Receipt(seen["delivery_id"][0], delivery.agency, delivery.display_path, "seen")
    return OpenDelivery(store, delivery, _choose_id(store, delivery, sha256), sha256, reading.received_at)


def archive_delivery(intake: OpenDelivery) -> None:
    """Keep a copy of a delivery as it came.

    Raises:
        DeliveryError: `changing`, when it is not what was hashed.
    """
    archive_content(intake.delivery.path, archive_folder(intake.store.path), intake.sha256)


def _refuse_link(store: Store, delivery: DeliveryPath, link: Path, received_at: datetime) -> Receipt:
    """Quarantine a delivery that leads out of the landing folder, unread: its link stands for its content."""
    sha256 = hashlib.sha256(f"{link.name}\0{link.readlink()}".encode()).hexdigest()
    if _seen(store, delivery, sha256).height:
        return Receipt("", delivery.agency, delivery.display_path, "seen")
    intake = OpenDelivery(store, delivery, _choose_id(store, delivery, sha256), sha256, received_at)
    message = f"{delivery.display_path}: {link.name} is a link that leads out of the landing folder"
    with store.transaction():
        return record_unreadable(intake, DeliveryError(message, source=link.name, check="link_leads_out"))


def _refuse_changed(reading: Reading) -> None:
    delivery = reading.delivery
    if size_and_time(delivery.path) != reading.before:
        message = f"{delivery.display_path} changed while it was read; it is taken in when it is complete"
        raise DeliveryError(message, source=delivery.display_path, check="changing")


def archive_folder(store_path: Path) -> Path:
    """Where the raw deliveries of a store are kept."""
    return store_path.with_name(store_path.name + ".archive")


def _seen(store: Store, delivery: DeliveryPath, sha256: str) -> pl.DataFrame:
    values = {"agency": delivery.agency, "sha256": sha256, "path": delivery.display_path}
    return store.query("select_seen", values)


def _choose_id(store: Store, delivery: DeliveryPath, sha256: str) -> str:
    """Name a delivery by its content.

    The same bytes from another agency are another delivery: it may not deliver what the first may. So is what
    could not be read under another name: two empty files are two broken exports, and a workbook that was
    named `.ndjson` can be read once it is named `.xlsx`.
    """
    names = [f"{delivery.agency}/{sha256}", f"{delivery.display_path}/{sha256}"]
    digests = [sha256, *(hashlib.sha256(name.encode()).hexdigest() for name in names)]
    ids = [f"D-{digest[:16]}" for digest in digests]
    free = (i for i in ids if not store.query("select_id_taken", {"delivery_id": i})["taken"][0])
    return next(free, ids[-1])


def _stage(intake: OpenDelivery, portions: Iterator[Portion]) -> Receipt:
    store, tally = intake.store, Tally()
    incoming = Incoming(store, intake.delivery_id, intake.received_at)
    incoming.open()
    source = ""
    for portion in portions:
        if source and portion.source != source:  # row numbers begin anew: one file after the other
            store_revisions(incoming, tally)
            incoming.open()
        source, incoming.nested = portion.source, portion.nested
        _note_unstructured(intake, portion, tally)
        _gather(intake, incoming, portion, tally)
    store_revisions(incoming, tally)
    store.insert("ledger", tally.ledger_rows(intake.delivery_id))
    note_delivery(intake, "staged", None)
    incoming.close()
    counts = (dict(tally.received), dict(tally.accepted), dict(tally.quarantined), dict(tally.duplicates))
    return Receipt(
        intake.delivery_id, intake.delivery.agency, intake.delivery.display_path, "staged", *counts
    )


def _note_unstructured(intake: OpenDelivery, portion: Portion, tally: Tally) -> None:
    tally.add_rejects(portion.rejects)
    quarantine_rows(intake, portion.rejects.select(FAILURE_COLUMNS))
    note_remarks(intake, portion.notes)
    lost = portion.rejects.filter(pl.col("table") != "cases")
    if portion.nested:
        intake.store.insert("incoming_incomplete", lost.select(pl.col("row").alias("row_no")))
    else:
        intake.store.insert("incoming_incomplete", lost.filter("is_sure").select("agency", "record_id"))
    note_unknown(intake, portion.tables)


def _gather(intake: OpenDelivery, incoming: Incoming, portion: Portion, tally: Tally) -> None:
    verdict, tables = portion.verdict, portion.tables
    tally.received.update(verdict.received)
    tally.quarantined.update(verdict.quarantined)
    incoming.add(verdict.accepted, tables)
    intake.store.insert("incoming_incomplete", verdict.incomplete.select("agency", "record_id", "revision"))
    sources = pl.DataFrame({"table": list(tables), "source": [table.source for table in tables.values()]})
    failures = verdict.failures.join(sources, on="table", how="left", maintain_order="left")
    quarantine_rows(intake, failures.select(FAILURE_COLUMNS))
    note_remarks(intake, verdict.warnings.select(WARNING_COLUMNS))
