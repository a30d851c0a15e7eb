"""A delivery that moves under the reader's hands, and the archive."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.errors import DeliveryError
from staging import intake, reading
from staging.accounts import load_deliveries
from staging.fingerprint import archive_content, hash_content
from staging.landing import DeliveryPath
from staging.readers.result import ReadResult
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
Put = Callable[..., DeliveryPath]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]


def test_delivery_that_grows_while_it_is_read_is_left_alone(
    store: Store, put: Put, record: Record, ndjson: Ndjson, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = put("a.ndjson", ndjson(record()))
    read = reading.read_delivery

    def grow(*arguments: Any) -> Iterator[ReadResult]:  # noqa: ANN401
        yield from read(*arguments)
        with delivery.path.open("ab") as stream:
            stream.write(ndjson(record("R-2")))

    with monkeypatch.context() as patched:
        patched.setattr(reading, "read_delivery", grow)
        receipt = intake.ingest_delivery(store, delivery, received_at=NOW)
    assert receipt.status == "changing"
    assert load_deliveries(store).height == 0
    assert load_records(store)["cases"].height == 0
    assert intake.ingest_delivery(store, delivery, received_at=NOW).accepted["cases"] == 2


def test_delivery_that_is_gone_is_left_alone(store: Store, put: Put, record: Record, ndjson: Ndjson) -> None:
    delivery = put("a.ndjson", ndjson(record()))
    delivery.path.unlink()
    assert intake.ingest_delivery(store, delivery, received_at=NOW).status == "changing"


def test_seen_before_changes_nothing(
    take: Callable[..., Receipt], store: Store, record: Record, ndjson: Ndjson
) -> None:
    content = ndjson(record())
    first = take("a.ndjson", content)
    again = take("b.ndjson", content)
    assert (again.status, again.delivery_id) == ("seen", first.delivery_id)
    assert load_deliveries(store)["path"].to_list() == ["MX-INM/a.ndjson"]


def test_what_could_not_be_read_is_read_under_a_name_of_its_form(
    take: Callable[..., Receipt], store: Store, record: Record, ndjson: Ndjson
) -> None:
    packed = gzip.compress(ndjson(record()))
    assert take("a.ndjson", packed).status == "unreadable"
    assert take("a.ndjson", packed).status == "seen"
    assert take("b.ndjson", packed).status == "seen"
    right = take("a.ndjson.gz", packed)
    assert (right.status, right.accepted["cases"]) == ("staged", 1)
    assert take("a.ndjson", packed).delivery_id == right.delivery_id
    assert sorted(load_deliveries(store)["status"]) == ["staged", "unreadable"]
    assert intake.known_contents(store) == {("MX-INM", load_deliveries(store)["sha256"][0])}


def test_a_table_under_a_wrong_name_is_read_under_the_right_one(take: Callable[..., Receipt]) -> None:
    content = b"agency,record_id,reported_at,incident_start_date,handling\n"
    content += b"MX-INM,F-1,2023-12-01T20:38:00Z,2023-11-28,GREEN\n"
    assert take("report.csv", content).check == "unknown_form"
    assert take("report.csv", content).status == "seen"
    assert take("cases.csv", content).accepted["cases"] == 1


def test_what_is_known_is_what_could_be_read(take: Callable[..., Receipt], store: Store) -> None:
    take("a.ndjson", b"PK nothing")
    assert intake.known_contents(store) == frozenset()


def test_keys_with_our_own_names_are_reported_as_unknown(
    take: Callable[..., Receipt], store: Store, record: Record, ndjson: Ndjson
) -> None:
    receipt = take("a.ndjson", ndjson(record(raw="x", row_no=7)))
    assert receipt.accepted["cases"] == 1
    assert sorted(store.query("select_warnings")["column"].to_list()) == ["raw ", "row_no "]


def test_thousands_of_columns_are_refused(
    take: Callable[..., Receipt], record: Record, ndjson: Ndjson
) -> None:
    flood = {f"k{number}": number for number in range(3000)}
    assert take("a.ndjson", ndjson(record(**flood))).check == "too_many_columns"


def test_archive_never_holds_other_bytes_than_its_name_says(put: Put, record: Record, ndjson: Ndjson) -> None:
    delivery = put("a.ndjson", ndjson(record()))
    archive = delivery.path.parents[2] / "archive"
    with pytest.raises(DeliveryError, match="changed while it was copied"):
        archive_content(delivery.path, archive, "0" * 64)
    assert list(archive.iterdir()) == []
    archive_content(delivery.path, archive, hash_content(delivery.path))
    assert [path.name for path in archive.iterdir()] == [hash_content(delivery.path)]
