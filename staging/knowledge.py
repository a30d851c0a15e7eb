"""What was known when: records as they stood at an earlier moment.

Two clocks are kept of every record beside that of its incident: when its agency reported it (`reported_at`),
and when it was received here (`received_at` of its delivery). They differ most for what a backfill brings.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import polars as pl

from schemas.table_names import NUMBER_COLUMN, TABLE_NAMES
from staging.store import Store


def load_learnt(store: Store, record_keys: Iterable[str]) -> pl.DataFrame:
    """When each of the records happened and became known.

    Returns:
        `record_key, incident_start_date, reported_at, received_at, is_backfilled`, by key; a record that was
        withdrawn since has no row.
    """
    asked = pl.DataFrame({"record_key": sorted(set(record_keys))}, schema={"record_key": pl.String})
    with store.registered(asked):
        return store.query("select_learnt")


def load_incident_dates(store: Store) -> pl.DataFrame:
    """When the incident of every current record began: `record_key, incident_start_date`, by key."""
    return store.query("select_incident_dates")


def load_records_known(
    store: Store, before: datetime, *, is_received: bool = False
) -> dict[str, pl.DataFrame]:
    """The records as they were known before a moment; `staging.records.load_records` gives those of today.

    Args:
        store: The open store.
        before: The moment (aware); a record known at that very moment is not included.
        is_received: Count from when a delivery was received here, rather than when its agency reported.

    Returns:
        Every contract table by name: of each record the highest revision known by then, the withdrawn ones as
        little as everything that was withdrawn since: its content is gone.
    """
    known = store.query("select_known_revisions", {"before": before, "is_received": is_received})
    with store.registered(known):
        return {
            table: store.query("select_revisions", table=table, number=NUMBER_COLUMN.get(table, "revision"))
            for table in TABLE_NAMES
        }


def decisions_known(decisions: pl.DataFrame, before: datetime) -> pl.DataFrame:
    """The decisions that held at a moment.

    Args:
        decisions: Every decision, as `staging.decisions.load_decisions(only_active=False)` gives them.
        before: The moment (aware).
    """
    moment = pl.lit(before.astimezone(UTC))
    made = decisions.filter(pl.col("decided_at").dt.convert_time_zone("UTC") < moment)
    revoked = made["revokes"].drop_nulls()
    return made.filter((pl.col("judgement") != "revoked") & ~pl.col("decision_id").is_in(revoked.implode()))
