"""Records held back by incident month: in the ledger at once, counting only when their window is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from staging.accounts import load_ledger
from staging.audit import audit_books
from staging.backfill import finish_windows, load_backfilled, load_windows, open_window, put_back_windows
from staging.intake import ingest_delivery
from staging.landing import DeliveryPath
from staging.records import load_records, load_versions, staging_basis
from staging.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Record = Callable[..., dict[str, Any]]


@pytest.fixture
def bring(store: Store, tmp_path: Path, ndjson: Callable[..., bytes]) -> Callable[..., None]:
    """Takes a delivery in: held back by month, or live."""

    def take(name: str, *records: dict[str, Any], live: bool = False) -> None:
        path = tmp_path / "MX-INM" / f"{name}.ndjson"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(ndjson(*records))
        delivery = DeliveryPath("MX-INM", f"MX-INM/{path.name}", path)
        ingest_delivery(replace(store, holds_back=not live), delivery, received_at=NOW)

    return take


def current(store: Store) -> list[tuple[str, int]]:
    return load_records(store)["cases"].select("record_id", "revision").rows()


def counts(store: Store) -> list[tuple[str, int, int, int]]:
    return load_windows(store).select("month", "held_count", "open_count", "done_count").rows()


def check_books(store: Store) -> None:
    assert [each for each in audit_books(store) if not each.is_passed] == []


def test_a_record_counts_when_its_month_is_opened(
    store: Store, bring: Callable[..., None], record: Record
) -> None:
    bring("old", record("A", incident_start_date="2023-01-05"), record("B", incident_start_date="2023-02-05"))
    assert current(store) == []
    assert load_ledger(store).filter(table="cases")["accepted"].to_list() == [2]
    open_window(store, "2023-01", opened_at=NOW)
    assert current(store) == [("A", 1)]
    assert counts(store) == [("2023-01", 0, 1, 0), ("2023-02", 1, 0, 0)]
    check_books(store)
    finish_windows(store, finished_at=NOW)
    assert counts(store) == [("2023-01", 0, 0, 1), ("2023-02", 1, 0, 0)]
    check_books(store)


def test_a_window_put_back_leaves_no_trace_in_what_counts(
    store: Store, bring: Callable[..., None], record: Record
) -> None:
    bring("live", record("A", revision=2), live=True)
    bring("old", record("A", incident_start_date="2023-01-05"), record("A", revision=3), record("B"))
    basis, versions = staging_basis(store), load_versions(store)
    open_window(store, "2023-11", opened_at=NOW)
    assert current(store) == [("A", 3), ("B", 1)]
    put_back_windows(store, "no memory", put_back_at=NOW)
    assert staging_basis(store) == basis
    assert load_versions(store).equals(versions)
    window = load_windows(store).filter(month="2023-11")
    assert window.select("attempts", "message").rows() == [(1, "no memory")]
    open_window(store, "2023-11", opened_at=NOW)
    assert load_windows(store).filter(month="2023-11").select("attempts", "message").rows() == [(2, None)]
    check_books(store)


def test_a_live_copy_of_a_held_record_counts_at_once(
    store: Store, bring: Callable[..., None], record: Record
) -> None:
    bring("old", record("A"), record("B"))
    bring("live", record("A"), live=True)
    assert current(store) == [("A", 1)]
    assert load_backfilled(store)["record_key"].to_list() == ["MX-INM/B"]
    check_books(store)


def test_a_held_revision_that_is_older_than_the_live_one_becomes_history(
    store: Store, bring: Callable[..., None], record: Record
) -> None:
    bring("old", record("A", country="GT"))
    bring("live", record("A", revision=2), live=True)
    open_window(store, "2023-11", opened_at=NOW)
    assert current(store) == [("A", 2)]


def test_a_withdrawal_waits_for_no_window(store: Store, bring: Callable[..., None], record: Record) -> None:
    bring("live", record("A"), live=True)
    bring("old", record("B"), record("A", revision=2, retracted=True, incident_start_date="2023-12-01"))
    bring("more", record("B", revision=2, retracted=True), live=True)
    assert current(store) == []
    assert counts(store) == []
    check_books(store)


@pytest.mark.parametrize(
    "fault",
    [
        "update record_versions set state = 'current'",
        "update backfill_records set state = 'open'",
        "delete from record_versions",
    ],
)
def test_a_hold_that_does_not_hold_is_found(
    store: Store, bring: Callable[..., None], record: Record, fault: str
) -> None:
    bring("old", record("A"))
    store.connection.execute(fault)
    assert "what a backfill holds back does not count" in [
        each.name for each in audit_books(store) if not each.is_passed
    ]
