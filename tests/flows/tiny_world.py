"""Eleven records from two agencies: one ring that both saw, a migrant whom it moved, and one broken row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RING_PHONE = "+528112345678"
MIGRANT = "Wilmer Antonio Zelaya"
"""A protected person's name, which may be in no file that leaves."""

_RING = (
    {"given_names": "Ramiro", "surname_1": "Treviño", "surname_2": "Garza", "birth_date": "1979-04-11"},
    {"given_names": "Yesenia", "surname_1": "Ibarra", "surname_2": "Quiñones", "birth_date": "1985-09-30"},
    {"given_names": "Abundio", "surname_1": "Cetina", "surname_2": "Pech", "birth_date": "1990-01-17"},
)


def make_record(agency: str, number: int, **changes: str) -> dict[str, Any]:
    """One case: two of the ring's three, who phone each other, and a migrant whom they moved."""
    pair = [_RING[number % 3], _RING[(number + 1) % 3]]
    persons: list[dict[str, Any]] = [
        {"person_no": place, "status": "facilitator", "role": role, **person}
        for place, role, person in zip((1, 2), ("organiser", "driver"), pair, strict=True)
    ]
    persons.append({"person_no": 3, "status": "smuggled_migrant", "full_name": MIGRANT})
    record = {
        "agency": agency,
        "record_id": f"R-{number:04}",
        "reported_at": f"2024-03-{number + 10}T08:00:00Z",
        "incident_start_date": f"2024-03-{number + 1:02}",
        "country": "MX",
        "municipality": "Reynosa",
        "handling": "GREEN",
        "persons": persons,
        "identifiers": [{"person_no": 1, "kind": "phone", "value": f"+52811234567{number % 3}"}],
        "calls": [{"caller": f"+52811234567{number % 3}", "callee": f"+52811234567{(number + 1) % 3}"}],
        "legs": [
            {"from_place": "Tapachula", "from_country": "MX", "to_place": "McAllen", "to_country": "US"}
        ],
    }
    return record | changes


def write_world(landing: Path) -> Path:
    """Nine open records, one that only its originator may see, and one with an unknown handling code."""
    mexican = [make_record("MX-FGR", number) for number in range(6)]
    mexican.append(make_record("MX-FGR", 6, handling="RED"))
    mexican.append(make_record("MX-FGR", 7, handling="PURPLE"))
    write_delivery(landing, "MX-FGR", "marzo.ndjson", mexican)
    write_delivery(landing, "US-HSI", "march.ndjson", [make_record("US-HSI", number) for number in range(3)])
    return landing


def write_delivery(landing: Path, agency: str, name: str, records: list[dict[str, Any]]) -> Path:
    """One delivery of nested records."""
    path = landing / agency / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return path
