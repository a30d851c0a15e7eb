"""kill -9 at random moments of any work: the store opens, all agrees, the repeated command completes."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import Settings
from flows.steps import follow, link
from flows.steps.link import link_step
from tests.flows.any_history import deliver_all, links, persons, saved
from tests.flows.decision_files import not_same, same, write_decisions
from tests.flows.killed_steps import WORKS
from tests.flows.old_world import staged_rows
from tests.flows.store_copies import copy_job
from tests.flows.test_killed import check_sound, kill_after, kill_inside, start
from tests.flows.tiny_world import write_delivery
from tests.histories import Record, draw_records, record_key

MOMENTS = int(os.environ.get("KILL_MOMENTS", "2"))
"""Moments at which to kill; more with `KILL_MOMENTS=30 pytest tests/flows/test_killed_anywhere.py`."""

TRIED = list(WORKS) if "KILL_MOMENTS" in os.environ else ["ingest", "link", "rebuild"]
"""Works by turns; those that tests of their own kill are left to them unless more is asked for."""

FRAMES = ("mentions", "occurrences", "links")


@dataclass(frozen=True)
class Prepared:
    """A store before its works.

    Attributes:
        store: Linked; 30 records.
        arguments: What each work is told.
    """

    store: Path
    arguments: dict[str, str]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared")
    records = draw_records(5, 45)
    job = Job(folder / "store.duckdb", world_settings)
    deliver_all(job, records[:30], folder / "before")
    link_step(job)
    landing = folder / "landing"
    for number in range(0, 15, 5):
        _write(landing, f"{number}.ndjson", records[30 + number : 35 + number])
    known = sorted(f"{record_key(each)}#1" for each in records[:30] if each["persons"])
    made = [same(*known[:2]), not_same(*known[2:4]), same(*known[4:6])]
    decisions = str(write_decisions(folder, *made))
    arguments = {name: str(landing) for name in WORKS}
    return Prepared(job.store, arguments | {"decide": decisions, "retract": record_key(records[0])})


def _write(landing: Path, name: str, records: list[Record]) -> None:
    for agency in sorted({each["agency"] for each in records}):
        write_delivery(landing, agency, name, [each for each in records if each["agency"] == agency])


@pytest.fixture
def begin(prepared: Prepared, world_settings: Settings, tmp_path: Path) -> Callable[[str, str], Job]:
    """Gives a store of its own in which a piece of work is due."""

    def make(work: str, name: str) -> Job:
        job = copy_job(Job(prepared.store, world_settings), tmp_path / name)
        if work in {"link", "rebuild"}:
            WORKS["ingest"](job, prepared.arguments["ingest"])
        return job

    return make


@pytest.mark.parametrize("number", range(MOMENTS))
def test_killed_at_any_moment_the_repeated_work_ends_as_if_never_killed(
    number: int, prepared: Prepared, begin: Callable[[str, str], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    work = TRIED[number % len(TRIED)]
    argument, chance = prepared.arguments[work], random.Random(number)
    whole, job = begin(work, "whole"), begin(work, "killed")
    began = time.monotonic()
    WORKS[work](whole, argument)
    taken = time.monotonic() - began
    kill_after(start(work, job, argument), chance.uniform(0, taken * 1.1))
    check_sound(job)
    WORKS[work](job, argument)
    for each in (whole, job):
        link_step(each)
    check_sound(job, has_rebuild=True)
    assert staged_rows(job.store) == staged_rows(whole.store)
    now, wanted = saved(job, FRAMES), saved(whole, FRAMES)
    assert persons(now) == persons(wanted)
    assert links(now) == links(wanted)


def test_a_link_killed_before_its_end_has_changed_nothing(
    prepared: Prepared, begin: Callable[[str, str], Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begin("link", "killed")
    before = saved(job, FRAMES)
    kill_inside(start("link", job, "", "inside"))
    assert all(frame.equals(before[name]) for name, frame in saved(job, FRAMES).items())
    check_sound(job)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    monkeypatch.delattr(link, "save_network")  # it is followed, not worked out
    assert link_step(job).changed
    check_sound(job, has_rebuild=True)
