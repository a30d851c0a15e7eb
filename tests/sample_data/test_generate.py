"""A world is the same for the same seed, holds what it should, and its truth covers every person row."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sample_data.generate import main, write_canonical
from sample_data.parameters import WorldParameters

PARAMETERS = WorldParameters(seed=11, cases=900)


def read_records(world: Path) -> list[dict[str, Any]]:
    lines = [line for path in sorted(world.rglob("*.ndjson")) for line in path.read_bytes().splitlines()]
    return [json.loads(line) for line in lines]


def read_truth(world: Path) -> list[dict[str, str]]:
    with (world / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    assert write_canonical(PARAMETERS, folder) == PARAMETERS.cases
    return folder


def test_the_same_seed_gives_the_same_bytes(world: Path, tmp_path: Path) -> None:
    main(["--seed", "11", "--cases", "900", "--out", str(tmp_path)])
    first = {path.relative_to(world): path.read_bytes() for path in world.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == again


def test_another_seed_gives_another_world(world: Path, tmp_path: Path) -> None:
    main(["--seed", "12", "--cases", "900", "--out", str(tmp_path)])
    assert (tmp_path / "truth.csv").read_bytes() != (world / "truth.csv").read_bytes()


def test_truth_has_every_person_row_of_records_not_withdrawn_once(world: Path) -> None:
    records = read_records(world)
    withdrawn = {record["record_id"] for record in records if record["retracted"]}
    rows = [
        (record["agency"], record["record_id"], str(person["person_no"]))
        for record in records
        if record["revision"] == 1 and record["record_id"] not in withdrawn
        for person in record["persons"]
    ]
    assert withdrawn
    told = Counter((row["agency"], row["record_id"], row["person_no"]) for row in read_truth(world))
    assert told == Counter(rows)


def test_the_networks_asked_for_are_made(tmp_path: Path) -> None:
    main(["--seed", "3", "--cases", "400", "--networks", "5", "--out", str(tmp_path)])
    networks = {row["true_network"] for row in read_truth(tmp_path)} - {""}
    assert len(networks) == 5


def test_protected_people_and_bystanders_have_no_network(world: Path) -> None:
    for row in read_truth(world):
        if row["true_person"][0] in "MW":
            assert row["true_network"] == ""
            assert row["is_leader"] == "0"


def test_some_facilitators_are_once_recorded_as_migrants(world: Path) -> None:
    statuses: dict[str, set[str]] = {}
    for row in read_truth(world):
        statuses.setdefault(row["true_person"], set()).add(row["status"])
    assert any({"facilitator", "smuggled_migrant"} <= said for said in statuses.values())


def test_the_world_is_about_as_dense_as_said(world: Path) -> None:
    records = [record for record in read_records(world) if record["revision"] == 1]
    persons = [person for record in records for person in record["persons"]]
    assert 2.7 < len(persons) / len(records) < 3.4
    assert sum(person["role"] is None for person in persons) > len(persons) / 2
    assert any(record["origin_ref"] for record in records)
    assert {row["is_leader"] for row in read_truth(world)} == {"0", "1"}
    assert {row["is_broker"] for row in read_truth(world)} == {"0", "1"}


def test_a_reference_to_the_origin_names_a_record_that_exists(world: Path) -> None:
    records = read_records(world)
    keys = {f"{record['agency']}/{record['record_id']}" for record in records}
    assert {record["origin_ref"] for record in records if record["origin_ref"]} <= keys
