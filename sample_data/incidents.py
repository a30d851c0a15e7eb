"""What truly happened: who did what, where, with which phones, vehicles and money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Final

from sample_data.bystanders import draw_bystanders, draw_migrants
from sample_data.geography import Spot, Town, make_spot
from sample_data.identifiers import make_clabe
from sample_data.networks import STAGES, Network, Vehicle, draw_town, make_vehicle
from sample_data.people import Person, give_phone
from sample_data.phones import Phone, make_phone
from sample_data.world import World

FEES: Final = (500, 1500, 2500, 3500, 5000, 7000, 8000, 12000, 15000, 20000)
MORE_ACTORS: Final = (0.28, 0.64, 0.88)  # chance thresholds of one, two, three actors; else four


@dataclass(slots=True)
class Incident:
    """One event, whatever agencies make of it."""

    number: int
    day: date
    town: Town
    next_town: Town
    network: Network | None
    stage: str
    actors: list[Person] = field(default_factory=list)
    others: list[tuple[Person, str]] = field(default_factory=list)
    calls: list[tuple[Phone, Phone]] = field(default_factory=list)
    payments: list[tuple[str, int]] = field(default_factory=list)
    vehicles: list[tuple[Vehicle, Person | None]] = field(default_factory=list)
    places: list[tuple[Spot, Person | None]] = field(default_factory=list)
    migrants_count: int = 0
    fee: int | None = None


def make_incidents(world: World) -> Iterator[Incident]:
    """Incidents in about the order of time, without end."""
    parameters = world.parameters
    rng = Random(f"incidents {parameters.seed}")
    step = parameters.span_days / (parameters.cases / (1 + parameters.reported_twice))
    for number in count():
        offset = min(parameters.span_days, number * step) + rng.triangular(-20, 20)
        day = parameters.first_day + timedelta(days=round(offset))
        if rng.random() < parameters.network_share:
            incident = _network_incident(rng, world, number, day)
        else:
            incident = _freelance_incident(rng, world, number, day)
        _add_facts(rng, world, incident)
        incident.migrants_count = 1 + int(rng.lognormvariate(1.8, 0.9))
        incident.fee = rng.choice(FEES) if rng.random() < 0.55 else None
        migrants = draw_migrants(rng, world, number, incident.migrants_count)
        for migrant, _ in migrants:
            if migrant.phones and rng.random() < parameters.migrant_call:
                incident.calls.append((migrant.phones[-1], rng.choice(incident.actors).phones[-1]))
        incident.others = migrants + draw_bystanders(rng, world, number, incident.town)
        yield incident


def _draw_actor_count(rng: Random) -> int:
    chance = rng.random()
    return 1 + sum(chance >= threshold for threshold in MORE_ACTORS)


def _network_incident(rng: Random, world: World, number: int, day: date) -> Incident:
    parameters, network = world.parameters, world.draw_network(rng)
    stage = rng.choices(list(STAGES), [share for _, share, _ in STAGES.values()])[0]
    lead = network.draw_member(rng, stage)
    town = lead.town if rng.random() < 0.6 else draw_town(rng, network.corridor, stage)
    after = (
        network.corridor[min(len(network.corridor) - 1, network.corridor.index(town) + 1)]
        if town in network.corridor
        else town
    )
    incident = Incident(number, day, town, after, network, stage, [lead])
    for _ in range(_draw_actor_count(rng) - 1):
        near = stage if rng.random() < parameters.stage_loyalty else rng.choice(list(STAGES))
        person = network.draw_member(rng, near)
        if person in incident.actors:
            person = network.draw_member(rng, near)
        incident.actors.append(person)
    _add_strangers(rng, world, incident, network)
    incident.actors = list({person.person_id: person for person in incident.actors}.values())
    return incident


def _add_strangers(rng: Random, world: World, incident: Incident, network: Network) -> None:
    parameters = world.parameters
    if rng.random() < parameters.leader_present:
        # A leader meets one of the others, not the whole crew.
        incident.actors[1:] = [rng.choice(network.leaders)]
    if network.brokers and rng.random() < parameters.broker_present:
        incident.actors.append(rng.choice(network.brokers))
    if rng.random() < parameters.outsider_share:
        incident.actors.append(rng.choice(world.freelances))
    if rng.random() < parameters.second_network_share:
        incident.actors.append(world.draw_network(rng).draw_member(rng, incident.stage))


def _freelance_incident(rng: Random, world: World, number: int, day: date) -> Incident:
    lead = rng.choice(world.freelances)
    incident = Incident(
        number, day, lead.town, rng.choice(world.corridor_towns), None, lead.stage or "move", [lead]
    )
    if rng.random() < 0.25:
        incident.actors.append(world.partner_of(lead))
    return incident


def _add_facts(rng: Random, world: World, incident: Incident) -> None:
    parameters = world.parameters
    for actor in incident.actors:
        if not actor.is_leader and rng.random() < parameters.burner_change:
            give_phone(rng, actor)
    if rng.random() < parameters.call_share:
        for _ in range(1 + (rng.random() < 0.4)):
            incident.calls.append(_draw_call(rng, world, incident))
    if rng.random() < parameters.payment_share:
        incident.payments.append((_draw_account(rng, world, incident), rng.choice(FEES[:5])))
    if incident.stage in ("move", "cross", "recruit") and rng.random() < parameters.vehicle_share * 1.6:
        own = incident.network.vehicles if incident.network and rng.random() < 0.6 else []
        vehicle = rng.choice(own) if own else make_vehicle(rng, incident.town.country)
        incident.vehicles.append((vehicle, rng.choice(incident.actors)))
    incident.places.extend(_draw_places(rng, world, incident))


def _draw_call(rng: Random, world: World, incident: Incident) -> tuple[Phone, Phone]:
    """A call of an actor: up to the leader, to a colleague, to a hub, or to a number nobody knows."""
    parameters, network = world.parameters, incident.network
    caller = rng.choice(incident.actors).phones[-1]
    chance = rng.random()
    if chance < parameters.hub_call:
        return caller, rng.choice(world.hub_phones)
    if chance < parameters.hub_call + parameters.stray_call or network is None:
        town = rng.choice(world.corridor_towns)
        return caller, make_phone(rng, town.country, town.area_code)
    if rng.random() < parameters.other_network_call:
        network = world.draw_network(rng)
    elif rng.random() < parameters.call_to_leader:
        return caller, rng.choice(network.leaders).phones[-1]
    if network.brokers and rng.random() < 0.05:
        return caller, rng.choice(network.brokers).phones[-1]
    callee = network.draw_member(rng, rng.choice(list(STAGES))).phones[-1]
    return (caller, callee) if callee != caller else (caller, rng.choice(network.leaders).phones[-1])


def _draw_account(rng: Random, world: World, incident: Incident) -> str:
    parameters, network = world.parameters, incident.network
    chance = rng.random()
    if chance < parameters.hub_account:
        return rng.choice(world.hub_accounts)
    if network is None or chance > parameters.hub_account + parameters.own_account:
        return make_clabe(rng)
    broker_accounts = [broker.account for broker in network.brokers if broker.account]
    if broker_accounts and rng.random() < 0.15:
        return rng.choice(broker_accounts)
    return rng.choice(network.accounts)


def _draw_places(rng: Random, world: World, incident: Incident) -> list[tuple[Spot, Person | None]]:
    places: list[tuple[Spot, Person | None]] = []
    if rng.random() < world.parameters.hub_place:
        places.append((rng.choice(world.hub_places), None))
    if incident.network and incident.stage == "shelter":
        places.append((rng.choice(incident.network.houses), None))
    elif rng.random() < 0.15:
        places.append((make_spot(rng, "safe_house", incident.town), None))
    homes = [actor for actor in incident.actors if actor.home]
    if homes and rng.random() < 0.3 and homes[0].home:
        places.append((homes[0].home, homes[0]))
    return places
