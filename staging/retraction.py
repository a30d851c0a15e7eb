"""Withdrawing a record by command, as its agency does with `retracted: true`."""

from __future__ import annotations

from datetime import datetime

from schemas.errors import ConfigError
from staging.revisions import settle_touched
from staging.store import Store


def retract_record(
    store: Store, record_key: str, *, withdrawn_at: datetime, reason: str | None = None
) -> int:
    """Withdraw a record: the content of all its revisions goes, the note that it was withdrawn stays.

    A revision higher than any stored now, delivered later, brings the record back.

    Args:
        store: The open store.
        record_key: `AGENCY/RECORD_ID`.
        withdrawn_at: When it is withdrawn (aware).
        reason: In words; no case data.

    Returns:
        The highest revision withdrawn.

    Raises:
        ConfigError: When the store knows no such record.
    """
    agency, _, record_id = record_key.partition("/")
    key = {"agency": agency, "record_id": record_id}
    highest = store.query("select_highest_revision", key)["revision"][0]
    if highest is None:
        raise ConfigError(f"{record_key}: the store knows no such record")
    withdrawal = {"up_to_revision": highest, "withdrawn_at": withdrawn_at, "reason": reason}
    with store.transaction():
        store.run("insert_withdrawal", {**key, **withdrawal})
        store.run("create_touched_record")
        store.run("insert_touched_record", key)
        settle_touched(store)
    return int(highest)
