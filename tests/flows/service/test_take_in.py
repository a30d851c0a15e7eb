"""Taking in: the first delivery is read while the store is opened, and only once nobody else may write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from flows.job import Job
from flows.service.steps import take_in
from flows.service.watcher import find_in
from flows.settings import Settings
from flows.steps import ingest
from flows.store_lock import hold_store
from schemas.errors import StoreBusyError
from staging import reading as reading_room
from staging.reading import begin_reading
from staging.store import Store
from tests.flows.conftest import AS_OF
from tests.flows.tiny_world import write_world


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once a delivery is being read."""
    begun = threading.Event()

    def begin(*arguments: object) -> object:
        begun.set()
        return begin_reading(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ingest, "begin_reading", begin)
    return begun


@pytest.fixture
def job(tmp_path: Path) -> Job:
    settings = Settings(as_of=datetime.fromisoformat(AS_OF), threads=1, lock_timeout_s=0.3)
    return Job(tmp_path / "s.duckdb", settings)


def test_the_first_delivery_is_read_while_the_store_is_opened(
    tmp_path: Path, job: Job, reading: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Job.opened

    @contextmanager
    def open_slowly(self: Job) -> Iterator[Store]:
        assert reading.wait(5), "nothing is read before the store is open"
        with opened(self) as store:
            yield store

    monkeypatch.setattr(Job, "opened", open_slowly)
    intake = take_in(find_in(write_world(tmp_path / "landing")), job, are_new=True)
    assert [each.status for each in intake.receipts] == ["staged", "staged"]


@pytest.mark.parametrize("are_new", [True, False])
def test_what_the_store_has_by_now_is_not_taken_in_again(tmp_path: Path, job: Job, are_new: bool) -> None:
    found = find_in(write_world(tmp_path / "landing"))
    take_in(found, job)
    again = take_in(found, job, are_new=are_new)
    assert [each.status for each in again.receipts] == ["seen", "seen"]


def test_what_was_not_looked_up_is_not_read_where_the_store_has_it(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_in(write_world(tmp_path / "landing"))
    take_in(found, job)
    monkeypatch.setattr(reading_room, "read_delivery", lambda *_: pytest.fail("read in vain"))
    assert [each.status for each in take_in(found, job).receipts] == ["seen", "seen"]


def test_a_delivery_that_is_deleted_while_the_store_is_opened_is_left_alone(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = find_in(write_world(tmp_path / "landing"))
    opened = Job.opened

    @contextmanager
    def open_late(self: Job) -> Iterator[Store]:
        for each in found:
            each.path.unlink()
        with opened(self) as store:
            yield store

    monkeypatch.setattr(Job, "opened", open_late)
    intake = take_in(found, job, are_new=True)
    assert [each.status for each in intake.receipts] == ["changing", "changing"]
    assert not intake.failed


def test_nothing_is_read_while_another_program_writes(
    tmp_path: Path, job: Job, reading: threading.Event
) -> None:
    found = find_in(write_world(tmp_path / "landing"))
    with hold_store(job.store, timeout_s=0), pytest.raises(StoreBusyError):
        take_in(found, job, are_new=True)
    assert not reading.is_set()
