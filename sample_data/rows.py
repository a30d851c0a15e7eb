"""The rows of a record below the case: persons, identifiers, vehicles, places, payments, calls, legs."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any, Final

from sample_data.incidents import Incident
from sample_data.parameters import WorldParameters
from sample_data.people import Person
from sample_data.phones import Phone, write_international, write_national
from sample_data.role_words import ROLE_WORDS
from sample_data.spelling import spell_address, spell_birth, spell_name

Record = dict[str, Any]
LANGUAGES: Final = {"US": "en", "CA": "fr"}
CALL_NATIONAL: Final = 0.06
PLATE_GAPS: Final = ("", "", "-", " ")


def report_person(
    rng: Random, parameters: WorldParameters, record: Record, told: tuple[Person, int, str]
) -> None:
    """Add a person row and the person's identifiers; `told` is the person, their number and true status."""
    person, number, status = told
    row: Record = {"person_no": number, "status": _spell_status(rng, parameters, person, status)}
    row |= _spell_role(rng, parameters, record["agency"], person if status == "facilitator" else None)
    row |= {"given_names": None, "surname_1": None, "surname_2": None, "full_name": None}
    row |= spell_name(rng, person, parameters)
    row["sex"] = person.sex if rng.random() < 0.85 else None
    row |= {"birth_date": None, "birth_year": None} | spell_birth(rng, person.birth, parameters)
    row["nationality"] = person.nationality if rng.random() < 0.9 else None
    record["persons"].append(row)
    _report_identifiers(rng, parameters, record, (person, number))


def _spell_status(rng: Random, parameters: WorldParameters, person: Person, status: str) -> str:
    if status != "facilitator":
        return status
    chance = rng.random()
    if chance < parameters.recorded_as_migrant and not person.is_leader:
        return "smuggled_migrant"
    return "unknown" if chance < parameters.recorded_as_migrant + parameters.status_unknown else status


def _spell_role(rng: Random, parameters: WorldParameters, agency: str, person: Person | None) -> Record:
    if person is None or person.role is None or rng.random() >= parameters.role_told:
        return {"role": None, "role_raw": None}
    words = ROLE_WORDS[person.role][LANGUAGES.get(agency[:2], "es")]
    return {"role": person.role if rng.random() < 0.85 else None, "role_raw": rng.choice(words)}


def write_phone(rng: Random, phone: Phone, row: Record) -> Record:
    """An identifier row's value: international, or national with the country beside it."""
    if rng.random() < 0.8:
        return row | {"value": write_international(rng, phone), "country": None}
    return row | {"value": write_national(rng, phone), "country": phone.country}


def _report_identifiers(
    rng: Random, parameters: WorldParameters, record: Record, told: tuple[Person, int]
) -> None:
    person, number = told
    rows = record["identifiers"]
    share = parameters.leader_phone_told if person.is_leader else parameters.phone_told
    if person.phones and rng.random() < share:
        phone = person.phones[-1] if rng.random() < 0.85 else rng.choice(person.phones)
        chance = rng.random()
        owner: int | None = number
        if chance < parameters.phone_of_other:
            owner = 1
        elif chance < parameters.phone_of_other + 0.05:
            owner = None
        rows.append(write_phone(rng, phone, {"person_no": owner, "kind": "phone"}))
    for kind, share in (
        ("curp", parameters.curp_told),
        ("passport", parameters.passport_told),
        ("national_id", parameters.national_id_told),
    ):
        if kind in person.documents and rng.random() < share:
            country = person.nationality if rng.random() < 0.5 else None
            rows.append(
                {"person_no": number, "kind": kind, "value": person.documents[kind], "country": country}
            )


def report_facts(
    rng: Random, parameters: WorldParameters, record: Record, told: tuple[Incident, dict[str, int]]
) -> None:
    """Add what was found and learnt; `told` is the incident and the numbers of the persons named."""
    incident, numbers = told
    for name, facts in (
        ("vehicles", _vehicle_rows(rng, incident, numbers)),
        ("places", _place_rows(rng, incident, numbers)),
        ("payments", _payment_rows(rng, incident)),
        ("calls", _call_rows(rng, incident)),
        ("legs", _leg_rows(rng, incident, numbers)),
    ):
        record[name] = [row for row in facts if rng.random() >= parameters.fact_left_out]


def _vehicle_rows(rng: Random, incident: Incident, numbers: dict[str, int]) -> list[Record]:
    rows = []
    for vehicle, driver in incident.vehicles:
        plate, gap = vehicle.plate, rng.choice(PLATE_GAPS)
        written = gap.join((plate[:3], plate[3:6], plate[6:])) if gap and len(plate) == 7 else plate
        full = rng.random() < 0.5
        rows.append(
            {
                "plate": written, "plate_country": vehicle.country if rng.random() < 0.85 else None,
                "person_no": numbers.get(driver.person_id) if driver else None,
                "make": vehicle.make if full else None, "model": vehicle.model if full else None,
                "colour": vehicle.colour if rng.random() < 0.5 else None, "vin": None,
            }
        )  # fmt: skip
    return rows


def _place_rows(rng: Random, incident: Incident, numbers: dict[str, int]) -> list[Record]:
    rows = []
    for spot, person in incident.places:
        exact = rng.random() < 0.25
        rows.append(
            {
                "kind": spot.kind, "name": spot.name, "address": spell_address(rng, spot),
                "municipality": spot.town.name, "admin1": spot.town.admin1, "country": spot.town.country,
                "lat": round(spot.lat + rng.gauss(0, 0.0002), 5) if exact else None,
                "lon": round(spot.lon + rng.gauss(0, 0.0002), 5) if exact else None,
                "person_no": numbers.get(person.person_id) if person else None,
            }
        )  # fmt: skip
    return rows


def _payment_rows(rng: Random, incident: Incident) -> list[Record]:
    return [
        {
            "method": rng.choice(("remittance", "remittance", "bank", "informal_transfer")),
            "reference": None, "payer_account": None, "payee_account": account,
            "payer_person_no": None, "payee_person_no": None,
            "amount": amount, "currency": "USD",
            "paid_at": (incident.day - timedelta(days=rng.randint(0, 6))).isoformat(),
        }
        for account, amount in incident.payments
    ]  # fmt: skip


def _write_call_number(rng: Random, phone: Phone) -> str:
    if phone.country == "MX" and rng.random() < CALL_NATIONAL:
        return write_national(rng, phone)
    return write_international(rng, phone)


def _call_rows(rng: Random, incident: Incident) -> list[Record]:
    return [
        {
            "caller": _write_call_number(rng, caller), "callee": _write_call_number(rng, callee),
            "started_at": f"{incident.day.isoformat()}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z",
            "duration_s": int(rng.lognormvariate(4.5, 1.1)),
            "channel": rng.choice(("voice", "voice", "message", "app")),
        }
        for caller, callee in incident.calls
    ]  # fmt: skip


def _leg_rows(rng: Random, incident: Incident, numbers: dict[str, int]) -> list[Record]:
    start, end = incident.town, incident.next_town
    if start is end or rng.random() < 0.3:
        return []
    guides = [numbers[a.person_id] for a in incident.actors if a.role == "guide" and a.person_id in numbers]
    return [
        {
            "leg_no": 1, "from_place": start.name, "from_country": start.country, "from_lat": start.lat,
            "from_lon": start.lon, "to_place": end.name, "to_country": end.country, "to_lat": end.lat,
            "to_lon": end.lon, "departed_at": None, "arrived_at": None, "mode": "road",
            "guide_person_no": guides[0] if guides and rng.random() < 0.3 else None,
        }
    ]  # fmt: skip
