"""Withdrawing records by command, as agencies do with `retracted: true`, and sweeping up after either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from schemas.errors import ConfigError
from staging.archive_copies import EVER, drop_copies
from staging.landing import is_agency_code
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
    withdrawn = retract_records(store, [record_key], withdrawn_at=withdrawn_at, reason=reason)
    return int(withdrawn["up_to_revision"][0])


def retract_records(
    store: Store, record_keys: Sequence[str], *, withdrawn_at: datetime, reason: str | None = None
) -> pl.DataFrame:
    """Withdraw records: the content of all their revisions goes, the note that they were withdrawn stays.

    A revision higher than any stored now, delivered later, brings a record back. To withdraw what is
    withdrawn completes what an interrupted call left undone, and notes nothing new.

    Args:
        store: The open store.
        record_keys: `AGENCY/RECORD_ID`.
        withdrawn_at: When they are withdrawn (aware).
        reason: In words; no case data.

    Returns:
        `agency, record_id, up_to_revision, is_withdrawn` (it was so before), by key.

    Raises:
        ConfigError: When a key is not of that form, or the store knows no such record; nothing is withdrawn
            then.
    """
    found = _find_revisions(store, record_keys)
    touched = found.with_columns(pl.lit(withdrawn_at).alias("withdrawn_at"))
    _touch(store, touched)
    # Before the rest: after a kill in between the records are as they were, and the call is made again.
    drop_copies(store, dropped_at=withdrawn_at, withdrawn_until=withdrawn_at)
    notes = found.filter(~pl.col("is_withdrawn")).select("agency", "record_id", "up_to_revision")
    said = (pl.lit(withdrawn_at).alias("withdrawn_at"), pl.lit(reason, dtype=pl.String).alias("reason"))
    with store.transaction():
        store.insert("withdrawals", notes.with_columns(said))
        _touch(store, touched)
        settle_touched(store)
        _purge_books(store)
    return found


def _find_revisions(store: Store, record_keys: Sequence[str]) -> pl.DataFrame:
    keys = [_split_key(each) for each in record_keys]
    with store.registered(pl.DataFrame(keys, schema=_KEY_SCHEMA, orient="row").unique()):
        found = store.query("select_highest_revisions")
    known = set(found.select("agency", "record_id").iter_rows())
    for agency, record_id in keys:
        if (agency, record_id) not in known:
            raise ConfigError(_tell_unknown(store, agency, record_id))
    return found


def _split_key(record_key: str) -> tuple[str, str]:
    agency, _, record_id = record_key.partition("/")
    if not (is_agency_code(agency) and record_id):
        raise ConfigError(
            f"{record_key!r} names no record: write AGENCY/RECORD, the agency's code and the record's own "
            "number, such as MX-INM/R-1"
        )
    return agency, record_id


def _tell_unknown(store: Store, agency: str, record_id: str) -> str:
    told = f"{agency}/{record_id}: the store knows no such record"
    if store.query("select_agency_known", {"agency": agency})["is_known"][0]:
        return f"{told}; it has others of {agency}, look for its number as {agency} writes it"
    return f"{told}, and none of {agency} at all"


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
        _touch(store, withdrawn)
        _purge_books(store)
    dropped = 0
    for keys, received in ((withdrawn.filter(pl.col("withdrawn_at") >= since), EVER), (withdrawn, since)):
        _touch(store, keys)
        dropped += drop_copies(store, dropped_at=swept_at, withdrawn_until=until, received_since=received)
    store.run("insert_sweep", {"swept_at": swept_at})
    return dropped


def _touch(store: Store, keys: pl.DataFrame) -> None:
    store.run("create_touched_record")
    store.insert("touched_records", keys.select("agency", "record_id", "withdrawn_at"))


def _purge_books(store: Store) -> None:
    """Take the touched records' content out of quarantine, remarks and decisions."""
    store.run("purge_withdrawn_quarantine")
    store.run("purge_withdrawn_warnings")
    store.run("purge_withdrawn_reasons")
