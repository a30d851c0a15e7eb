"""What the loop does first: what landed comes before what may wait, and what waited is not forgotten."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import worker as worker_room
from flows.service.events import Notice
from flows.service.later import LATEST_S
from flows.service.places import Places, choose_watch
from flows.service.watcher import Inbox, find_in
from flows.service.worker import Worker
from flows.settings import Settings
from staging.landing import DeliveryPath
from tests.flows.store_copies import copy_job
from tests.flows.tiny_world import make_record, write_delivery, write_world


@pytest.fixture
def done() -> list[str]:
    """What the worker did, in order."""
    return []


@pytest.fixture
def worker(
    finished: Path, world_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: list[str]
) -> Worker:
    """A worker over a store that has a network, whose runs and events are only noted."""
    store = copy_job(Job(finished / "store.duckdb", world_settings), tmp_path).store
    places = Places(store, write_world(tmp_path / "landing"), tmp_path / "out", choose_watch(store))
    made = Worker(places, world_settings, Inbox(places.landing), asyncio.Event())
    made.places.folder.mkdir()

    async def send(notices: Sequence[Notice]) -> None:
        done.extend(f"told {each.payload['path']}" for each in notices)

    async def process(self: Worker, batch: list[DeliveryPath]) -> set[str]:
        done.extend(f"took in {each.display_path}" for each in batch)
        for each in batch:
            self.inbox.finish(each)
        return set()

    monkeypatch.setattr(worker_room, "send_notices", send)
    monkeypatch.setattr(Worker, "_process", process)
    monkeypatch.setattr(worker_room, "needs_update", lambda *_: done.append("looked at the store"))
    made.inbox.look()
    for each in find_in(places.landing):
        made.inbox.finish(each)
    return made


def land(worker: Worker, number: int) -> str:
    made = write_delivery(
        worker.places.landing, "MX-FGR", f"{number}.ndjson", [make_record("MX-FGR", number)]
    )
    os.utime(made, (time.time() - 60, time.time() - 60))
    return f"took in MX-FGR/{number}.ndjson"


def test_the_store_is_looked_at_only_when_nothing_has_landed(worker: Worker, done: list[str]) -> None:
    for number in (7, 8):
        expected = land(worker, number)
        asyncio.run(worker._turn())
        assert done[-1] == expected
        assert worker.wake.is_set(), "what landed meanwhile is looked for at once"
    asyncio.run(worker._turn())
    assert done[-1] == "looked at the store"


def test_tables_give_way_to_a_delivery_and_stay_owed(worker: Worker) -> None:
    worker._tables.owe()
    land(worker, 7)
    worker.wake.set()
    asyncio.run(worker._write_tables())
    assert worker._tables.is_owed
    assert not list(worker.places.out.rglob("*.parquet"))


def test_tables_are_written_where_the_folder_only_stirred(worker: Worker) -> None:
    worker._tables.owe()
    worker.wake.set()
    asyncio.run(worker._write_tables())
    assert not worker._tables.is_owed
    assert list(worker.places.out.rglob("*.parquet"))


def test_tables_that_have_waited_for_long_give_way_no_more(worker: Worker) -> None:
    worker._tables.owe()
    land(worker, 7)
    worker.wake.set()
    worker._tables.clock = lambda: time.monotonic() + LATEST_S
    asyncio.run(worker._write_tables())
    assert not worker._tables.is_owed
    assert list(worker.places.out.rglob("*.parquet"))
