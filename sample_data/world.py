"""The whole cast: networks, brokers between them, hubs that everybody uses, and people on their own."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Final

from sample_data.geography import Spot, Town, make_spot, read_corridors
from sample_data.identifiers import make_clabe
from sample_data.networks import Network, make_member, make_network
from sample_data.parameters import WorldParameters
from sample_data.people import Person
from sample_data.phones import Phone, make_phone
from sample_data.word_lists import read_words

BROKER_ROLES: Final = ("document_forger", "financier", "corrupt_official", "document_forger")
# A freelance is seen in about this many incidents.
INCIDENTS_PER_FREELANCE: Final = 1.8
# How an incident's chance grows with the size of a network: large ones are busier, and more often seen.
ACTIVITY_EXPONENT: Final = 1.2
# How many networks a broker serves.
CUSTOMERS: Final = (2, 4)


@dataclass(slots=True)
class World:
    """Everybody and everything that more than one incident can hold."""

    parameters: WorldParameters
    networks: list[Network]
    weights: list[float]
    freelances: list[Person]
    hub_phones: list[Phone]
    hub_accounts: list[str]
    hub_places: list[Spot]
    corridor_towns: list[Town]
    returning: list[Person] = field(default_factory=list)

    def draw_network(self, rng: Random) -> Network:
        """A network, the large ones more often."""
        return self.networks[bisect(self.weights, rng.random() * self.weights[-1])]

    def partner_of(self, person: Person) -> Person:
        """The freelance whom another one works with, always the same."""
        number = int(person.person_id.removeprefix("F")) ^ 1
        return self.freelances[min(number, len(self.freelances) - 2)]


def build_world(parameters: WorldParameters) -> World:
    """The cast of a world, from its seed alone."""
    rng = Random(f"cast {parameters.seed}")
    networks = [make_network(rng, i, parameters.family_share) for i in range(parameters.network_count)]
    _add_brokers(rng, networks, parameters)
    weights = list(accumulate(len(network.members) ** ACTIVITY_EXPONENT for network in networks))
    hubs = max(3, round(parameters.cases / 1000 * parameters.hubs_per_thousand))
    towns = [town for corridor in read_corridors()[0] for town in corridor]
    return World(
        parameters,
        networks,
        weights,
        _make_freelances(rng, parameters, towns),
        [make_phone(rng, town.country, town.area_code) for town in rng.choices(towns, k=hubs)],
        [make_clabe(rng) for _ in range(hubs)],
        [spot for _ in range(hubs) for spot in _make_hub_places(rng, rng.choice(towns))],
        towns,
    )


def _add_brokers(rng: Random, networks: list[Network], parameters: WorldParameters) -> None:
    """Independents who serve several networks: forgers, hawaladars, officials."""
    for number in range(round(len(networks) * parameters.brokers_per_network)):
        customers = rng.sample(networks, min(len(networks), rng.randint(*CUSTOMERS)))
        broker = make_member(rng, f"B{number:05d}", rng.choice(customers[0].corridor))
        broker.role, broker.is_broker = rng.choice(BROKER_ROLES), True
        broker.stage = "document" if broker.role == "document_forger" else "cross"
        if broker.role == "financier":
            broker.stage, broker.account = "pay", make_clabe(rng)
        for network in customers:
            network.brokers.append(broker)


def _make_freelances(rng: Random, parameters: WorldParameters, towns: list[Town]) -> list[Person]:
    alone = parameters.cases * (1.0 - parameters.network_share)
    people = []
    for number in range(max(3, round(alone / INCIDENTS_PER_FREELANCE))):
        person = make_member(rng, f"F{number:06d}", rng.choice(towns))
        person.role, person.stage = rng.choice(
            (("driver", "move"), ("guide", "cross"), ("recruiter", "recruit"))
        )
        people.append(person)
    return people


def _make_hub_places(rng: Random, town: Town) -> list[Spot]:
    station = {"US": "Bus Station", "CA": "Gare d'autocars"}.get(town.country, "Central de Autobuses")
    hotel = make_spot(rng, "hotel", town, f"Hotel {rng.choice(read_words('hotels'))} {town.name}")
    return [make_spot(rng, "transit_hub", town, f"{station} {town.name}"), hotel]
