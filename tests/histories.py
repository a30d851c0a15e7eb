"""Random records that lean on each other in every way a history can pull apart again, and corrections.

The worlds are those of `sample_data`; on top come chains and circles of references, cars known by plate or
VIN, houses known by name or address, telephones and accounts that many share, and persons of two statuses.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from graph import clusters, hubs
from graph.upkeep import clusters as kept_clusters
from resolution import candidates, case_values, frequencies
from resolution.upkeep import dirty, rescore
from sample_data.parameters import WorldParameters
from sample_data.reporting import make_reports
from sample_data.world import build_world

Record = dict[str, Any]

PLATES = ["ABC123A", "XYZ987B", "JKL456C", "MNO321D", None]
VINS = ["1HGCM82633A004352", "1M8GDM9AXKP042788", "5GZCZ43D13S812715", None]
HOUSES = ["Casa Azul", "Hotel Prueba", "Posada Luna", None]
ADDRESSES = ["Calle 1 Norte 5", "Avenida Sur 20", "Calle 9 Poniente 3", None]
TELEPHONES = [f"+52 962 555 {number:04}" for number in range(6)]
ACCOUNTS = ["002180700512345674", "012180015012345678", None]
STATUSES = ["facilitator", "unknown", "smuggled_migrant", "witness", "victim", "both"]

FEW_USERS, FEW_CASES = 12, 4
"""Caps on users of an asset and on cases of a value that a small world reaches."""


def take_small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the caps and frequencies of a small world move as often as those of a large one."""
    rules = tuple(
        rule._replace(most_mentions=max(4, rule.most_mentions // 60)) for rule in candidates.BLOCK_RULES
    )
    for module in (candidates, dirty, rescore):
        monkeypatch.setattr(module, "BLOCK_RULES", rules)
    for part in (case_values, rescore):
        monkeypatch.setattr(part, "MOST_CASES", FEW_CASES)
    monkeypatch.setattr(frequencies, "ASSUMED_COUNT", 20.0)
    monkeypatch.setattr(frequencies, "NATIONAL_COUNT", 5.0)
    monkeypatch.setattr(hubs, "MOST_USERS", FEW_USERS)
    for place in (clusters, kept_clusters):
        monkeypatch.setattr(place, "CAP_RARITY", round(FEW_USERS**-0.5, hubs.PRECISION))


def record_key(record: Record) -> str:
    """`AGENCY/RECORD_ID`."""
    return f"{record['agency']}/{record['record_id']}"


def draw_records(seed: int, cases: int) -> list[Record]:
    """First revisions of so many records, in an order that says nothing."""
    rng = Random(f"history {seed}")
    parameters = WorldParameters(
        seed=seed, cases=cases, networks=max(2, cases // 20), reported_twice=0.3, retracted=0, revised=0,
        recorded_as_migrant=0.05, returning_migrant=0.2,
    )  # fmt: skip
    records = [each.record for each in make_reports(build_world(parameters))]
    keys = [record_key(each) for each in records]
    for record in records:
        entangle(rng, record, keys)
    rng.shuffle(records)
    return records


def entangle(rng: Random, record: Record, keys: list[str]) -> None:
    """Let a record share what others have."""
    record["origin_ref"] = rng.choice([None, None, record["origin_ref"], rng.choice(keys), "MX-FGR/NOBODY"])
    numbers = [None, *(person["person_no"] for person in record["persons"])]
    if rng.random() < 0.4:
        record["vehicles"].append(
            {"plate": rng.choice(PLATES), "vin": rng.choice(VINS), "person_no": rng.choice(numbers)}
        )
    if rng.random() < 0.4:
        house = {
            "name": rng.choice(HOUSES),
            "address": rng.choice(ADDRESSES),
            "person_no": rng.choice(numbers),
        }
        town = {"kind": "safe_house", "municipality": "Tapachula", "admin1": "Chiapas", "country": "MX"}
        record["places"].append(house | town)
    if rng.random() < 0.3:
        record["calls"].append({"caller": rng.choice(TELEPHONES), "callee": rng.choice(TELEPHONES)})
    if rng.random() < 0.3:
        phone = {"kind": "phone", "value": rng.choice(TELEPHONES), "person_no": rng.choice(numbers)}
        record["identifiers"].append(phone)
    if rng.random() < 0.3:
        sides = {f"{side}_account": rng.choice(ACCOUNTS) for side in ("payer", "payee")}
        sides |= {f"{side}_person_no": rng.choice(numbers) for side in ("payer", "payee")}
        record["payments"].append({"method": "bank", **sides})
    if rng.random() < 0.2 and record["persons"]:
        rng.choice(record["persons"])["status"] = rng.choice(STATUSES)


def revise(rng: Random, record: Record, others: list[Record]) -> Record:
    """A later revision: somebody left out, somebody of another record named, or the rows said otherwise."""
    later: Record = json.loads(json.dumps(record)) | {"revision": record["revision"] + 1, "retracted": False}
    if later["persons"] and rng.random() < 0.3:
        _leave_out(later, later["persons"].pop(rng.randrange(len(later["persons"])))["person_no"])
    if rng.random() < 0.3:
        _name_another(rng, later, rng.choice(others))
    for table in ("vehicles", "places", "calls", "payments", "identifiers"):
        if later[table] and rng.random() < 0.3:
            later[table].pop(rng.randrange(len(later[table])))
    entangle(rng, later, [record_key(each) for each in others])
    later["reported_at"] = f"2024-{rng.randint(1, 9):02}-11T08:00:00Z"
    return later


def _leave_out(record: Record, number: int) -> None:
    for table in ("identifiers", "vehicles", "places", "payments", "legs"):
        for row in record[table]:
            row.update({name: None for name, value in row.items() if "person_no" in name and value == number})


def _name_another(rng: Random, record: Record, other: Record) -> None:
    if other["persons"]:
        number = max([0, *(person["person_no"] for person in record["persons"])]) + 1
        record["persons"].append(dict(rng.choice(other["persons"])) | {"person_no": number})


def withdraw(record: Record) -> Record:
    """A later revision that withdraws the record."""
    return record | {"revision": record["revision"] + 1, "retracted": True}
