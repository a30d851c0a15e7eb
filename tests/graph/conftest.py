"""Small fictitious worlds as typed frames, with perfect resolution and their truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from graph.network import Network, build_network

SCHEMAS: dict[str, dict[str, Any]] = {
    "cases": {
        "agency": pl.String,
        "record_id": pl.String,
        "revision": pl.Int64,
        "reported_at": pl.Datetime("us", "UTC"),
        "incident_start_date": pl.Date,
        "incident_end_date": pl.Date,
        "country": pl.String,
        "municipality": pl.String,
        "grading_scheme": pl.String,
        "source_grade": pl.String,
        "info_grade": pl.String,
        "handling": pl.String,
        "origin_ref": pl.String,
    },
    "persons": {
        "agency": pl.String,
        "record_id": pl.String,
        "person_no": pl.Int64,
        "status": pl.String,
        "role": pl.String,
        "given_names": pl.String,
        "surname_1": pl.String,
        "surname_2": pl.String,
        "full_name": pl.String,
        "aliases": pl.List(pl.String),
    },
    "identifiers": {
        "agency": pl.String,
        "record_id": pl.String,
        "identifier_no": pl.Int64,
        "person_no": pl.Int64,
        "kind": pl.String,
        "value": pl.String,
        "country": pl.String,
        "platform": pl.String,
    },
    "vehicles": {
        "agency": pl.String,
        "record_id": pl.String,
        "vehicle_no": pl.Int64,
        "plate": pl.String,
        "plate_country": pl.String,
        "vin": pl.String,
        "person_no": pl.Int64,
    },
    "places": {
        "agency": pl.String,
        "record_id": pl.String,
        "place_no": pl.Int64,
        "kind": pl.String,
        "name": pl.String,
        "address": pl.String,
        "municipality": pl.String,
        "admin1": pl.String,
        "country": pl.String,
        "person_no": pl.Int64,
    },
    "payments": {
        "agency": pl.String,
        "record_id": pl.String,
        "payment_no": pl.Int64,
        "payer_account": pl.String,
        "payee_account": pl.String,
        "payer_person_no": pl.Int64,
        "payee_person_no": pl.Int64,
        "paid_at": pl.Date,
    },
    "calls": {
        "agency": pl.String,
        "record_id": pl.String,
        "call_no": pl.Int64,
        "caller": pl.String,
        "callee": pl.String,
        "started_at": pl.Datetime("us", "UTC"),
    },
    "legs": {
        "agency": pl.String,
        "record_id": pl.String,
        "leg_no": pl.Int64,
        "from_place": pl.String,
        "from_country": pl.String,
        "to_place": pl.String,
        "to_country": pl.String,
        "departed_at": pl.Date,
        "guide_person_no": pl.Int64,
    },
}
NUMBERS = {
    "persons": "person_no",
    "identifiers": "identifier_no",
    "vehicles": "vehicle_no",
    "places": "place_no",
    "payments": "payment_no",
    "calls": "call_no",
    "legs": "leg_no",
}


@dataclass
class World:
    """Case tables under construction, the true person of each person row, and each person's true network."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})
    person_of: list[tuple[str, str, int, str, str]] = field(default_factory=list)
    network_of: dict[str, int] = field(default_factory=dict)
    leaders: set[str] = field(default_factory=set)

    def add_case(self, number: int, **values: object) -> dict[str, Any]:
        """Start a record; rows added later with `add` belong to it when given its key."""
        day = date(2023, 1, 1) + timedelta(days=number % 700)
        case = {
            "agency": "MX-ABC",
            "record_id": f"R{number:06d}",
            "revision": 1,
            "incident_start_date": day,
            "reported_at": datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(days=3),
            "country": "MX",
            "grading_scheme": "admiralty",
            "source_grade": "B",
            "info_grade": "2",
            "handling": "GREEN",
        } | values
        self.rows["cases"].append(case)
        return {"agency": case["agency"], "record_id": case["record_id"]}

    def add(self, table: str, key: dict[str, Any], **values: object) -> int:
        """Add a row to a table of a record and return its number within the record."""
        taken = sum(row["record_id"] == key["record_id"] for row in self.rows[table][-60:])
        self.rows[table].append({**key, NUMBERS[table]: taken + 1, **values})
        return taken + 1

    def add_person(
        self, key: dict[str, Any], person: str, status: str = "facilitator", role: str | None = None
    ) -> int:
        """Add a person row of a true person."""
        names = {"given_names": person, "surname_1": "PRUEBA", "surname_2": "EJEMPLO", "aliases": []}
        number = self.add("persons", key, status=status, role=role, **names)
        self.person_of.append((key["agency"], key["record_id"], number, status, person))
        return number

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The typed case tables."""
        return {
            name: pl.DataFrame([{c: row.get(c) for c in schema} for row in self.rows[name]], schema=schema)
            for name, schema in SCHEMAS.items()
        }

    @property
    def mentions(self) -> pl.DataFrame:
        """Perfect resolution: an entity per true person."""
        names = dict.fromkeys(["agency", "record_id", "person_no", "status", "true_person"], pl.String)
        frame = pl.DataFrame(self.person_of, schema=names | {"person_no": pl.Int64}, orient="row")
        return frame.with_columns(
            pl.format("{}/{}#{}", "agency", "record_id", "person_no").alias("mention_id"),
            pl.format("P-{}", "true_person").alias("entity_id"),
        )


def make_world(seed: int = 1, cases: int = 120, networks: int = 4) -> World:
    """Build a world of networks with private assets, brokers, hubs, migrants and bystanders."""
    rng = random.Random(seed)
    world = World()
    crews = [[f"N{n}M{m}" for m in range(rng.randint(6, 14))] for n in range(networks)]
    for number, crew in enumerate(crews):
        world.network_of |= dict.fromkeys(crew, number)
        world.leaders.add(crew[0])
    phones = {name: f"+5255{20000000 + i:08d}" for i, name in enumerate(world.network_of)}
    for number in range(cases):
        network = rng.randrange(networks)
        key = world.add_case(number)
        _add_people(rng, world, key, crews[network], phones)
        _add_strangers(rng, world, key, number)
        _add_assets(rng, world, key, network)
        if rng.random() < 0.6:
            callee = crews[network][0] if rng.random() < 0.5 else rng.choice(crews[network])
            world.add("calls", key, caller=phones[rng.choice(crews[network])], callee=phones[callee])
        world.add("legs", key, from_country="GT", to_country="MX", from_place="Tecún", to_place="Tapachula")
    return world


def _add_people(
    rng: random.Random, world: World, key: dict[str, Any], crew: list[str], phones: dict[str, str]
) -> None:
    drawn = rng.sample(crew, rng.choice([1, 2, 2, 3]))
    present = {person for person in drawn if person != crew[0] or rng.random() < 0.3}
    if rng.random() < 0.12:
        present.add(f"BROKER{rng.randrange(max(1, len(set(world.network_of.values())) // 3))}")
    for person in sorted(present):
        row = world.add_person(key, person, role=rng.choice([None, None, "driver", "guide"]))
        if rng.random() < 0.5 and person in phones:
            world.add("identifiers", key, person_no=row, kind="phone", value=phones[person])


def _add_strangers(rng: random.Random, world: World, key: dict[str, Any], number: int) -> None:
    for migrant in range(rng.randint(0, 2)):
        row = world.add_person(key, f"MIGRANT{number}-{migrant}", "smuggled_migrant")
        world.add("identifiers", key, person_no=row, kind="phone", value=f"+50499{number * 4 + migrant:06d}")
    if rng.random() < 0.15:
        world.add_person(key, f"BYSTANDER{number}", "unknown")


def _add_assets(rng: random.Random, world: World, key: dict[str, Any], network: int) -> None:
    if rng.random() < 0.5:
        house = f"Calle Hidalgo {network * 10 + rng.randrange(3) + 100}"
        world.add("places", key, kind="safe_house", address=house, municipality="Reynosa")
    if rng.random() < 0.4:
        world.add("places", key, kind="transit_hub", name="Central de Autobuses", municipality="Reynosa")
    if rng.random() < 0.4:
        world.add("vehicles", key, plate=f"ABC{network:02d}{rng.randrange(4)}X")
    if rng.random() < 0.4:
        account = f"7000{network:04d}{rng.randrange(2)}" if rng.random() < 0.7 else "999900001112"
        world.add("payments", key, payee_account=account)


@pytest.fixture
def world_maker() -> Callable[..., World]:
    """Return the builder of random worlds."""
    return make_world


@pytest.fixture
def empty_world() -> World:
    """Return a world without records."""
    return World()


@dataclass(frozen=True)
class WhoIsWho:
    """A resolution that is right."""

    mentions: pl.DataFrame


@pytest.fixture
def build() -> Callable[..., Network]:
    """Return a function that builds the network of a world, by perfect resolution."""

    def build_world(world: World, **options: Any) -> Network:  # noqa: ANN401 - handed on as they are
        return build_network(world.tables, WhoIsWho(world.mentions), **options)

    return build_world
