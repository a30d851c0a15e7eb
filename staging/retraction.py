"""Withdrawing records by command, as agencies do with `retracted: true`, and sweeping up after either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from schemas.errors import ConfigError
from staging.archive_copies import EVER, drop_copies
from staging.revisions import settle_touched
from staging.store import Store

_KEY_SCHEMA = {"agency": pl.String, "record_id": pl.String}


def retract_record(
    store: Store, record_key: str, *, withdrawn_at: datetime, reason: str | None = None
) -> int:
    """Withdraw one record, as `retract_records` does.

    Returns:
        The highest revision withdrawn.
    """
    return retract_records(store, [record_key], withdrawn_at=withdrawn_at, reason=reason)[0]


def retract_records(
    store: Store, record_keys: Sequence[str], *, withdrawn_at: datetime, reason: str | None = None
) -> list[int]:
    """Withdraw records: the content of all their revisions goes, the note that they were withdrawn stays.

    A revision higher than any stored now, delivered later, brings a record back. To withdraw what is
    withdrawn completes what an interrupted call left undone, and notes nothing new.

    Args:
        store: The open store.
        record_keys: `AGENCY/RECORD_ID`.
        withdrawn_at: When they are withdrawn (aware).
        reason: In words; no case data.

    Returns:
        The highest revision withdrawn of each, in the order asked for.

    Raises:
        ConfigError: When the store knows no such record; nothing is withdrawn then.
    """
    keys = [_split(each) for each in record_keys]
    highest = [_highest_revision(store, key) for key in keys]
    touched = pl.DataFrame(keys, schema=_KEY_SCHEMA)
    _touch(store, touched)
    # Before the rest: after a kill in between the records are as they were, and the call is made again.
    drop_copies(store, dropped_at=withdrawn_at, withdrawn_until=withdrawn_at)
    with store.transaction():
        withdrawn = store.query("select_withdrawn_keys").select("agency", "record_id").rows()
        for key, revision in zip(keys, highest, strict=True):
            if (key["agency"], key["record_id"]) not in set(withdrawn):
                note = {"up_to_revision": revision, "withdrawn_at": withdrawn_at, "reason": reason}
                store.run("insert_withdrawal", {**key, **note})
        _touch(store, touched)
        settle_touched(store)
        _purge_books(store, withdrawn_at)
    return highest


def sweep_withdrawn(store: Store, *, swept_at: datetime) -> int:
    """Remove what is left of withdrawn records outside the case tables; nothing where nothing is.

    Deliveries withdraw records too, and bring anew what was withdrawn. What was withdrawn since the last
    sweep is looked for in every archived copy, what was withdrawn before in those that came since.

    Args:
        store: The open store.
        swept_at: When (aware).

    Returns:
        Archived copies removed.
    """
    withdrawn = store.query("select_withdrawn_keys")
    if withdrawn.is_empty():
        return 0
    since = store.query("select_last_sweep")["swept_at"][0]
    until = withdrawn["withdrawn_at"].sort()[-1]
    with store.transaction():
        for moment, keys in sorted(withdrawn.partition_by("withdrawn_at", as_dict=True).items()):
            _touch(store, keys)
            _purge_books(store, moment[0])
    dropped = 0
    for keys, received in ((withdrawn.filter(pl.col("withdrawn_at") >= since), EVER), (withdrawn, since)):
        _touch(store, keys)
        dropped += drop_copies(store, dropped_at=swept_at, withdrawn_until=until, received_since=received)
    store.run("insert_sweep", {"swept_at": swept_at})
    return dropped


def _split(record_key: str) -> dict[str, str]:
    agency, _, record_id = record_key.partition("/")
    return {"agency": agency, "record_id": record_id}


def _highest_revision(store: Store, key: dict[str, str]) -> int:
    highest = store.query("select_highest_revision", key)["revision"][0]
    if highest is None:
        raise ConfigError(f"{key['agency']}/{key['record_id']}: the store knows no such record")
    return int(highest)


def _touch(store: Store, keys: pl.DataFrame) -> None:
    store.run("create_touched_record")
    store.insert("touched_records", keys.select("agency", "record_id"))


def _purge_books(store: Store, withdrawn_at: datetime) -> None:
    """Take the touched records' content out of quarantine, remarks and decisions."""
    store.run("purge_withdrawn_quarantine", {"withdrawn_at": withdrawn_at})
    store.run("purge_withdrawn_warnings")
    store.run("purge_withdrawn_reasons")
