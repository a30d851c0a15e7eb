"""`trama link` follows what has changed, and ends where a rebuild, or a fresh store, ends."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.job import Job
from flows.steps import follow, link
from flows.steps.link import link_step
from flows.steps.verify import verify_step
from graph.upkeep import whole_clusters
from staging.frame_memory import FrameMemory
from tests.flows.any_history import Beginnings, at_once, links, persons, saved
from tests.histories import take_small_steps

HISTORIES = int(os.environ.get("LINK_HISTORIES", "2"))
"""Random histories in one run; more with `LINK_HISTORIES=50 pytest tests/flows/test_follow.py`."""

EXACT = (
    "mentions",
    "entities",
    "occurrences",
    "links",
    "link_evidence",
    "pairs",
    "linked_records",
    "linked_decisions",
)


NAMED = ("occurrences", "clusters")


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each link since was followed; small stores are followed however much has changed."""
    told: list[bool] = []

    def remember(*given: object) -> bool:
        told.append(follow.follow_changes(*given))  # type: ignore[arg-type]
        return told[-1]

    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    monkeypatch.setattr(link, "follow_changes", remember)
    return told


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_any_history_followed_is_as_rebuilt_and_as_at_once(
    seed: int, tmp_path: Path, followed: list[bool], beginnings: Beginnings
) -> None:
    history = beginnings.begin(seed, tmp_path / "course", cases=70 + seed % 5 * 15)
    followed.clear()
    memory = None if seed % 2 else FrameMemory()  # as a command, as the service
    for _ in range(4):
        history.change()
        link_step(history.job, memory=memory)
    assert followed
    assert all(followed)
    assert [each for each in verify_step(history.job, has_rebuild=True) if not each.is_passed] == []
    now = saved(history.job, EXACT)
    check_rebuilt(history.job, now, tmp_path)
    fresh = saved(at_once(history, tmp_path / "fresh"), EXACT)
    assert persons(fresh) == persons(now)
    assert links(fresh) == links(now)
    assert fresh["pairs"].equals(now["pairs"])


def check_rebuilt(job: Job, now: dict[str, pl.DataFrame], folder: Path) -> None:
    store = Path(shutil.copy(job.store, folder / "rebuilt.duckdb"))
    link_step(Job(store, job.settings), is_rebuild=True)
    rebuilt = saved(Job(store, job.settings), EXACT)
    for name, frame in now.items():
        assert frame.drop("cluster_id", strict=False).equals(
            rebuilt[name].drop("cluster_id", strict=False)
        ), name


@pytest.mark.parametrize("is_small", [True, False])
def test_new_cases_change_no_id_of_what_they_do_not_touch(
    is_small: bool,
    tmp_path: Path,
    followed: list[bool],
    beginnings: Beginnings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = beginnings.begin(77, tmp_path / "w", cases=90)
    if not is_small:  # a rule for what follows the first network
        monkeypatch.setattr(whole_clusters, "SMALL_LINKS", 0)
    followed.clear()
    for _ in range(3):
        before = saved(history.job, NAMED)
        history.add()
        link_step(history.job)
        after = saved(history.job, NAMED)
        check_entities(before["occurrences"], after["occurrences"])
        check_clusters(before["clusters"], after["clusters"])
    assert followed == [True, True, True]


def places_of(occurrences: pl.DataFrame) -> dict[str, frozenset[tuple[object, ...]]]:
    """Where each entity is written down, by id."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for entity, *place in occurrences.select(
        "entity_id", "record_key", "table", "row_no", "field"
    ).iter_rows():
        found.setdefault(entity, set()).add(tuple(place))
    return {entity: frozenset(places) for entity, places in found.items()}


def check_entities(before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Whoever is written down where it was, or there and in new places alone, has the id it had."""
    was, now = places_of(before), places_of(after)
    known = {place: entity for entity, places in was.items() for place in places}
    for entity, places in now.items():
        came_from = {known[place] for place in places if place in known}
        if len(came_from) == 1 and was[(old := came_from.pop())] <= places:
            assert entity == old
        assert entity not in was or was[entity] & places


def check_clusters(before: pl.DataFrame, after: pl.DataFrame) -> None:
    """A cluster of the same persons has the id it had, and no id goes to another one."""
    was, now = (persons_in(each) for each in (before, after))
    ids = {members: cluster for cluster, members in was.items()}
    for cluster, members in now.items():
        assert ids.get(members, cluster) == cluster
        assert cluster not in was or was[cluster] & members


def persons_in(clusters: pl.DataFrame) -> dict[str, frozenset[str]]:
    """The persons of each cluster."""
    grouped = clusters.filter(pl.col("kind") == "person").group_by("cluster_id").agg("entity_id")
    return {cluster: frozenset(members) for cluster, members in grouped.iter_rows()}
