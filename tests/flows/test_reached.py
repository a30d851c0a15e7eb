"""What a link of this process did is enough to find every cluster whose page may come out otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.steps import follow
from flows.steps.link import link_step
from flows.steps.reached import find_reached
from graph.origins import resolve_origins
from staging.cluster_digests import digest_clusters, load_sources
from staging.frame_memory import FrameMemory, RememberedFrames
from staging.kept_frames import read_generation
from staging.network_store import saved_table
from staging.store import Store
from tests.flows.any_history import Beginnings, History
from tests.histories import take_small_steps

Begin = Callable[[int], tuple[History, FrameMemory]]

STEPS = 6
CASES = 60
SEEDS = range(int(os.environ.get("REACHED_WORLDS", "2")))
"""Worlds tried; more with `REACHED_WORLDS=30`."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)


def digest_all(store: Store) -> dict[str, int]:
    found = digest_clusters(store, resolve_origins(load_sources(store)))
    return dict(found.select("cluster_id", "digest").iter_rows())


def differing(before: dict[str, int], now: dict[str, int]) -> set[str]:
    return {each for each in before.keys() | now.keys() if before.get(each) != now.get(each)}


@pytest.fixture
def begin(beginnings: Beginnings, tmp_path: Path) -> Begin:
    """Gives a world whose links are noted from its first network on."""
    return lambda seed: begin_noted(beginnings.begin(seed, tmp_path / "w", cases=CASES))


def begin_noted(history: History) -> tuple[History, FrameMemory]:
    memory = FrameMemory()
    with history.job.opened() as store:
        memory.open(store)
    return history, memory


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cluster_that_rests_on_something_else_is_reached(seed: int, begin: Begin) -> None:
    """By one link, and by that one and the next together."""
    history, memory = begin(seed)
    found = {1: 0, 2: 0}
    for _ in range(STEPS):
        with history.job.opened() as store:
            generation, before = read_generation(store), digest_all(store)
        for links in found:
            history.change()
            link_step(history.job, memory=memory)
            with history.job.opened() as store:
                moved = memory.log.since(generation)
                assert moved is not None
                saved = RememberedFrames(store, saved_table, memory)
                reached = find_reached(saved, moved, load_sources(store))
                changed = differing(before, digest_all(store))
            assert changed - reached.numbers == set()
            found[links] += len(changed)
        with history.job.opened() as store:
            memory.note_from(read_generation(store))
    assert all(found.values())


def test_nothing_is_known_after_a_link_by_somebody_else(begin: Begin) -> None:
    history, memory = begin(1)
    with history.job.opened() as store:
        generation = read_generation(store)
    history.add()
    link_step(history.job)
    history.add()
    link_step(history.job, memory=memory)
    assert memory.log.since(generation) is None


def test_where_no_rows_are_held_nothing_is_known(beginnings: Beginnings, tmp_path: Path) -> None:
    history, memory = beginnings.begin(1, tmp_path / "w", cases=CASES), FrameMemory(0)
    with history.job.opened() as store:
        memory.open(store)
        assert memory.log.since(read_generation(store)) is None


def test_what_went_and_came_again_moves_nothing(begin: Begin) -> None:
    history, memory = begin(1)
    with history.job.opened() as store:
        generation = read_generation(store)
        saved = RememberedFrames(store, saved_table, memory)
        rows = saved.whole("key_players")
        saved.remove("key_players", "cluster_id", rows["cluster_id"])
        saved.append("key_players", rows)
        moved = memory.log.since(generation)
        assert moved is not None
        assert moved.rows("net_key_players") is not None
        assert find_reached(saved, moved, load_sources(store)).numbers == frozenset()
        saved.remove("key_players", "cluster_id", rows["cluster_id"].head(1))
        moved = memory.log.since(generation)
        assert moved is not None
        assert find_reached(saved, moved, load_sources(store)).numbers == {rows["cluster_id"][0]}
