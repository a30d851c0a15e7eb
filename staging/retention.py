"""Which records a retention policy says are to go."""

from __future__ import annotations

from datetime import date

from schemas.retention import RetentionPolicy, kept_since
from staging.store import Store


def list_expired(store: Store, policy: RetentionPolicy, *, as_of: date) -> list[str]:
    """Keys of current records whose incident ended before their rule's first day.

    Args:
        store: The open store.
        policy: The rules.
        as_of: The day that counts as today.

    Returns:
        `AGENCY/RECORD_ID`, sorted.
    """
    expired = []
    for agency, record_id, handling, ended in store.query("select_retention").iter_rows():
        months = policy.months_for(agency, handling)
        if months is not None and ended < kept_since(as_of, months):
            expired.append(f"{agency}/{record_id}")
    return sorted(expired)
