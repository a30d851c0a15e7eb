"""How agencies report an incident: one record or several, each with its own gaps and spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any, Final

from sample_data.incidents import Incident, make_incidents
from sample_data.narratives import tell_narrative
from sample_data.parameters import CANONICAL_AGENCIES
from sample_data.rows import report_facts, report_person
from sample_data.truth import TruthRow, truth_row
from sample_data.world import World

Record = dict[str, Any]

HANDLING: Final = (("CLEAR", 0.04), ("GREEN", 0.27), ("AMBER", 0.50), ("AMBER+STRICT", 0.14), ("RED", 0.05))
RECIPIENTS: Final = ("UNODC", "IOM", "INTERPOL", "MX-FGR", "MX-INM", "GT-PNC", "SV-FGR", "US-HSI", "CA-GRC")
GRADES: Final[dict[str, tuple[str, str]]] = {
    "admiralty": ("AABBBCCCDEF", "1122233456"),
    "4x4": ("AABBCX", "12234"),
    "5x5x5": ("ABBCDE", "122345"),
    "3x5x2": ("1123", "AABCDE"),
}
SCHEMES: Final = {"CA-GRC": "4x4", "CA-ASFC": "3x5x2", "US-CBP": "5x5x5", "SV-FGR": "4x4"}
OFFENCES: Final = (
    ("smuggling_of_migrants", 0.84), ("facilitated_stay", 0.05), ("document_fraud", 0.04),
    ("trafficking_in_persons", 0.03), ("kidnapping", 0.02), ("other", 0.02),
)  # fmt: skip
STAGE_OFFENCE: Final = {"document": "document_fraud"}
BENEFIT: Final = (("yes", 0.7), ("unknown", 0.27), ("no", 0.03))


@dataclass(frozen=True, slots=True)
class Report:
    """A record as delivered, with the truth of its person rows.

    Attributes:
        correction: Whether it is a later revision, delivered after the first.
        truth: Rows of the truth file; none for a correction.
    """

    record: Record
    truth: tuple[TruthRow, ...]
    correction: bool = False


def draw(rng: Random, table: tuple[tuple[str, float], ...]) -> str:
    """One value of a table of values and weights."""
    return rng.choices([value for value, _ in table], [weight for _, weight in table])[0]


def make_reports(
    world: World, agencies: dict[str, tuple[tuple[str, float], ...]] = CANONICAL_AGENCIES
) -> Iterator[Report]:
    """As many first reports as the world has cases, and the corrections of some of them."""
    rng = Random(f"reports {world.parameters.seed}")
    numbers: Counter[str] = Counter()
    left = world.parameters.cases
    for incident in make_incidents(world):
        earlier: Record | None = None
        for agency in _reporting_agencies(rng, world, incident, agencies):
            if left == 0:
                return
            left -= 1
            report = _make_report(rng, world, incident, _next_id(numbers, agency, incident))
            if earlier is not None and rng.random() < world.parameters.says_origin:
                report.record["origin_ref"] = f"{earlier['agency']}/{earlier['record_id']}"
            earlier = report.record
            yield from _with_correction(rng, world, report)


def _reporting_agencies(
    rng: Random, world: World, incident: Incident, agencies: dict[str, tuple[tuple[str, float], ...]]
) -> list[str]:
    local = agencies.get(incident.town.country, agencies["*"])
    first = draw(rng, local)
    if rng.random() >= world.parameters.reported_twice:
        return [first]
    abroad = agencies.get(incident.next_town.country, agencies["*"])
    others = [agency for agency, _ in (*local, *abroad, *agencies["MX"]) if agency != first]
    return [first, rng.choice(others)]


def _next_id(numbers: Counter[str], agency: str, incident: Incident) -> tuple[str, str]:
    series = f"{agency}-{incident.day.year}"
    numbers[series] += 1
    return agency, f"{series}-{numbers[series]:07d}"


def _make_report(rng: Random, world: World, incident: Incident, key: tuple[str, str]) -> Report:
    record = _report_case(rng, world, incident, key)
    everybody = [(actor, "facilitator") for actor in incident.actors] + incident.others
    told = [pair for pair in everybody if rng.random() >= world.parameters.person_left_out] or everybody[:1]
    rng.shuffle(told)
    truth = []
    numbers: dict[str, int] = {}
    for number, (person, status) in enumerate(told, start=1):
        report_person(rng, world.parameters, record, (person, number, status))
        numbers[person.person_id] = number
        truth.append(truth_row(key, number, person, record["persons"][-1]["status"]))
    report_facts(rng, world.parameters, record, (incident, numbers))
    return Report(record, tuple(truth))


def _report_case(rng: Random, world: World, incident: Incident, key: tuple[str, str]) -> Record:
    town, day = incident.town, incident.day
    reported = datetime.combine(day, time(), UTC) + timedelta(minutes=rng.randrange(600, 30 * 1440))
    scheme = SCHEMES.get(key[0], "admiralty")
    sources, infos = GRADES[scheme]
    handling = draw(rng, HANDLING)
    exact = rng.random() < 0.8
    count = incident.migrants_count
    end = (day + timedelta(days=rng.randint(1, 3))).isoformat() if rng.random() < 0.1 else None
    told = {"n": count, "town": town.name, "mode": _mode(incident)}
    modes = [_mode(incident)] if rng.random() < 0.7 else []
    return {
        "agency": key[0], "record_id": key[1], "revision": 1, "retracted": False,
        "reported_at": f"{reported:%Y-%m-%dT%H:%M:00Z}", "incident_start_date": day.isoformat(),
        "incident_end_date": end, "country": town.country, "admin1": town.admin1, "municipality": town.name,
        "lat": round(town.lat + rng.gauss(0, 0.015), 5) if exact else None,
        "lon": None, "offence": STAGE_OFFENCE.get(incident.stage) or draw(rng, OFFENCES),
        "transport_modes": modes, "migrants_count": count,
        "minors_count": rng.randint(0, count // 3) if rng.random() < 0.4 else None,
        "women_count": rng.randint(0, count // 2) if rng.random() < 0.4 else None,
        "deaths_count": 1 if rng.random() < 0.01 else None,
        "injured_count": rng.randint(1, 3) if rng.random() < 0.02 else None,
        "fee_amount": incident.fee, "fee_currency": "USD" if incident.fee else None,
        "benefit": draw(rng, BENEFIT), **tell_narrative(rng, key[0], told),
        "grading_scheme": scheme, "source_grade": rng.choice(sources), "info_grade": rng.choice(infos),
        "handling": handling, "releasable_to": _recipients(rng, key[0], handling), "origin_ref": None,
        "persons": [], "identifiers": [], "vehicles": [], "places": [], "payments": [], "calls": [],
        "legs": [],
    } | ({"lon": round(town.lon + rng.gauss(0, 0.015), 5)} if exact else {})  # fmt: skip


def _mode(incident: Incident) -> str:
    if incident.vehicles:
        return "road"
    return {"cross": "foot", "move": "road"}.get(
        incident.stage, ("road", "rail", "foot", "river")[incident.number % 4]
    )


def _recipients(rng: Random, agency: str, handling: str) -> list[str]:
    if handling == "RED" or rng.random() < 0.25:
        return []
    return [code for code in rng.sample(RECIPIENTS, rng.randint(1, 4)) if code != agency]


def _with_correction(rng: Random, world: World, report: Report) -> Iterator[Report]:
    """The report, and perhaps a second revision: a withdrawal, or the same with more known."""
    chance = rng.random()
    record = report.record
    if chance < world.parameters.retracted:
        yield Report(record, ())
        yield Report({**record, "revision": 2, "retracted": True}, (), correction=True)
        return
    yield report
    if chance < world.parameters.retracted + world.parameters.revised:
        later = datetime.fromisoformat(record["reported_at"]) + timedelta(days=rng.randint(3, 90))
        more = {"revision": 2, "reported_at": f"{later:%Y-%m-%dT%H:%M:00Z}", "benefit": "yes"}
        yield Report({**record, **more}, (), correction=True)
