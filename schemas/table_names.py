"""The contract's table names, and the column that numbers each table's rows within a record."""

from __future__ import annotations

TABLE_NAMES: tuple[str, ...] = (
    "cases",
    "persons",
    "identifiers",
    "vehicles",
    "places",
    "payments",
    "calls",
    "legs",
)
CHILD_TABLES: tuple[str, ...] = TABLE_NAMES[1:]

NUMBER_COLUMN: dict[str, str] = {
    "persons": "person_no",
    "identifiers": "identifier_no",
    "vehicles": "vehicle_no",
    "places": "place_no",
    "payments": "payment_no",
    "calls": "call_no",
    "legs": "leg_no",
}
