"""Which places may be on a map, and where the steps of a corridor lie."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from reports.sections.routes import group_places, locate_steps, place_rows

RECORD = {"agency": "MX-INM", "record_id": "1"}
KEY = "MX-INM/1"


def _places(status: str | None, *rows: dict[str, Any]) -> list[str]:
    """Labels of the places shown of one cluster, whose person 1 has the status."""
    tables = {
        "places": pl.DataFrame([{**RECORD, "place_no": no, **row} for no, row in enumerate(rows, start=1)])
    }
    entities = [row.pop("entity_id", f"L-{no}") for no, row in enumerate(map(dict, rows), start=1)]
    member = {"cluster_id": "C-1", "kind": "place"}
    members = pl.DataFrame([{**member, "entity_id": each, "label": each} for each in sorted(set(entities))])
    occurrences = pl.DataFrame(
        [
            {"entity_id": each, "record_key": KEY, "table": "places", "row_no": no}
            for no, each in enumerate(entities, start=1)
        ]
    )
    mentions = pl.DataFrame([{**RECORD, "person_no": 1, "entity_status": status}])
    numbered = pl.DataFrame([{"cluster_id": "C-1", "record_key": KEY, "number": 1}])
    found = group_places(place_rows(tables, members, occurrences, mentions), numbered)
    return [place.label for place in found.get("C-1", ())]


def test_a_safe_house_of_the_case_is_shown() -> None:
    assert _places("facilitator", {"kind": "safe_house", "person_no": None}) == ["L-1"]


@pytest.mark.parametrize("status", ["smuggled_migrant", "witness", "victim", "both"])
def test_nothing_is_shown_by_a_row_that_is_a_protected_person_s(status: str) -> None:
    assert _places(status, {"kind": "safe_house", "person_no": 1}) == []
    assert _places(status, {"kind": "residence", "person_no": 1}) == []


@pytest.mark.parametrize("status", ["smuggled_migrant", "both", "unknown", None])
def test_a_residence_is_shown_only_of_a_facilitator(status: str | None) -> None:
    assert _places("facilitator", {"kind": "residence", "person_no": 1}) == ["L-1"]
    assert _places(status, {"kind": "residence", "person_no": 1}) == []
    assert _places("facilitator", {"kind": "residence", "person_no": None}) == []


def test_a_place_that_is_somebody_else_s_home_in_any_record_is_not_shown() -> None:
    rows = (
        {"entity_id": "L-1", "kind": "safe_house", "person_no": None},
        {"entity_id": "L-1", "kind": "residence", "person_no": 1},
    )
    assert _places("smuggled_migrant", *rows) == []
    assert _places("facilitator", *rows) == ["L-1"]


def test_a_step_has_the_middle_of_its_coordinates_its_modes_and_distinct_origins() -> None:
    ends = {"from_country": "GT", "to_country": "MX", "from_place": None, "to_place": "Tapachula"}
    legs = [
        {"agency": "A", "record_id": str(number), **ends, "mode": mode, "from_lat": lat, "from_lon": -92.0}
        for number, (mode, lat) in enumerate([("road", 14.0), ("foot", 15.0), ("road", 14.5)])
    ]
    corridors = pl.DataFrame([{"cluster_id": "C-1", "step": 1, **ends, "record_count": 3}])
    records = {"record_key": ["A/0", "A/1", "A/2"], "number": [1, 2, 3]}
    in_cluster = pl.DataFrame({"cluster_id": ["C-1"] * 3, **records})
    origins = {"A/0": ("A/0", False), "A/1": ("A/0", False), "A/2": ("A/2", False)}
    typed = corridors.with_columns(pl.col("from_place").cast(pl.String))
    step = locate_steps(typed, {"legs": pl.DataFrame(legs)}, in_cluster, origins).row(0, named=True)
    assert (step["from_lat"], step["from_lon"], step["to_lat"]) == (14.5, -92.0, None)
    assert step["modes"] == ["foot", "road"]
    assert (step["origin_count"], step["records"]) == (2, "1,2,3")
