"""The log of what was written for partners: appended to, never changed.

A release is asked for, then approved or rejected, then written; what was written without anybody's approval
stands there as such. Names of those who approve are kept, nothing of a case.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

import polars as pl

from staging.store import Store

Event = Literal["asked", "approved", "rejected", "superseded", "expired", "written", "unapproved"]


@dataclass(frozen=True)
class ReleaseEvent:
    """One line of the log.

    Attributes:
        release_id: `R-` and a hash.
        event: `superseded`: what the partner may see changed before it was approved; `expired`: nobody
            decided in time; `unapproved`: written by a command that asks nobody.
        recipient: Partner code.
        happened_at: When (aware).
        snapshot: Fingerprint of what the partner might see.
        handling: The strictest code in it.
        content_sha256: Of the manifest, which names the SHA-256 of every file; null where none was kept.
        decided_by: Who approved or rejected it.
        reason: Why; of an unapproved one, what was written.
    """

    release_id: str
    event: Event
    recipient: str
    happened_at: datetime
    snapshot: str
    handling: str
    content_sha256: str | None = None
    decided_by: str | None = None
    reason: str | None = None


def append_release(store: Store, event: ReleaseEvent) -> None:
    """Append an event to the log."""
    store.run("insert_release", asdict(event) | {"happened_at": event.happened_at.astimezone(UTC)})


def load_releases(store: Store) -> pl.DataFrame:
    """The log, oldest first; columns as `ReleaseEvent`."""
    return store.query("select_releases")


def describe_visible(cases: pl.DataFrame) -> str:
    """Fingerprint of the records that a partner may see: which revisions, and with which origins shown."""
    lines = cases.select(
        pl.concat_str(
            "agency", "record_id", "revision", "handling", pl.col("origin_ref").fill_null(""), separator="/"
        )
    )
    return hashlib.sha256("\n".join(lines.to_series().sort()).encode()).hexdigest()
