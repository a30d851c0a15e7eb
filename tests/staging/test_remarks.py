"""Warnings, remarks on files and incomplete records are counted where they still mean something."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from staging.intake import ingest_delivery
from staging.landing import DeliveryPath
from staging.records import load_records
from staging.remarks import (
    Remarks,
    count_current_remarks,
    count_remarks,
    load_incomplete,
    load_warning_kinds,
    load_warnings_of,
    mark_cases,
)
from staging.retraction import retract_record
from staging.store import Store

Record = Callable[..., dict[str, Any]]
Put = Callable[..., DeliveryPath]

ODD = {"incident_start_date": "2023-12-20"}
"""After the day of the report: possible, but odd."""

BROKEN_ROW = {"persons": [{"person_no": 1, "status": "facilitator"}, {"person_no": 2, "status": "bandit"}]}


def _marks(store: Store) -> dict[str, tuple[bool, bool]]:
    cases = mark_cases(store, load_records(store)["cases"])
    return {key: marks for key, *marks in cases.select("record_id", "is_incomplete", "has_warning").rows()}


def test_a_delivery_is_counted_by_rows_records_and_files(
    store: Store, put: Put, record: Record, ndjson: Callable[..., bytes], now: datetime
) -> None:
    records = [record("R-1", **ODD, **BROKEN_ROW), record("R-2", **ODD, women_count=2, migrants_count=1)]
    first = ingest_delivery(store, put("a.ndjson", ndjson(*records)), received_at=now)
    second = ingest_delivery(store, put("b.ndjson", ndjson(record("R-3") | {"note": "x"})), received_at=now)
    assert count_remarks(store, [first.delivery_id]) == Remarks(3, 2, 0, 1)
    assert count_remarks(store, [second.delivery_id]) == Remarks(0, 0, 1, 0)
    assert count_remarks(store, [first.delivery_id, second.delivery_id]) == Remarks(3, 2, 1, 1)
    assert count_current_remarks(store) == Remarks(3, 2, 1, 1)
    assert count_remarks(store, []) == Remarks()
    assert load_incomplete(store).rows() == [(first.delivery_id, "MX-INM", "R-1")]
    assert load_warnings_of(store, second.delivery_id)["check"].to_list() == ["unknown_column"]
    assert [row[1:] for row in load_warning_kinds(store).sort("column").rows()] == [
        ("cases", "incident_start_date", "reported_before", False, 2),
        ("cases", "note", "unknown_column", True, 1),
        ("cases", "women_count", "count_order", False, 1),
    ]


def test_cases_are_marked_by_their_current_revision(
    store: Store, put: Put, record: Record, ndjson: Callable[..., bytes], now: datetime
) -> None:
    first = [record("R-1", **ODD), record("R-2", **BROKEN_ROW), record("R-3")]
    ingest_delivery(store, put("a.ndjson", ndjson(*first)), received_at=now)
    assert _marks(store) == {"R-1": [False, True], "R-2": [True, False], "R-3": [False, False]}
    mended = [record("R-1", 2), record("R-2", 2), record("R-3", 2, **ODD)]
    ingest_delivery(store, put("b.ndjson", ndjson(*mended)), received_at=now)
    assert _marks(store) == {"R-1": [False, False], "R-2": [False, False], "R-3": [False, True]}
    assert count_current_remarks(store) == Remarks(1, 1, 0, 0)


def test_a_mended_revision_in_the_same_delivery_carries_no_mark_of_the_one_before(
    store: Store, put: Put, record: Record, ndjson: Callable[..., bytes], now: datetime
) -> None:
    both = [record("R-1", 1, **ODD), record("R-1", 2), record("R-2", 1), record("R-2", 2, **ODD)]
    ingest_delivery(store, put("a.ndjson", ndjson(*both)), received_at=now)
    assert _marks(store) == {"R-1": [False, False], "R-2": [False, True]}


def test_what_is_withdrawn_is_counted_nowhere(
    store: Store, put: Put, record: Record, ndjson: Callable[..., bytes], now: datetime
) -> None:
    one = ingest_delivery(store, put("a.ndjson", ndjson(record("R-1", **ODD, **BROKEN_ROW))), received_at=now)
    assert count_remarks(store, [one.delivery_id]) == Remarks(1, 1, 0, 1)
    retract_record(store, "MX-INM/R-1", withdrawn_at=now)
    assert count_remarks(store, [one.delivery_id]) == Remarks()
    assert count_current_remarks(store) == Remarks()
    assert load_incomplete(store).is_empty()
