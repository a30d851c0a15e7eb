"""Small deliveries and stores for the tests of the staging room."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from staging.intake import IntakePolicy, ingest_delivery
from staging.landing import DeliveryPath
from staging.receipt import Receipt
from staging.store import Store, open_store

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def make_record(record_id: str = "R-1", revision: int = 1, **changes: object) -> dict[str, Any]:
    """A valid nested case record of MX-INM with two persons and a phone."""
    record: dict[str, Any] = {
        "agency": "MX-INM",
        "record_id": record_id,
        "revision": revision,
        "reported_at": "2023-12-01T20:38:00Z",
        "incident_start_date": "2023-11-28",
        "country": "MX",
        "handling": "GREEN",
        "releasable_to": [],
        "persons": [
            {"person_no": 1, "status": "facilitator", "given_names": "Ana", "aliases": ["La Güera"]},
            {"person_no": 2, "status": "witness", "given_names": "Eva"},
        ],
        "identifiers": [{"person_no": 1, "kind": "phone", "value": "+528112345678"}],
    }
    return record | changes


def to_ndjson(*records: dict[str, Any]) -> bytes:
    """Records as NDJSON."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


@pytest.fixture
def record() -> Callable[..., dict[str, Any]]:
    return make_record


@pytest.fixture
def ndjson() -> Callable[..., bytes]:
    return to_ndjson


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store" / "t.duckdb", timeout_s=1) as opened:
        yield opened


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., DeliveryPath]:
    """Write one file of a delivery and say where it lies."""

    def write(name: str, content: bytes, agency: str = "MX-INM") -> DeliveryPath:
        path = tmp_path / "landing" / agency / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return DeliveryPath(agency, f"{agency}/{name}", path)

    return write


@pytest.fixture
def take(store: Store, put: Callable[..., DeliveryPath]) -> Callable[..., Receipt]:
    """Write a delivery of one file and ingest it."""

    def ingest(name: str, content: bytes, policy: IntakePolicy | None = None) -> Receipt:
        delivery = put(name, content)
        return ingest_delivery(store, delivery, received_at=NOW, policy=policy or IntakePolicy())

    return ingest
