"""Small inline worlds for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

PERSON_SCHEMA = {
    "agency": pl.String,
    "record_id": pl.String,
    "person_no": pl.Int64,
    "status": pl.String,
    "given_names": pl.String,
    "surname_1": pl.String,
    "surname_2": pl.String,
    "full_name": pl.String,
    "aliases": pl.List(pl.String),
    "sex": pl.String,
    "birth_date": pl.Date,
    "birth_year": pl.Int64,
    "nationality": pl.String,
}
IDENTIFIER_SCHEMA = {
    "agency": pl.String,
    "record_id": pl.String,
    "person_no": pl.Int64,
    "kind": pl.String,
    "value": pl.String,
    "country": pl.String,
}
CASE_SCHEMA = {
    "agency": pl.String,
    "record_id": pl.String,
    "incident_start_date": pl.Date,
    "country": pl.String,
    "admin1": pl.String,
    "municipality": pl.String,
    "origin_ref": pl.String,
}

Tables = dict[str, pl.DataFrame]


def make_tables(persons: list[dict[str, Any]]) -> Tables:
    """Case tables of persons; each may have `identifiers` (kind, value) and `case` (columns of its case)."""
    rows, identifiers, cases = [], [], {}
    for number, person in enumerate(persons, 1):
        key = {"agency": person.get("agency", "MX-A"), "record_id": person.get("record_id", f"R{number:03}")}
        key["person_no"] = person.get("person_no", 1)
        rows.append({"status": "facilitator", **person, **key})
        identifiers += [
            {**key, "kind": kind, "value": value} for kind, value in person.get("identifiers", ())
        ]
        cases[key["agency"], key["record_id"]] = {**key, **person.get("case", {})}

    def frame(data: list[dict[str, Any]], schema: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame([{name: row.get(name) for name in schema} for row in data], schema=schema)

    return {
        "cases": frame(list(cases.values()), CASE_SCHEMA),
        "persons": frame(rows, PERSON_SCHEMA),
        "identifiers": frame(identifiers, IDENTIFIER_SCHEMA),
    }


@pytest.fixture
def tables_of() -> Callable[..., Tables]:
    return lambda *persons: make_tables(list(persons))


@pytest.fixture
def rios() -> dict[str, Any]:
    return {
        "given_names": "Manuel Alejandro",
        "surname_1": "Ríos",
        "surname_2": "Chávez",
        "sex": "M",
        "birth_date": date(1965, 5, 26),
        "nationality": "MX",
    }
