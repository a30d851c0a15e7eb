"""Deliveries for the tests of this room: one good record, and a way to break one cell of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from schemas.raw import RawTable
from schemas.validate import Validation, validate_tables

AS_OF = datetime(2026, 1, 15, 12, tzinfo=UTC)
KEY = {"agency": "MX-INM", "record_id": "R-1"}
CASE = {
    **KEY,
    "reported_at": "2025-03-02T10:00:00Z",
    "incident_start_date": "2025-03-01",
    "handling": "AMBER",
}
PERSON = {**KEY, "person_no": "1", "status": "facilitator"}
GOOD: dict[str, dict[str, str | None]] = {
    "cases": dict(CASE),
    "persons": dict(PERSON),
    "identifiers": {**KEY, "person_no": "1", "kind": "phone", "value": "+526641234567"},
    "vehicles": {**KEY, "plate": "ABC123", "person_no": "1"},
    "places": {**KEY, "kind": "hotel", "name": "Hotel Central"},
    "payments": {**KEY, "method": "cash", "payer_person_no": "1", "amount": "100"},
    "calls": {**KEY, "caller": "1", "callee": "2", "started_at": "2025-03-01T08:00:00Z"},
    "legs": {**KEY, "from_place": "Tapachula", "to_place": "Reynosa", "guide_person_no": "1"},
}


def table_of(name: str, rows: Sequence[Mapping[str, Any]], *, nested: bool = False) -> RawTable:
    """A raw table of rows; `row_no` and `parent_row` may be given in the rows."""
    columns = sorted({column for row in rows for column in row} - {"row_no", "parent_row"})
    frame = pl.DataFrame(
        {
            **{column: pl.Series([row.get(column) for row in rows], dtype=pl.String) for column in columns},
            "row_no": pl.Series([row.get("row_no", n) for n, row in enumerate(rows, 1)], dtype=pl.Int64),
            "parent_row": pl.Series([row.get("parent_row") for row in rows], dtype=pl.Int64),
            "raw": pl.Series([json.dumps(dict(row)) for row in rows], dtype=pl.String),
        }
    )
    return RawTable(name, f"{name}.csv", frame)


def validate_rows(tables: Mapping[str, Sequence[Mapping[str, Any]]], **settings: Any) -> Validation:  # noqa: ANN401
    """Validate a delivery of MX-INM given as rows."""
    raw = {name: table_of(name, rows) for name, rows in tables.items()}
    arguments = {"deliverer": "MX-INM", "delivers_for": frozenset(), "as_of": AS_OF, **settings}
    return validate_tables(raw, **arguments)


def validate_changed(table: str, **cells: str | None) -> Validation:
    """Validate the good record with some cells of one table changed."""
    rows = {name: [dict(row)] for name, row in GOOD.items()}
    rows[table][0].update(cells)
    return validate_rows(rows)


def checks_of(validation: Validation, table: str) -> set[tuple[str, str]]:
    """Column and check of every failure of a table."""
    failures = validation.failures.filter(pl.col("table") == table)
    return set(failures.select("column", "check").iter_rows())


def warnings_of(validation: Validation, table: str) -> set[tuple[str, str]]:
    """Column and check of every warning of a table."""
    warnings = validation.warnings.filter(pl.col("table") == table)
    return set(warnings.select("column", "check").iter_rows())
