"""The people around an incident who are nobody's suspects: migrants, witnesses, persons checked."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from sample_data.geography import Town, read_towns
from sample_data.networks import make_kin_surnames
from sample_data.people import Person, give_documents, give_phone, make_person
from sample_data.world import World

ORIGINS: Final = (
    ("Tegucigalpa", 0.22), ("Guatemala", 0.24), ("San Salvador", 0.12), ("Managua", 0.06), ("Quito", 0.07),
    ("Bogotá", 0.06), ("Port-au-Prince", 0.06), ("Ciudad de México", 0.12), ("Santo Domingo", 0.02),
)  # fmt: skip
FAR_NATIONALITIES: Final = ("IN", "NP", "VE", "CU")
# How many of the migrants a report names, and the chances that it is a family and that one has a phone.
NAMED: Final = (0.25, 0.30, 0.22, 0.14, 0.09)
FAMILY = 0.3
HAS_PHONE = 0.25
REMEMBERED = 400

Others = list[tuple[Person, str]]


def draw_migrants(rng: Random, world: World, number: int, travelling: int) -> Others:
    """The migrants that get named; a few come from an earlier incident, some are one family."""
    named = min(travelling, rng.choices(range(len(NAMED)), NAMED)[0])
    others: Others = []
    kin = make_kin_surnames(rng) if named > 1 and rng.random() < FAMILY else None
    for index in range(named):
        person = _draw_migrant(rng, world, f"M{number:07d}-{index}", kin)
        others.append((person, "victim" if rng.random() < 0.03 else "smuggled_migrant"))
    return others


def _draw_migrant(rng: Random, world: World, person_id: str, kin: tuple[str, str] | None) -> Person:
    if world.returning and rng.random() < world.parameters.returning_migrant:
        return world.returning.pop(rng.randrange(len(world.returning)))
    origin = read_towns()[rng.choices([name for name, _ in ORIGINS], [share for _, share in ORIGINS])[0]]
    nationality = rng.choice(FAR_NATIONALITIES) if rng.random() < 0.07 else origin.country
    person = make_person(rng, person_id, nationality, origin)
    person.birth += timedelta(days=rng.randrange(15 * 365))
    if kin and person.surname_2:
        person.surname_1, person.surname_2 = kin
    give_documents(rng, person)
    if rng.random() < HAS_PHONE:
        give_phone(rng, person)
    if rng.random() < world.parameters.returning_migrant:
        world.returning.append(person)
        del world.returning[:-REMEMBERED]
    return person


def draw_bystanders(rng: Random, world: World, number: int, town: Town) -> Others:
    """Witnesses, and persons checked whose part is not known."""
    if rng.random() >= world.parameters.bystander_share:
        return []
    person = make_person(rng, f"W{number:07d}", town.country, town)
    give_documents(rng, person)
    if rng.random() < HAS_PHONE:
        give_phone(rng, person)
    return [(person, "witness" if rng.random() < 0.5 else "unknown")]
