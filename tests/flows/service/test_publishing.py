"""Pages of just the clusters that changed are, to the byte, those that a report of all would have written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sized
from dataclasses import replace
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import changed, steps
from flows.service.facts import save_published
from flows.service.lasting import Held
from flows.service.places import Places, choose_watch
from flows.steps import follow
from flows.steps.link import link_step
from flows.steps.part import load_part
from flows.steps.report import report_step
from flows.steps.view import load_view
from reports.html.parcels import pack_cluster
from reports.view import build_clusters
from staging.cluster_digests import load_sources
from staging.frame_memory import FrameMemory
from staging.held_records import HeldRecords
from staging.kept_frames import StoredFrames
from staging.network_store import saved_table
from tests.flows.any_history import Beginnings, History
from tests.histories import take_small_steps

Begin = Callable[..., tuple[History, Places]]

STEPS = 5
CASES = 50
SEEDS = range(int(os.environ.get("PUBLISHED_WORLDS", "2")))
"""Worlds tried; more with `PUBLISHED_WORLDS=30`."""


@pytest.fixture(autouse=True)
def only_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds change by half in a day, and are to be followed all the same."""
    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    monkeypatch.setattr(changed, "MOST_IN_PART", 1.0)


@pytest.fixture
def begin(beginnings: Beginnings, tmp_path: Path) -> Begin:
    """Gives a world of a seed, and where its pages are to be."""

    def make(seed: int, name: str = "w") -> tuple[History, Places]:
        folder = tmp_path / name
        history = beginnings.begin(seed, folder, cases=CASES)
        store = history.job.store
        return history, Places(store, folder / "landing", folder / "out", choose_watch(store))

    return make


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def publish(places: Places, job: Job, memory: FrameMemory | None = None) -> steps.Publication:
    made = steps.publish(job, places, None if memory is None else Held(memory))
    save_published(places.published, made.published)
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_history_the_published_pages_are_those_of_a_whole_report(
    seed: int, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By who remembers what it published, and by who knows nothing but the store and what it wrote."""
    history, places = begin(seed)
    others = begin(seed, "forgetful")[1]
    asked: list[int] = []
    memory = FrameMemory()
    looked = count_calls(monkeypatch, "digest_clusters")

    def count(*given: Sized) -> object:
        asked.append(len(given[3]))
        return load_part(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(changed, "load_part", count)
    kinds: dict[Path, set[str]] = {places.out: set(), others.out: set()}
    for number in range(STEPS):
        if number:
            history.change()
            link_step(history.job, memory=memory)
            shutil.copy(places.store, others.store)
        report_step(tmp_path / "whole", history.job)
        for own, held in ((places, memory), (others, None)):
            before = len(asked), len(looked)
            made = publish(own, replace(history.job, store=own.store), held)
            kinds[own.out] |= {each.kind for each in made.changes}
            assert read_tree(own.out / "reports") == read_tree(tmp_path / "whole"), number
            looks = held is None or number == 0
            assert (len(asked), len(looked)) == (before[0] + 1, before[1] + looks)
    assert all(len(each) > 2 for each in kinds.values())
    assert publish(places, history.job).written == ()
    assert publish(others, replace(history.job, store=others.store)).written == ()


def count_calls(monkeypatch: pytest.MonkeyPatch, name: str) -> list[object]:
    """One entry for each call of a function that `changed` makes."""
    calls: list[object] = []
    asked = getattr(changed, name)

    def note(*arguments: object) -> object:
        calls.append(None)
        return asked(*arguments)

    monkeypatch.setattr(changed, name, note)
    return calls


def test_once_it_is_quiet_what_the_pages_rest_on_is_noted_for_a_next_life(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places = begin(0)
    memory = FrameMemory()
    publish(places, history.job, memory)
    history.add()
    link_step(history.job, memory=memory)
    assert publish(places, history.job, memory).written
    steps.publish_tables(history.job, places)
    assert not made_anew(monkeypatch, places, history.job)
    history.add()
    link_step(history.job)
    steps.publish_tables(history.job, places)  # the pages are not of this network: nothing is noted
    assert made_anew(monkeypatch, places, history.job)


def made_anew(monkeypatch: pytest.MonkeyPatch, places: Places, job: Job) -> list[str]:
    """Ids of the clusters that a process that knows nothing makes."""
    made: list[str] = []

    def note(*given: Sized) -> object:
        made.extend(given[3])
        return load_part(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(changed, "load_part", note)
    publish(places, job)
    return made


def test_a_page_that_was_changed_by_hand_is_made_again_and_no_other(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places = begin(0)
    publish(places, history.job)
    pages = sorted((places.out / "reports" / "clusters").iterdir())
    pages[0].write_text("somebody else's", encoding="utf-8")
    pages[1].unlink()
    made = made_anew(monkeypatch, places, history.job)
    report_step(tmp_path / "whole", history.job)
    assert read_tree(places.out / "reports") == read_tree(tmp_path / "whole")
    assert sorted(made) == sorted(each.stem for each in pages[:2])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cluster_made_from_its_own_rows_is_that_of_all_rows(seed: int, begin: Begin) -> None:
    history, _ = begin(seed)
    history.change()
    link_step(history.job)
    view = load_view(history.job, None)
    whole = {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}
    with history.job.opened_for_reading() as store:
        for cluster_ids in [[each] for each in whole] + [sorted(whole)[:3]]:
            saved = StoredFrames(store, saved_table)
            records = HeldRecords(store, FrameMemory(0))
            part = load_part(store, saved, load_sources(store), cluster_ids, records)
            made = list(build_clusters(part.network, part.tables, part.pairs, cluster_ids))
            assert made == [each for each in whole.values() if each.cluster_id in cluster_ids]
            assert [pack_cluster(each) for each in made] == [
                pack_cluster(whole[each.cluster_id]) for each in made
            ]
