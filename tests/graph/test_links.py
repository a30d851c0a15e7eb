"""From records to links: directions, stages, weights, handling, and who may be an end of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from graph.network import Network

Build = Callable[..., Network]
World = Any
"""The `World` of conftest, which test modules cannot import."""


def kinds(network: Network) -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in network.links.iter_rows(named=True)}


def test_three_reports_of_one_origin_weigh_as_one(empty_world: World, build: Build) -> None:
    for number, origin in enumerate([None, "MX-ABC/R000000", "MX-ABC/R000001"]):
        key = empty_world.add_case(number, origin_ref=origin)
        for person in ("ANA", "LUZ"):
            empty_world.add_person(key, person)
    link = kinds(build(empty_world))["named_with"]
    assert (link["record_count"], link["origin_count"]) == (3, 1)
    empty_world.rows["cases"][2]["origin_ref"] = None
    stronger = kinds(build(empty_world))["named_with"]
    assert stronger["origin_count"] == 2
    assert stronger["weight"] == pytest.approx(2 * link["weight"])


def test_circular_reporting_is_flagged(empty_world: World, build: Build) -> None:
    for number, origin in enumerate(["MX-ABC/R000001", "MX-ABC/R000000"]):
        key = empty_world.add_case(number, origin_ref=origin)
        for person in ("ANA", "LUZ"):
            empty_world.add_person(key, person)
    link = kinds(build(empty_world))["named_with"]
    assert link["is_circular"]
    assert link["origin_count"] == 1


def test_a_worse_grade_weighs_less_and_schemes_are_not_mixed(empty_world: World, build: Build) -> None:
    grades = [("admiralty", "A", "1"), ("admiralty", "E", "5"), ("4x4", "A", "1"), ("3x5x2", "1", "A")]
    for number, (scheme, source, info) in enumerate(grades):
        key = empty_world.add_case(number, grading_scheme=scheme, source_grade=source, info_grade=info)
        for person in (f"ANA{number}", f"LUZ{number}"):
            empty_world.add_person(key, person)
    weights = build(empty_world).links.sort("source_id")["weight"].to_list()
    assert weights == [1.0, pytest.approx(0.1), 1.0, 1.0]


def test_a_link_carries_the_strictest_handling_and_its_dates(empty_world: World, build: Build) -> None:
    for number, code in enumerate(["GREEN", "AMBER+STRICT", "AMBER"]):
        key = empty_world.add_case(number, handling=code)
        for person in ("ANA", "LUZ"):
            empty_world.add_person(key, person)
    network = build(empty_world)
    link = kinds(network)["named_with"]
    assert link["handling"] == "AMBER+STRICT"
    assert (link["first_seen"], link["last_seen"]) == (date(2023, 1, 1), date(2023, 1, 3))
    assert set(network.cluster_summary["handling"]) == {"AMBER+STRICT"}


def test_a_cluster_is_marked_by_records_that_name_only_its_assets_too(
    empty_world: World, build: Build
) -> None:
    for number in range(2):
        key = empty_world.add_case(number, handling="GREEN")
        for place, person in enumerate(("ANA", "LUZ"), start=1):
            empty_world.add_person(key, person)
            phone = f"+52 55 1234 567{place}"
            empty_world.add("identifiers", key, kind="phone", value=phone, person_no=place)
    calls_only = empty_world.add_case(5, handling="RED")
    empty_world.add("calls", calls_only, caller="+52 55 1234 5671", callee="55 1234 5672")
    network = build(empty_world)
    assert network.cluster_summary["handling"].to_list() == ["RED"]
    assert network.cluster_summary["record_count"].to_list() == [2]


def test_calls_and_payments_are_directed_and_staged(empty_world: World, build: Build) -> None:
    key = empty_world.add_case(1)
    first = empty_world.add_person(key, "ANA")
    second = empty_world.add_person(key, "LUZ")
    empty_world.add("payments", key, payer_person_no=first, payee_person_no=second, paid_at=date(2022, 5, 1))
    empty_world.add("calls", key, caller="+52 55 1234 5670", callee="55 1234 5671")
    empty_world.add(
        "places", key, kind="safe_house", address="Calle Hidalgo 12", municipality="Reynosa", person_no=1
    )
    found = kinds(build(empty_world))
    paid = found["paid"]
    assert (paid["source_id"], paid["target_id"], paid["directed"]) == ("P-ANA", "P-LUZ", True)
    assert (paid["stage"], paid["first_seen"]) == ("pay", date(2022, 5, 1))
    assert found["called"]["directed"]
    assert found["at_place"]["stage"] == "shelter"
    assert not found["named_with"]["directed"]


def test_what_only_protected_persons_hold_is_evidence_without_label_or_link(
    empty_world: World,
    build: Build,
) -> None:
    key = empty_world.add_case(1)
    empty_world.add_person(key, "ANA")
    migrant = empty_world.add_person(key, "MIGRANTE", "smuggled_migrant")
    empty_world.add("identifiers", key, person_no=migrant, kind="phone", value="+50499001122")
    other = empty_world.add_case(2)
    empty_world.add_person(other, "LUZ")
    empty_world.add("calls", other, caller="+50499001122", callee="+525512345670")
    network = build(empty_world)
    phone = network.entities.filter(pl.col("is_protected") & (pl.col("kind") == "phone"))
    assert phone.height == 1
    assert phone["label"].to_list() == [None]
    ends = set(network.links["source_id"]) | set(network.links["target_id"])
    assert phone["entity_id"][0] not in ends
    assert network.occurrences.filter(pl.col("entity_id") == phone["entity_id"][0]).height == 2


def test_ids_do_not_follow_from_values_and_name_no_value(empty_world: World, build: Build) -> None:
    key = empty_world.add_case(1)
    empty_world.add_person(key, "ANA")
    empty_world.add("identifiers", key, person_no=1, kind="phone", value="+525512345670")
    before = build(empty_world).entities.filter(pl.col("kind") == "phone")["entity_id"][0]
    empty_world.rows["identifiers"][0]["value"] = "+525512345671"
    after = build(empty_world).entities.filter(pl.col("kind") == "phone")["entity_id"][0]
    assert before == after
    assert before.startswith("T-")
    assert len(before) == 14


def test_one_house_is_one_place_however_written(empty_world: World, build: Build) -> None:
    forms = [
        {"address": "BLVD. INSURGENTES 525, COLONIA VEGA", "name": None},
        {"address": "Boulevard Insurgentes #525", "name": "Casa de huéspedes Lupita"},
        {"address": None, "name": "CASA DE HUESPEDES LUPITA"},
    ]
    for number, form in enumerate(forms):
        key = empty_world.add_case(number)
        empty_world.add_person(key, "ANA")
        empty_world.add("places", key, kind="safe_house", municipality="Reynosa", country="MX", **form)
    places = build(empty_world).entities.filter(pl.col("kind") == "place")
    assert places["record_count"].to_list() == [3]


def test_an_actor_is_shown_by_the_most_complete_then_most_frequent_name(
    empty_world: World,
    build: Build,
) -> None:
    names = [("ANA", "RUIZ", None), ("ANA", "RUIZ", None), ("Ana", "Ruiz", "Vega"), ("ANNA", "RUIZ", "VEGA")]
    for number, (given, first, second) in enumerate([*names, names[2]]):
        empty_world.add_person(empty_world.add_case(number), "ANA")
        empty_world.rows["persons"][-1] |= {"given_names": given, "surname_1": first, "surname_2": second}
    assert build(empty_world).entities["label"].to_list() == ["Ana Ruiz Vega"]
