"""Reading ahead changes how long intake takes, and nothing that is stored."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from schemas.errors import DeliveryError
from staging.ahead import reading_ahead
from staging.intake import IntakePolicy, ingest_delivery, ingest_reading, known_contents
from staging.landing import DeliveryPath
from staging.readers.limits import Limits
from staging.reading import Portion, Reading, begin_reading
from staging.receipt import Receipt
from staging.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
POLICY = IntakePolicy(Limits(chunk_records=2), round_records=2, keep_archive=False)
STORED = (
    *("cases", "persons", "identifiers", "vehicles", "places", "payments", "calls", "legs"),
    *("deliveries", "ledger", "quarantine", "row_warnings", "record_versions", "withdrawals"),
)
Put = Callable[..., DeliveryPath]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]


@pytest.fixture
def deliveries(put: Put, record: Record, ndjson: Ndjson) -> list[DeliveryPath]:
    """Good, odd and broken deliveries, in more portions than one, some of them twice."""
    good = ndjson(*(record(f"R-{number}") for number in range(5)))
    conflict = ndjson(record("R-1", municipality="Nowhere"), record("R-2"), record("R-9"))
    odd = ndjson(record("R-20", lat=0, lon=0), record("R-21", unheard_of=1), record("R-22", persons=[7, {}]))
    withdrawn = ndjson(record("R-3", revision=2, retracted=True), record("R-4", revision=2))
    return [
        put("a.ndjson", good),
        put("b.ndjson", b"\x00\x01 no JSON at all\n"),
        put("c.ndjson", conflict),
        put("d.ndjson", b""),
        put("e.ndjson", odd + b"{broken\n" + good),
        put("f.ndjson", good),
        put("g.zip", b"PK no zip"),
        put("h.ndjson.gz", gzip.compress(withdrawn, mtime=0)),
        put("i.csv", b"what,is,this\n1,2,3\n"),
    ]


def begin(delivery: DeliveryPath) -> Reading:
    return begin_reading(delivery, NOW, NOW, POLICY)


def take_ahead(store: Store, deliveries: Sequence[DeliveryPath]) -> list[Receipt]:
    with reading_ahead(deliveries, begin) as ahead:
        ahead.start(known_contents(store))
        return [ingest_reading(store, each, ahead.next_reading, policy=POLICY) for each in deliveries]


def take_in_turn(store: Store, deliveries: Sequence[DeliveryPath]) -> list[Receipt]:
    return [ingest_delivery(store, each, received_at=NOW, policy=POLICY) for each in deliveries]


def contents(store: Store) -> dict[str, pl.DataFrame]:
    """Every stored row; of revisions the order is the database's own."""
    tables = {name: store.connection.sql(f"select * from {name}").pl() for name in STORED}
    versions = tables["record_versions"].sort("agency", "record_id", "revision")
    return {**tables, "record_versions": versions}


def test_reading_ahead_stores_the_same_as_one_delivery_after_the_other(
    deliveries: list[DeliveryPath], tmp_path: Path
) -> None:
    with open_store(tmp_path / "one.duckdb") as one, open_store(tmp_path / "two.duckdb") as two:
        assert take_ahead(one, deliveries) == take_in_turn(two, deliveries)
        ahead, in_turn = contents(one), contents(two)
        assert all(ahead[name].equals(in_turn[name]) for name in STORED)
        assert in_turn["quarantine"].height > 5
        assert in_turn["record_versions"].height > 8
        assert {each.status for each in take_ahead(one, deliveries)} == {"seen"}


def test_delivery_that_is_gone_is_told_of_in_its_place(store: Store, deliveries: list[DeliveryPath]) -> None:
    deliveries[2].path.unlink()
    statuses = [each.status for each in take_ahead(store, deliveries[:5])]
    assert statuses == ["staged", "unreadable", "changing", "unreadable", "staged"]


def test_what_is_known_is_not_read_again(store: Store, deliveries: list[DeliveryPath]) -> None:
    take_in_turn(store, deliveries[:1])
    asked: list[str] = []

    def watch(delivery: DeliveryPath) -> Reading:
        reading = begin(delivery)

        def portions() -> Iterator[Portion]:
            asked.append(delivery.path.name)
            yield from reading.portions

        return Reading(delivery, NOW, reading.before, reading.sha256, None, portions())  # type: ignore[arg-type]

    with reading_ahead([deliveries[0], deliveries[2]], watch) as ahead:
        ahead.start(known_contents(store))
        for each in (deliveries[0], deliveries[2]):
            ingest_reading(store, each, ahead.next_reading, policy=POLICY)
    assert asked == ["c.ndjson"]


def test_thread_ends_with_the_block_whatever_is_left_unread(deliveries: list[DeliveryPath]) -> None:
    before = threading.active_count()
    with reading_ahead(deliveries, begin) as ahead:
        ahead.start(frozenset())
        next(ahead.next_reading().portions)
    assert threading.active_count() == before
    with reading_ahead(deliveries, begin):
        pass
    assert threading.active_count() == before


def test_rest_of_a_delivery_that_nobody_wants_is_passed_over(deliveries: list[DeliveryPath]) -> None:
    with reading_ahead([deliveries[4], deliveries[1], deliveries[0]], begin) as ahead:
        ahead.start(frozenset())
        next(ahead.next_reading().portions)
        broken = ahead.next_reading()
        assert broken.delivery == deliveries[1]
        with pytest.raises(DeliveryError, match="is not JSON"):
            list(broken.portions)
        last = ahead.next_reading()
        assert [portion.verdict.received["cases"] for portion in last.portions] == [2, 2, 1]


def test_crash_while_storing_leaves_the_delivery_out(
    store: Store, deliveries: list[DeliveryPath], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("staging.intake.store_revisions", stop)
        with pytest.raises(MemoryError):
            take_ahead(store, deliveries)
    assert all(rows.height == 0 for rows in contents(store).values())
    assert next(each.status for each in take_ahead(store, deliveries)) == "staged"
