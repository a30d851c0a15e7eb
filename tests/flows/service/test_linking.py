"""Clusters found while the link that changed them is being written are those that are found after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.service import changed, findings, linking, steps
from flows.service.changed import Changed
from flows.service.facts import save_published
from flows.service.lasting import Held
from flows.service.linking import link_ahead
from flows.service.places import Places, choose_watch
from flows.steps import follow
from flows.steps.link import link_step
from flows.steps.report import report_step
from staging.frame_memory import FrameMemory
from tests.flows.any_history import History, begin_history
from tests.histories import take_small_steps

CASES = 40


@pytest.fixture(scope="module", autouse=True)
def only_parts() -> Iterator[None]:
    """Small worlds change by half in a day, and are to be followed all the same."""
    with pytest.MonkeyPatch.context() as small:
        take_small_steps(small)
        small.setattr(follow, "MOST_CHANGED", 1.0)
        small.setattr(changed, "MOST_IN_PART", 1.0)
        yield


@pytest.fixture(scope="module")
def service(
    only_parts: None, tmp_path_factory: pytest.TempPathFactory
) -> tuple[History, Places, FrameMemory]:
    """A world, its pages published by a process that holds its network; it goes on from test to test."""
    folder = tmp_path_factory.mktemp("service")
    history = begin_history(0, folder, cases=CASES)
    store = history.job.store
    places = Places(store, folder / "landing", folder / "out", choose_watch(store))
    memory = FrameMemory()
    publish(history, places, Held(memory))
    add(history, places, memory)
    return history, places, memory


def publish(history: History, places: Places, held: Held) -> None:
    """Bring the pages up to the network; they are those of a whole report then."""
    with held.left_open:
        made = steps.publish(history.job, places, held)
    save_published(places.published, made.published)
    whole = places.out.parent / "whole"
    report_step(whole, history.job)
    assert read_tree(places.out / "reports") == read_tree(whole)


def add(history: History, places: Places, memory: FrameMemory) -> Changed | None:
    """What is found ahead of a change, which is then published."""
    history.change()
    held = Held(memory)
    link_ahead(history.job, places, held)
    found = held.ahead
    publish(history, places, held)
    assert held.ahead is None
    return found


def read_tree(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def refuse(*_: object) -> Changed:
    raise AssertionError("looked for after the link")


def count_searches(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each time that changed clusters are looked for, ahead or after."""
    calls: list[object] = []
    find: Callable[..., Changed] = changed.find_changed

    def note(*arguments: object) -> Changed:
        calls.append(None)
        return find(*arguments)

    monkeypatch.setattr(findings, "find_changed", note)
    return calls


def test_pages_of_clusters_found_ahead_are_those_of_a_whole_report(
    service: tuple[History, Places, FrameMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places, memory = service
    searches = count_searches(monkeypatch)
    for number in range(2):
        found = add(history, places, memory)
        assert found is not None
        assert found.views
        assert len(searches) == number + 1


@pytest.mark.parametrize("is_before", [True, False])
def test_what_was_found_ahead_is_forgotten_where_the_pages_are_others(
    service: tuple[History, Places, FrameMemory], is_before: bool
) -> None:
    history, places, memory = service
    history.change()
    held = Held(memory)
    page = next(iter(sorted((places.out / "reports" / "clusters").iterdir())))
    if is_before:
        page.write_text("somebody else's", encoding="utf-8")
    link_ahead(history.job, places, held)
    assert held.ahead is not None
    if not is_before:
        page.write_text("somebody else's", encoding="utf-8")
    publish(history, places, held)


def test_what_was_found_ahead_is_forgotten_when_the_store_is_given_up(
    service: tuple[History, Places, FrameMemory],
) -> None:
    history, places, memory = service
    history.change()
    held = Held(memory)
    link_ahead(history.job, places, held)
    held.left_open.close()
    assert held.ahead is None
    history.change()
    link_step(history.job)
    publish(history, places, held)


def test_a_link_is_kept_where_its_clusters_cannot_be_made(
    service: tuple[History, Places, FrameMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places, memory = service
    history.change()
    held = Held(memory)
    with monkeypatch.context() as broken:
        broken.setattr(linking, "find_ahead", refuse)
        assert link_ahead(history.job, places, held).changed
    assert held.ahead is None
    publish(history, places, held)


def test_nothing_is_found_ahead_of_a_link_that_was_undone(
    service: tuple[History, Places, FrameMemory], monkeypatch: pytest.MonkeyPatch
) -> None:
    history, places, memory = service
    history.change()
    held = Held(memory)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as full:
        full.setattr(follow, "mark_network", fail)
        with pytest.raises(OSError, match="no space left"):
            link_ahead(history.job, places, held)
    assert held.ahead is None
    link_ahead(history.job, places, held)
    publish(history, places, held)
