"""Pages of just the clusters that changed are, to the byte, those that a report of all would have written."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import publishing, steps
from flows.service.facts import save_published
from flows.service.places import Places, choose_watch
from flows.steps import follow
from flows.steps.link import link_step
from flows.steps.part import load_part
from flows.steps.report import report_step
from flows.steps.view import load_view
from reports.html.parcels import pack_cluster
from reports.view import build_clusters
from tests.flows.any_history import History, begin_history
from tests.histories import take_small_steps

STEPS = 5
CASES = 50
SEEDS = range(int(os.environ.get("PUBLISHED_WORLDS", "2")))
"""Worlds tried; more with `PUBLISHED_WORLDS=30`."""


@pytest.fixture(autouse=True)
def only_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small worlds change by half in a day, and are to be followed all the same."""
    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    monkeypatch.setattr(publishing, "MOST_IN_PART", 1.0)


def begin(seed: int, folder: Path) -> tuple[History, Places]:
    history = begin_history(seed, folder, cases=CASES)
    store = history.job.store
    return history, Places(store, folder / "landing", folder / "out", choose_watch(store))


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def publish(places: Places, job: Job) -> steps.Publication:
    made = steps.publish(job, places)
    save_published(places.published, made.published)
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_history_the_published_pages_are_those_of_a_whole_report(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places = begin(seed, tmp_path / "w")
    asked: list[int] = []

    def count(store: object, ids: Collection[str]) -> object:
        asked.append(len(ids))
        return load_part(store, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "load_part", count)
    kinds: set[str] = set()
    for number in range(STEPS):
        if number:
            history.change()
            link_step(history.job)
        kinds |= {each.kind for each in publish(places, history.job).changes}
        report_step(tmp_path / "whole", history.job)
        assert read_tree(places.out / "reports") == read_tree(tmp_path / "whole"), number
    assert len(asked) == STEPS
    assert len(kinds) > 2
    assert publish(places, history.job).written == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cluster_made_from_its_own_rows_is_that_of_all_rows(seed: int, tmp_path: Path) -> None:
    history, _ = begin(seed, tmp_path / "w")
    history.change()
    link_step(history.job)
    view = load_view(history.job, None)
    whole = {each.cluster_id: each for each in build_clusters(view.network, view.tables, view.pairs)}
    with history.job.opened_for_reading() as store:
        for cluster_ids in [[each] for each in whole] + [sorted(whole)[:3]]:
            part = load_part(store, cluster_ids)
            made = list(build_clusters(part.network, part.tables, part.pairs, cluster_ids))
            assert made == [each for each in whole.values() if each.cluster_id in cluster_ids]
            assert [pack_cluster(each) for each in made] == [
                pack_cluster(whole[each.cluster_id]) for each in made
            ]
