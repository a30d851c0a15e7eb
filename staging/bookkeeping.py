"""What is written down about a delivery besides its records: quarantine, remarks, its own entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from schemas.errors import DeliveryError
from schemas.raw import RawTable
from staging.landing import DeliveryPath
from staging.readers.result import NOTE_SCHEMA, WHOLE_DELIVERY
from staging.receipt import Receipt
from staging.store import Store

WARNING_COLUMNS = ("table", "row", "agency", "record_id", "column", "check", "message")
FAILURE_COLUMNS = (*WARNING_COLUMNS, "found", "raw", "source")


@dataclass(frozen=True)
class OpenDelivery:
    """One delivery on its way in.

    Attributes:
        store: The open store.
        delivery: What it is and where it lies.
        delivery_id: Its id.
        sha256: Its content hash.
        received_at: When it was received.
        unknown: Unknown columns already reported, as table and column.
    """

    store: Store
    delivery: DeliveryPath
    delivery_id: str
    sha256: str
    received_at: datetime
    unknown: set[tuple[str, str]] = field(default_factory=set)


def quarantine_rows(intake: OpenDelivery, rows: pl.DataFrame) -> None:
    """Put rows in quarantine: table, row, column, check, message, raw, source, and the key where known."""
    intake.store.insert("quarantine", _stored_names(rows, intake.delivery_id))


def note_remarks(intake: OpenDelivery, notes: pl.DataFrame) -> None:
    """Keep warnings on rows and remarks on files: table, row, column, check, message."""
    intake.store.insert("row_warnings", _stored_names(notes, intake.delivery_id))


def note_unknown(intake: OpenDelivery, tables: Mapping[str, RawTable]) -> None:
    """Report, once a delivery, the columns that the contract does not have."""
    found = [
        (name, column, table.source) for name, table in tables.items() for column in table.unknown_columns
    ]
    rows = [
        {
            "table": name,
            "row": 0,
            "column": column,
            "check": "unknown_column",
            "message": f"{source}: the column {column!r} is not in the contract; it stays in the delivery",
        }
        for name, column, source in found
        if (name, column) not in intake.unknown
    ]
    intake.unknown.update((name, column) for name, column, _ in found)
    note_remarks(intake, pl.DataFrame(rows, schema=NOTE_SCHEMA))


def _stored_names(rows: pl.DataFrame, delivery_id: str) -> pl.DataFrame:
    names = {"table": "table_name", "row": "row_no", "column": "column_name", "check": "check_name"}
    return rows.rename(names).with_columns(pl.lit(delivery_id).alias("delivery_id"))


def note_delivery(intake: OpenDelivery, status: str, error: DeliveryError | None) -> None:
    """Enter the delivery itself, with the reason when it could not be read."""
    values = {
        "delivery_id": intake.delivery_id,
        "agency": intake.delivery.agency,
        "path": intake.delivery.display_path,
        "sha256": intake.sha256,
        "received_at": intake.received_at,
        "status": status,
        "check_name": error.check if error else None,
        "reason": str(error) if error else None,
    }
    intake.store.run("insert_delivery", values)


def record_unreadable(intake: OpenDelivery, error: DeliveryError) -> Receipt:
    """Quarantine a delivery whole, with its line in the ledger."""
    reject = pl.DataFrame(
        {
            "table": [WHOLE_DELIVERY],
            "row": [0],
            "agency": [intake.delivery.agency],
            "check": [error.check],
            "message": [str(error)],
            "source": [error.source],
        }
    ).with_columns(pl.lit(None, dtype=pl.String).alias("column"))
    intake.store.insert("quarantine", _stored_names(reject, intake.delivery_id))
    line = {"received": 1, "accepted": 0, "quarantined": 1, "duplicates": 0}
    whole = pl.DataFrame({"delivery_id": [intake.delivery_id], "table_name": [WHOLE_DELIVERY], **line})
    intake.store.insert("ledger", whole)
    note_delivery(intake, "unreadable", error)
    return Receipt(
        intake.delivery_id,
        intake.delivery.agency,
        intake.delivery.display_path,
        "unreadable",
        received={WHOLE_DELIVERY: 1},
        quarantined={WHOLE_DELIVERY: 1},
        reason=str(error),
        check=error.check,
    )
