"""The generated pages are fresh, and the JSON Schema accepts what validation accepts."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.json_schema import describe_record
from schemas.reference import write_reference
from schemas.tables import TABLES
from schemas.tables.spec import table_columns

DOCS = Path(__file__).parents[2] / "docs"
SMALL: dict[str, Any] = {
    "agency": "MX-INM",
    "record_id": "R-1",
    "reported_at": "2025-03-02T10:00:00Z",
    "incident_start_date": "2025-03-01",
    "handling": "AMBER+STRICT",
}
FULL: dict[str, Any] = {
    **SMALL,
    "revision": 2,
    "retracted": False,
    "country": "MX",
    "lat": 25.69,
    "lon": -100.38,
    "transport_modes": ["road"],
    "migrants_count": 45,
    "fee_currency": "USD",
    "narrative": None,
    "releasable_to": ["UNODC"],
    "origin_ref": "MX-GN/A-10",
    "source of the extra key": "kept aside",
    "persons": [
        {"person_no": 1, "status": "facilitator", "role": None, "aliases": []},
        {"status": "witness"},
    ],
    "identifiers": [{"person_no": 1, "kind": "phone", "value": "+525500000000"}],
    "vehicles": [{"plate": "WYL550N", "plate_country": "MX"}],
    "places": [{"kind": "hotel", "lat": None, "lon": None}],
    "payments": [{"method": "remittance", "amount": 1500, "currency": "USD", "paid_at": "2025-03-01"}],
    "calls": [{"caller": "1", "callee": "2", "started_at": "2025-03-01T05:30:00Z", "duration_s": 615}],
    "legs": [],
}


@pytest.mark.parametrize(
    "told",
    [
        "the record is completed; no higher `revision` is needed",
        "a conflict: it goes to quarantine",
        "withdrawn",
    ],
)
def test_the_page_says_what_becomes_of_a_number_that_is_taken(told: str) -> None:
    page = (DOCS / "record.md").read_text(encoding="utf-8")
    _, _, section = page.partition("\n## Sending a record again\n")
    assert told in section.partition("\n## ")[0]


def errors_of(record: dict[str, Any]) -> list[str]:
    return [error.json_path for error in Draft202012Validator(describe_record()).iter_errors(record)]


@pytest.mark.parametrize("name", ["record.md", "record.schema.json", "decision.schema.json"])
def test_the_generated_pages_are_fresh(name: str, tmp_path: Path) -> None:
    write_reference(tmp_path)
    stale = f"docs/{name} is stale: run python -m schemas.reference"
    assert (DOCS / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(encoding="utf-8"), stale


def test_the_json_schema_is_one() -> None:
    Draft202012Validator.check_schema(describe_record())


@pytest.mark.parametrize("record", [SMALL, FULL])
def test_records_of_the_contract_fit_the_json_schema(record: dict[str, Any]) -> None:
    assert errors_of(record) == []


@pytest.mark.parametrize(
    ("table", "column", "value", "path"),
    [
        (None, "agency", "mx", "$.agency"),
        (None, "handling", "PURPLE", "$.handling"),
        (None, "migrants_count", -1, "$.migrants_count"),
        (None, "country", "XX", "$.country"),
        (None, "releasable_to", ["x y"], "$.releasable_to"),
        ("persons", "status", "suspect", "$.persons[0].status"),
        ("identifiers", "value", None, "$.identifiers[0].value"),
        ("payments", "amount", "many", "$.payments[0].amount"),
    ],
)
def test_the_json_schema_refuses_what_validation_refuses(
    table: str | None, column: str, value: object, path: str
) -> None:
    record = copy.deepcopy(FULL)
    row = record if table is None else record[table][0]
    row[column] = value
    assert errors_of(record) == [path]


def test_every_column_is_described_in_three_languages() -> None:
    for table in TABLES:
        for spec in table_columns(table).values():
            assert all(spec.metadata["text"][language] for language in ("en", "es", "fr")), (table, spec.name)
