"""Which clusters changed, how they are told, and what is remembered of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows.service.changes import find_changes
from flows.service.events import MOST_CHANGED, tell_changes, tell_landed
from flows.service.facts import ClusterFacts, Published, read_published, save_published
from schemas.errors import TramaError

FACTS = ClusterFacts("d1", 3, 4, agencies=("MX-FGR",), countries=("MX",))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, FACTS, "born"),
        (FACTS, None, "retired"),
        (FACTS, replace(FACTS, digest="d2"), "updated"),
        (FACTS, replace(FACTS, person_count=4), "grown"),
        (FACTS, replace(FACTS, person_count=2), "shrunk"),
        (FACTS, replace(FACTS, merges=1, person_count=9), "merged"),
        (FACTS, replace(FACTS, splits=1, person_count=2), "split"),
    ],
)
def test_a_change_is_named(before: ClusterFacts | None, after: ClusterFacts | None, kind: str) -> None:
    (change,) = find_changes({"C-A": before} if before else {}, {"C-A": after} if after else {})
    assert change.kind == kind


def test_what_is_the_same_is_no_change() -> None:
    assert find_changes({"C-A": FACTS}, {"C-A": FACTS}) == []


def test_the_same_change_is_the_same_event_and_another_one_is_not() -> None:
    once = tell_changes(find_changes({}, {"C-A": FACTS}))[0]
    again = tell_changes(find_changes({}, {"C-A": FACTS}))[0]
    other = tell_changes(find_changes({"C-A": FACTS}, {"C-A": replace(FACTS, digest="d2")}))[0]
    assert once.event_id() == again.event_id() != other.event_id()


def test_a_landed_delivery_is_told_by_content_not_by_name() -> None:
    one = tell_landed("MX-FGR", "MX-FGR/a.ndjson", "ab" * 32)
    copy = tell_landed("MX-FGR", "MX-FGR/b.ndjson", "ab" * 32)
    others = tell_landed("US-HSI", "US-HSI/a.ndjson", "ab" * 32)
    assert one.event_id() == copy.event_id() != others.event_id()


def test_a_wholly_new_network_is_not_told_cluster_by_cluster() -> None:
    changes = find_changes({}, {f"C-{number:03}": FACTS for number in range(MOST_CHANGED + 20)})
    told = tell_changes(changes)
    assert len(told) == MOST_CHANGED
    assert told[0].payload["changed_in_this_update"] == MOST_CHANGED + 20


def test_what_was_published_is_read_as_it_was_saved(tmp_path: Path) -> None:
    published = Published("basis", {"C-A": FACTS})
    save_published(tmp_path / "p.json", published)
    assert read_published(tmp_path / "p.json") == published
    assert read_published(tmp_path / "none.json") is None


@pytest.mark.parametrize("content", ["", "{", '{"basis": null, "clusters": {"C-A": {"size": 3}}}', "[]"])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "p.json").write_text(content, encoding="utf-8")
    with pytest.raises(TramaError, match="delete it"):
        read_published(tmp_path / "p.json")
