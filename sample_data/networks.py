"""Smuggling networks: members by stage along a corridor, a leader in the background, private assets."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Final

from sample_data.geography import Spot, Town, make_spot, read_corridors
from sample_data.identifiers import make_clabe, make_plate
from sample_data.names import draw_name
from sample_data.people import Person, give_alias, give_documents, give_phone, make_person

# stage: (share of members, share of incidents, roles)
STAGES: Final[dict[str, tuple[float, float, tuple[str, ...]]]] = {
    "recruit": (0.16, 0.12, ("recruiter",)),
    "move": (0.30, 0.36, ("driver", "driver", "guide")),
    "shelter": (0.20, 0.20, ("safe_house_keeper", "safe_house_keeper", "lookout")),
    "cross": (0.18, 0.20, ("guide", "guide", "captain", "lookout", "protector")),
    "document": (0.05, 0.04, ("document_forger",)),
    "pay": (0.11, 0.08, ("payment_collector", "payment_collector", "financier")),
}
# Where along the corridor a stage works: from, to, as shares of its length.
STAGE_REACH: Final[dict[str, tuple[float, float]]] = {
    "recruit": (0.0, 0.3), "move": (0.1, 1.0), "shelter": (0.3, 0.9), "cross": (0.2, 0.9),
    "document": (0.0, 0.6), "pay": (0.0, 1.0),
}  # fmt: skip
SMALLEST, LARGEST = 8, 40
NATIONALITY_ABROAD: Final = (("MX", 0.6), ("GT", 0.15), ("HN", 0.15), ("SV", 0.1))


@dataclass(slots=True)
class Vehicle:
    """A vehicle by what a report says of it."""

    plate: str
    country: str
    make: str
    model: str
    colour: str


VEHICLES: Final = (
    ("Nissan", "Urvan"), ("Nissan", "Tsuru"), ("Ford", "Transit"), ("Chevrolet", "Suburban"),
    ("Toyota", "Hiace"), ("Kenworth", "T680"), ("Freightliner", "Cascadia"), ("Ford", "F-150"),
    ("Volkswagen", "Jetta"), ("International", "LT"), ("Dodge", "Ram"), ("Honda", "CR-V"),
)  # fmt: skip
COLOURS: Final = ("blanco", "gris", "negro", "rojo", "azul", "plata")


def make_vehicle(rng: Random, country: str) -> Vehicle:
    """A vehicle registered in a country."""
    make, model = rng.choice(VEHICLES)
    return Vehicle(make_plate(rng, country), country, make, model, rng.choice(COLOURS))


@dataclass(slots=True)
class Network:
    """One network and what only it uses."""

    network_id: str
    corridor: tuple[Town, ...]
    members: list[Person] = field(default_factory=list)
    leaders: list[Person] = field(default_factory=list)
    by_stage: dict[str, tuple[list[Person], list[float]]] = field(default_factory=dict)
    brokers: list[Person] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    houses: list[Spot] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)

    def draw_member(self, rng: Random, stage: str) -> Person:
        """A member of a stage; the first are the busiest."""
        people, weights = self.by_stage[stage]
        return people[bisect(weights, rng.random() * weights[-1])]


def draw_size(rng: Random) -> int:
    """Number of members: skewed, most networks small."""
    return min(LARGEST, SMALLEST + int(rng.lognormvariate(1.75, 0.85)))


def draw_corridor(rng: Random) -> tuple[Town, ...]:
    """The towns that a network serves: a stretch of at least five of one corridor."""
    corridors, weights = read_corridors()
    towns = rng.choices(corridors, weights)[0]
    length = rng.randint(min(5, len(towns)), len(towns))
    start = rng.randint(0, len(towns) - length)
    return towns[start : start + length]


def draw_town(rng: Random, corridor: tuple[Town, ...], stage: str) -> Town:
    """A town in the part of the corridor where the stage works."""
    low, high = STAGE_REACH[stage]
    last = len(corridor) - 1
    return corridor[rng.randint(int(low * last), max(int(low * last), int(high * last)))]


def _draw_nationality(rng: Random, town: Town) -> str:
    if rng.random() < 0.75:
        return town.country
    return rng.choices([c for c, _ in NATIONALITY_ABROAD], [w for _, w in NATIONALITY_ABROAD])[0]


def make_member(rng: Random, person_id: str, town: Town) -> Person:
    """Somebody with papers, a phone and perhaps a nickname."""
    person = make_person(rng, person_id, _draw_nationality(rng, town), town)
    give_documents(rng, person)
    give_phone(rng, person)
    if rng.random() < 0.4:
        give_alias(rng, person)
    return person


def make_network(rng: Random, number: int, family_share: float) -> Network:
    """A network with its members by stage, one leader (two in large ones) and its assets."""
    network = Network(f"N{number:05d}", draw_corridor(rng))
    size = draw_size(rng)
    stages = list(STAGES)
    shares = [STAGES[stage][0] for stage in stages]
    leader_count = 2 if size > 25 else 1
    for index in range(size):
        stage = stages[index - leader_count] if leader_count <= index < leader_count + 4 else None
        stage = stage or rng.choices(stages, shares)[0]
        person = make_member(
            rng, f"{network.network_id}-{index:02d}", draw_town(rng, network.corridor, stage)
        )
        person.network, person.stage, person.role = network.network_id, stage, rng.choice(STAGES[stage][2])
        if index < leader_count:
            person.is_leader, person.role, person.stage = True, "organiser", "organise"
            network.leaders.append(person)
        network.members.append(person)
    _make_families(rng, network, family_share)
    _sort_by_stage(network)
    _give_assets(rng, network, size)
    return network


def _make_families(rng: Random, network: Network, share: float) -> None:
    """Some members are brothers and sisters: both surnames and a house in common, phones not."""
    kin = [person for person in network.members if rng.random() < share and person.surname_2]
    for left, right in zip(kin[::2], kin[1::2], strict=False):
        right.surname_1, right.surname_2, right.town = left.surname_1, left.surname_2, left.town
        right.nationality = left.nationality
        left.home = right.home = make_spot(rng, "residence", left.town)
        right.documents = {}
        give_documents(rng, right)


def _sort_by_stage(network: Network) -> None:
    for stage in STAGES:
        people = [person for person in network.members if person.stage == stage]
        people = people or [person for person in network.members if not person.is_leader]
        network.by_stage[stage] = (
            people,
            list(accumulate(1.0 / (rank + 2.5) for rank in range(len(people)))),
        )


def _give_assets(rng: Random, network: Network, size: int) -> None:
    countries = [town.country for town in network.corridor]
    for _ in range(2 + size // 5):
        network.vehicles.append(make_vehicle(rng, rng.choice(countries)))
    for _ in range(1 + size // 8):
        town = draw_town(rng, network.corridor, "shelter")
        network.houses.append(make_spot(rng, "safe_house", town))
    for _ in range(1 + size // 12):
        network.accounts.append(make_clabe(rng))


def make_kin_surnames(rng: Random) -> tuple[str, str]:
    """Both surnames of a family."""
    return draw_name(rng, "es_surnames"), draw_name(rng, "es_surnames")
