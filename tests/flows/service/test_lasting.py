"""Between a link and its pages the store stays open, and nobody waits for somebody who waits for it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from prefect.utilities.collections import visit_collection

from flows.job import Job
from flows.service import findings, publishing, steps
from flows.service.lasting import Closing, Held, hold_pages, keep_store
from flows.service.places import Places, choose_watch
from flows.settings import Settings
from flows.steps.ingest import ingest_step
from flows.steps.link import link_step
from flows.store_lock import hold_store
from schemas.errors import StoreBusyError
from staging.frame_memory import FrameMemory
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import make_record, write_delivery


@pytest.fixture(scope="module")
def due(finished: Path, tmp_path_factory: pytest.TempPathFactory, world_settings: Settings) -> Job:
    """A store that has been linked and has records more."""
    folder = tmp_path_factory.mktemp("due")
    made = copy_job(Job(finished / "store.duckdb", world_settings), folder)
    more = write_delivery(folder / "landing", "US-HSI", "april.ndjson", [make_record("US-HSI", 8)])
    ingest_step([more], made)
    return made


@pytest.fixture
def job(due: Job, tmp_path: Path) -> Job:
    """The same store, to be linked."""
    return copy_job(due, tmp_path)


def log_of(job: Job) -> Path:
    return job.store.with_name(f"{job.store.name}.wal")


def test_the_log_is_written_into_the_file_when_the_block_ends(job: Job) -> None:
    async def link() -> bool:
        async with keep_store(FrameMemory()) as held:
            link_step(job, on_followed=lambda: leave_open(job, held.left_open))
            return log_of(job).exists()

    assert asyncio.run(link())
    assert not log_of(job).exists()


def test_what_comes_next_need_not_wait_for_the_store_to_be_closed(job: Job) -> None:
    goes_on, closing = threading.Event(), Closing()

    async def link() -> None:
        await closing.end()
        async with keep_store(FrameMemory(), closing) as held:
            link_step(job, on_followed=lambda: leave_open(job, held.left_open))
            held.left_open.callback(goes_on.wait, 5)
        assert log_of(job).exists(), "the block ends only when the store is closed"
        goes_on.set()
        await closing.end()
        assert not log_of(job).exists()

    asyncio.run(link())


def leave_open(job: Job, left_open: ExitStack) -> None:
    left_open.enter_context(job.opened())


def test_what_has_not_changed_leaves_nothing_open(job: Job) -> None:
    left_open = ExitStack()
    link_step(job)
    assert not link_step(job, on_followed=lambda: leave_open(job, left_open)).changed
    assert not log_of(job).exists()


def test_the_store_is_given_up_where_the_pages_are_somebody_elses(job: Job, tmp_path: Path) -> None:
    places = Places(job.store, tmp_path / "landing", tmp_path / "out", choose_watch(job.store))
    hasty = Job(job.store, job.settings.model_copy(update={"lock_timeout_s": 0.0}))
    left_open = ExitStack()
    closed: list[bool] = []
    left_open.callback(closed.append, True)
    with hold_pages(hasty, places, left_open):
        assert closed == []
    with hold_store(places.folder / "pages", timeout_s=0):
        with pytest.raises(StoreBusyError), hold_pages(hasty, places, left_open):
            pass
        assert closed == [True]


def test_a_log_that_was_left_is_written_by_who_opens_the_store_next(job: Job) -> None:
    before = link_step(job).records
    landing = job.store.parent / "landing"
    quick = Job(job.store, job.settings, leaves_log=True)
    ingest_step([write_delivery(landing, "US-HSI", "may.ndjson", [make_record("US-HSI", 9)])], quick)
    assert log_of(job).exists()
    assert link_step(job).records == before + 1
    assert not log_of(job).exists()


OPEN = "import duckdb, sys; duckdb.connect(sys.argv[1])"
"""Another program that wants the store."""


@pytest.mark.parametrize(("most", "is_free"), [(0, True), (1_000, False)])
def test_nobody_waits_for_the_store_while_many_pages_are_drawn(
    most: int, is_free: bool, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(job.store, tmp_path / "landing", tmp_path / "out", choose_watch(job.store))
    monkeypatch.setattr(findings, "MOST_WHILE_OPEN", most)
    was_free: list[bool] = []
    write = publishing._write

    def ask(*wanted: object) -> object:
        asked = subprocess.run([sys.executable, "-c", OPEN, str(job.store)], capture_output=True, check=False)
        was_free.append(asked.returncode == 0)
        return write(*wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "_write", ask)
    held = Held(FrameMemory())
    with held.left_open:
        link_step(job, memory=held.memory, on_followed=lambda: leave_open(job, held.left_open))
        steps.publish(job, places, held)
    assert was_free == [is_free]


def test_what_is_held_is_not_searched_for_runs() -> None:
    held = Held(FrameMemory())
    visited: list[object] = []
    visit_collection({"held": held}, visit_fn=visited.append)
    assert [each for each in visited if not isinstance(each, (dict, str))] == [held]
