"""The ways in which partners' rows are wrong, one of each kind and then by chance.

Every entry of `BREAKS` spoils a record in place and says what is lost by it: the whole record, a person
row, or nothing that the truth speaks of.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

Record = dict[str, Any]
Lost = frozenset[int]

NOTHING: Final[Lost] = frozenset()
BROKEN_SHARE: Final = 0.028


def lost_with(record: Record) -> Lost:
    """All person numbers of a record, which go with its case row."""
    return frozenset(person["person_no"] for person in record["persons"])


def _set_on_case(**cells: Any) -> Callable[[Record], Lost]:  # noqa: ANN401 - a cell may hold anything
    def spoil(record: Record) -> Lost:
        record.update(cells)
        return lost_with(record)

    return spoil


def _set_on_person(**cells: Any) -> Callable[[Record], Lost]:  # noqa: ANN401 - a cell may hold anything
    def spoil(record: Record) -> Lost:
        person = record["persons"][-1]
        person.update(cells)
        return frozenset({person["person_no"]})

    return spoil


def _add_row(table: str, **cells: Any) -> Callable[[Record], Lost]:  # noqa: ANN401 - a cell may hold anything
    def spoil(record: Record) -> Lost:
        record[table].append(dict(cells))
        return NOTHING

    return spoil


def _more_minors_than_migrants(record: Record) -> Lost:
    record["minors_count"] = (record["migrants_count"] or 0) + 3
    return lost_with(record)


def _end_before_start(record: Record) -> Lost:
    record["incident_end_date"] = f"{int(record['incident_start_date'][:4]) - 1}-06-01"
    return lost_with(record)


def _swap_year_and_day(record: Record) -> Lost:
    year, month, day = record["incident_start_date"].split("-")
    record["incident_start_date"] = f"{day}/{month}/{year}/"
    return lost_with(record)


BREAKS: Final[dict[str, Callable[[Record], Lost]]] = {
    "date in no calendar": _set_on_case(incident_start_date="31/02/2024"),
    "date half written": _swap_year_and_day,
    "date in the future": _set_on_case(incident_start_date="2093-05-14"),
    "end before start": _end_before_start,
    "null island": _set_on_case(lat=0.0, lon=0.0),
    "latitude beyond the pole": _set_on_case(lat=125.5, lon=-99.1),
    "unknown country": _set_on_case(country="XZ"),
    "unknown currency": _set_on_case(fee_amount=2500, fee_currency="PSO"),
    "no handling code": _set_on_case(handling=None),
    "unknown handling code": _set_on_case(handling="SECRETO"),
    "negative count": _set_on_case(migrants_count=-4),
    "more minors than migrants": _more_minors_than_migrants,
    "no record number": _set_on_case(record_id=None),
    "somebody else's record": _set_on_case(agency="XX-AJENO"),
    "grade of another scheme": _set_on_case(grading_scheme="4x4", source_grade="F", info_grade="6"),
    "person without status": _set_on_person(status=None),
    "born in the future": _set_on_person(birth_date="2091-01-30"),
    "born on no day": _set_on_person(birth_date="1988-13-45"),
    "identifier of nobody": _add_row("identifiers", person_no=57, kind="phone", value="+5215500000000"),
    "identifier without value": _add_row("identifiers", person_no=1, kind="passport", value=None),
    "wrong CURP digit": _add_row("identifiers", person_no=1, kind="curp", value="GOMC850101HDFRRL09"),
    "payment of a negative amount": _add_row("payments", method="cash", amount=-900, currency="USD"),
    "leg to null island": _add_row(
        "legs", leg_no=9, from_place="Puebla", from_country="MX", to_country="MX", to_lat=0.0, to_lon=0.0
    ),
    "place beyond the Earth": _add_row("places", kind="hotel", name="Hotel Sol", lat=19.4, lon=-991.3),
}


def spoil_records(rng: Random, records: list[Record], start: int = 0) -> dict[str, Lost]:
    """Spoil a share of the records in place, the kinds in turn so that each comes up.

    Args:
        rng: Source of chance.
        records: First reports of one partner.
        start: Number of the first kind, so that partners don't all begin with the same.

    Returns:
        By `agency/record_id` as it was, the person numbers that are lost with the broken rows.
    """
    kinds = list(BREAKS.values())
    lost: dict[str, Lost] = {}
    for record in records:
        if record["persons"] and rng.random() < BROKEN_SHARE:
            key = f"{record['agency']}/{record['record_id']}"
            lost[key] = kinds[(start + len(lost)) % len(kinds)](record)
    return lost
