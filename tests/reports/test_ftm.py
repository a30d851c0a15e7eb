"""FollowTheMoney lines: references resolve, nobody protected, no topics, the same bytes each time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reports.formats.ftm import write_ftm
from schemas.errors import TramaError
from tests.reports.network_factory import make_hostile, make_world, view_of

ENDS = {"caller", "receiver", "payer", "beneficiary", "person", "associate", "subject", "object"}


@pytest.mark.parametrize("is_hostile", [False, True])
def test_every_reference_resolves_and_the_bytes_are_the_same(is_hostile: bool, tmp_path: Path) -> None:
    world = make_hostile(make_world()) if is_hostile else make_world()
    first, second = (write_ftm(view_of(world), tmp_path / name)[0] for name in "ab")
    content = first.read_bytes()
    assert content == second.read_bytes()
    assert b"SECRETNAME" not in content
    assert b"topics" not in content
    items = [json.loads(line) for line in content.decode().splitlines()]
    known = {item["id"] for item in items}
    assert len(known) == len(items)
    for item in items:
        assert all(isinstance(each, str) for values in item["properties"].values() for each in values)
        for name in (ENDS | {"holder", "involved"}) & item["properties"].keys():
            assert set(item["properties"][name]) <= known
    assert {"Person", "Vehicle", "Address", "Event", "UnknownLink"} <= {item["schema"] for item in items}


def test_a_person_of_unknown_status_gets_no_role(tmp_path: Path) -> None:
    view = view_of(make_world())
    unknown = {n.entity_id for c in view.clusters for n in c.nodes if n.status == "unknown"}
    lines = write_ftm(view, tmp_path)[0].read_text(encoding="utf-8").splitlines()
    people = [item for item in map(json.loads, lines) if item["schema"] == "Person"]
    assert unknown
    assert not [each for each in people if each["id"] in unknown and "position" in each["properties"]]
    assert [each for each in people if "position" in each["properties"]]


def test_a_protected_person_or_a_loose_end_stops_it(tmp_path: Path) -> None:
    view = view_of(make_world())
    cluster = view.clusters[0]
    hidden = replace(cluster, nodes=(cluster.nodes[0]._replace(status="victim"), *cluster.nodes[1:]))
    loose = replace(cluster, edges=(cluster.edges[0]._replace(target_id="P-NONE"),))
    for bad in (hidden, loose):
        with pytest.raises(TramaError):
            write_ftm(replace(view, clusters=(bad,)), tmp_path)
    assert not list(tmp_path.iterdir())
