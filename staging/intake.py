"""One delivery into the store, in one transaction: read, translated, validated, judged by what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from schemas.dialects import Dialect, apply_dialect, load_dialect
from schemas.errors import DeliveryError
from schemas.raw import RawTable
from schemas.validate import Validation, validate_tables
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
from staging.fingerprint import archive_content, hash_content, size_and_time
from staging.landing import DeliveryPath, link_leading_out
from staging.readers.folder import read_delivery
from staging.readers.limits import Limits
from staging.readers.result import ReadOptions, ReadResult
from staging.receipt import Receipt, Tally
from staging.revisions import Incoming, store_revisions
from staging.rounds import split_rounds
from staging.store import Store


@dataclass(frozen=True)
class IntakePolicy:
    """How deliveries are taken in.

    Attributes:
        limits: Caps of the readers.
        round_records: Case rows validated at a time.
        keep_archive: Whether the delivery is copied to `<store>.archive/<sha256>`.
    """

    limits: Limits = field(default_factory=Limits)
    round_records: int = 50_000
    keep_archive: bool = True


DEFAULT_POLICY = IntakePolicy()


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
    try:
        return _take(store, delivery, (received_at, as_of or received_at), policy)
    except (FileNotFoundError, PermissionError):
        reason = "it vanished while it was read, or it may not be read"
        return Receipt("", delivery.agency, delivery.display_path, "changing", reason=reason)


def _take(
    store: Store, delivery: DeliveryPath, times: tuple[datetime, datetime], policy: IntakePolicy
) -> Receipt:
    before = size_and_time(delivery.path)
    intake = open_delivery(store, delivery, times[0])
    if isinstance(intake, Receipt):
        return intake
    try:
        if policy.keep_archive:
            archive_delivery(intake)
        with store.transaction():
            receipt = _stage(intake, times[1], policy)
            _refuse_changed(delivery, before)
            return receipt
    except DeliveryError as error:
        if error.check == "changing":
            return Receipt("", delivery.agency, delivery.display_path, "changing", reason=str(error))
        with store.transaction():
            return record_unreadable(intake, error)


def open_delivery(store: Store, delivery: DeliveryPath, received_at: datetime) -> OpenDelivery | Receipt:
    """The delivery with its id, or its receipt where it needs no reading: known, or a link leading out."""
    link = link_leading_out(delivery)
    if link is not None:
        return _refuse_link(store, delivery, link, received_at)
    sha256 = hash_content(delivery.path)
    seen = _seen(store, delivery, sha256)
    if seen.height:
        return Receipt(seen["delivery_id"][0], delivery.agency, delivery.display_path, "seen")
    return OpenDelivery(store, delivery, _choose_id(store, delivery, sha256), sha256, received_at)


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


def _refuse_changed(delivery: DeliveryPath, before: tuple[tuple[str, int, int], ...]) -> None:
    if size_and_time(delivery.path) != before:
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

    The same bytes from another agency are another delivery: it may not deliver what the first may. An empty
    file under another name is too: two empty files are two broken exports.
    """
    names = [f"{delivery.agency}/{sha256}", f"{delivery.display_path}/{sha256}"]
    digests = [sha256, *(hashlib.sha256(name.encode()).hexdigest() for name in names)]
    ids = [f"D-{digest[:16]}" for digest in digests]
    free = (i for i in ids if not store.query("select_id_taken", {"delivery_id": i})["taken"][0])
    return next(free, ids[-1])


def _stage(intake: OpenDelivery, as_of: datetime, policy: IntakePolicy) -> Receipt:
    store, tally = intake.store, Tally()
    dialect = load_dialect(intake.delivery.agency)
    incoming = Incoming(store, intake.delivery_id, intake.received_at)
    incoming.open()
    source = ""
    for result in read_delivery(intake.delivery.path, read_options(dialect), policy.limits):
        if source and result.source != source:  # row numbers begin anew: one file after the other
            store_revisions(incoming, tally)
            incoming.open()
        source, incoming.nested = result.source, result.nested
        rounds = _take_chunk(intake, result, (dialect, as_of, policy), tally)
        for verdict, tables in rounds:
            _take_round(intake, incoming, verdict, tables)
    store_revisions(incoming, tally)
    store.insert("ledger", tally.ledger_rows(intake.delivery_id))
    note_delivery(intake, "staged", None)
    incoming.close()
    counts = (dict(tally.received), dict(tally.accepted), dict(tally.quarantined), dict(tally.duplicates))
    return Receipt(
        intake.delivery_id, intake.delivery.agency, intake.delivery.display_path, "staged", *counts
    )


def read_options(dialect: Dialect) -> ReadOptions:
    """What a dialect says of the deliverer's files."""
    return ReadOptions(dialect.encoding, dialect.delimiter, dict(dialect.tables))


def _take_chunk(
    intake: OpenDelivery, result: ReadResult, rules: tuple[Dialect, datetime, IntakePolicy], tally: Tally
) -> Iterator[tuple[Validation, Mapping[str, RawTable]]]:
    dialect, as_of, policy = rules
    tally.add_rejects(result.rejects)
    quarantine_rows(intake, result.rejects)
    note_remarks(intake, result.notes)
    if result.nested:
        lost = result.rejects.filter(pl.col("table") != "cases").select(pl.col("row").alias("row_no"))
        intake.store.insert("incoming_incomplete", lost)
    translated = apply_dialect(result.tables, dialect)
    note_unknown(intake, translated)
    for tables in split_rounds(translated, policy.round_records):
        verdict = validate_tables(
            tables, deliverer=intake.delivery.agency, delivers_for=dialect.delivers_for, as_of=as_of
        )
        tally.received.update(verdict.received)
        tally.quarantined.update(verdict.quarantined)
        yield verdict, tables


def _take_round(
    intake: OpenDelivery, incoming: Incoming, verdict: Validation, tables: Mapping[str, RawTable]
) -> None:
    incoming.add(verdict.accepted, tables)
    intake.store.insert("incoming_incomplete", verdict.incomplete.select("agency", "record_id", "revision"))
    sources = pl.DataFrame({"table": list(tables), "source": [table.source for table in tables.values()]})
    failures = verdict.failures.join(sources, on="table", how="left", maintain_order="left")
    quarantine_rows(intake, failures.select(FAILURE_COLUMNS))
    note_remarks(intake, verdict.warnings.select(WARNING_COLUMNS))
