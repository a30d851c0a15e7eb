"""Three months of history of two agencies in three deliveries, with a correction, a copy and a broken row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from tests.flows.tiny_world import make_record, write_delivery

MONTHS = ("2023-01", "2023-02", "2023-03")
FIRST, LAST = MONTHS[0], MONTHS[-1]
BOOKKEEPING = ("backfill_records", "backfill_windows", "sweeps", "schema_version")
"""Tables that say how records came in, not what came in."""


def make_old(agency: str, number: int, month: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """A record of one incident month, reported a year later."""
    return make_record(agency, number) | {
        "incident_start_date": f"{month}-0{number + 1}",
        "reported_at": f"2024-{month[-2:]}-1{number}T08:00:00Z",
        **changes,
    }


def write_history(landing: Path) -> Path:
    """Every delivery has records of several months."""
    mexican = [make_old("MX-FGR", number, MONTHS[number % 3]) for number in range(6)]
    mexican.append(make_old("MX-FGR", 7, FIRST, handling="PURPLE"))
    write_delivery(landing, "MX-FGR", "2023.ndjson", mexican)
    corrected = make_old("MX-FGR", 0, LAST, revision=2)
    conflicting = make_old("MX-FGR", 1, FIRST, municipality="Tijuana")
    write_delivery(landing, "MX-FGR", "more.ndjson", [mexican[2], corrected, conflicting])
    american = [make_old("US-HSI", number, MONTHS[number % 3]) for number in range(6)]
    write_delivery(landing, "US-HSI", "2023.ndjson", american)
    return landing


def staged_rows(store: Path) -> dict[str, list[str]]:
    """Every staged row of a store, by table, and the pairs of mentions that it takes for one person."""
    same = "select * from net_pairs where judgement = 'same'"
    with duckdb.connect(str(store), read_only=True) as connection:
        tables = [row[0] for row in connection.execute("show tables").fetchall()]
        asked = {name: f"from {name}" for name in tables if not name.startswith(("net_", "kept_"))}
        asked["net_pairs"] = same if "net_pairs" in tables else "select 1"
        return {
            name: sorted(map(str, connection.execute(query).fetchall()))
            for name, query in asked.items()
            if name not in BOOKKEEPING
        }
