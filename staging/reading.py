"""One delivery read, translated and validated: all of intake that needs no store.

What comes of it is handed over a portion at a time, so that memory follows the portion and not the delivery,
and so that it may be done while the store is busy with the delivery before.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from schemas.dialects import Dialect, apply_dialect, load_dialect
from schemas.raw import RawTable
from schemas.table_names import TABLE_NAMES
from schemas.validate import Validation, validate_tables
from staging.fingerprint import hash_content, size_and_time
from staging.landing import DeliveryPath, link_leading_out
from staging.readers.folder import read_delivery
from staging.readers.limits import Limits
from staging.readers.record_key import OWN_WORDS
from staging.readers.result import ReadOptions, ReadResult
from staging.rounds import split_rounds


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


@dataclass(frozen=True)
class Portion:
    """A part of a delivery whose records are whole, with the verdict on it.

    Attributes:
        source: The file that its cases came in.
        nested: True when child rows came inside their record.
        rejects: Rows that had no structure to validate.
        notes: Remarks on the file.
        tables: The raw tables that were validated.
        verdict: What validation found.
    """

    source: str
    nested: bool
    rejects: pl.DataFrame
    notes: pl.DataFrame
    tables: Mapping[str, RawTable]
    verdict: Validation


@dataclass(frozen=True)
class Reading:
    """A delivery that is being read.

    Attributes:
        delivery: What it is and where it lies.
        received_at: When it was received.
        before: Its files with their sizes and times before the first byte was read.
        sha256: Its content hash; empty for a link leading out.
        link: A link of it that leads out of the landing folder, if any; it is not read then.
        portions: What is in it, in order; to be gone through once.
    """

    delivery: DeliveryPath
    received_at: datetime
    before: tuple[tuple[str, int, int], ...]
    sha256: str
    link: Path | None
    portions: Generator[Portion, None, None]


def begin_reading(
    delivery: DeliveryPath, received_at: datetime, as_of: datetime, policy: IntakePolicy = DEFAULT_POLICY
) -> Reading:
    """Take a delivery's fingerprint; its portions are read as they are asked for.

    Args:
        delivery: What to read.
        received_at: When it was received (aware).
        as_of: Nothing in the records may lie after this.
        policy: Limits and rounds.

    Raises:
        OSError: It vanished, or it may not be read.
    """
    before = size_and_time(delivery.path)
    link = link_leading_out(delivery)
    if link is not None:
        return Reading(delivery, received_at, before, "", link, _no_portions())
    portions = _read_portions(delivery, as_of, policy)
    return Reading(delivery, received_at, before, hash_content(delivery.path), None, portions)


def _no_portions() -> Generator[Portion, None, None]:
    yield from ()


def _read_portions(
    delivery: DeliveryPath, as_of: datetime, policy: IntakePolicy
) -> Generator[Portion, None, None]:
    dialect = load_dialect(delivery.agency)
    for result in read_delivery(delivery.path, read_options(dialect), policy.limits):
        rejects, notes = result.rejects, result.notes
        for tables, verdict in _validate_rounds(result, (delivery.agency, dialect, as_of), policy):
            yield Portion(result.source, result.nested, rejects, notes, tables, verdict)
            rejects, notes = rejects.clear(), notes.clear()  # they are told of once


def _validate_rounds(
    result: ReadResult, rules: tuple[str, Dialect, datetime], policy: IntakePolicy
) -> Iterator[tuple[Mapping[str, RawTable], Validation]]:
    agency, dialect, as_of = rules
    for tables in split_rounds(apply_dialect(result.tables, dialect), policy.round_records):
        yield (
            tables,
            validate_tables(tables, deliverer=agency, delivers_for=dialect.delivers_for, as_of=as_of),
        )


def read_options(dialect: Dialect) -> ReadOptions:
    """What a dialect says of the deliverer's files."""
    words = {table: _key_words(dialect, table) for table in TABLE_NAMES}
    return ReadOptions(dialect.encoding, dialect.delimiter, dict(dialect.tables), words)


def _key_words(dialect: Dialect, table: str) -> dict[str, str]:
    words = {**OWN_WORDS, **dialect.columns, **dialect.table_columns.get(table, {})}
    return {word: column for word, column in words.items() if column in OWN_WORDS}
