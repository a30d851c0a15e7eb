"""The STIX bundle: references resolve, ids and bytes stay the same, nobody protected is in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reports.formats.stix import write_stix
from tests.reports.network_factory import make_hostile, make_world, view_of


@pytest.mark.parametrize("is_hostile", [False, True])
def test_every_reference_resolves_and_the_bytes_are_the_same(is_hostile: bool, tmp_path: Path) -> None:
    world = make_hostile(make_world()) if is_hostile else make_world()
    view = view_of(world)
    first, second = (write_stix(view, tmp_path / name)[0].read_bytes() for name in "ab")
    assert first == second
    assert b"SECRETNAME" not in first
    items = json.loads(first)["objects"]
    known = {item["id"] for item in items}
    assert len(known) == len(items)
    for item in items:
        many = [*item.get("object_refs", []), *item.get("object_marking_refs", [])]
        one = [item[name] for name in ("source_ref", "target_ref", "created_by_ref") if name in item]
        assert {*many, *one} <= known
        assert item["created"] <= item.get("modified", item["created"])
        assert item.get("start_time", "") < item.get("stop_time", "9")
    assert {"identity", "trama-asset", "relationship", "note"} <= {item["type"] for item in items}
