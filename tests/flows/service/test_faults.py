"""A full disk, a store that is locked, a delivery that is gone: told in words, and healed without a loss."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import steps
from flows.service.places import Places, choose_watch
from flows.service.watcher import Inbox, find_in
from flows.service.worker import fingerprint_store
from flows.settings import Settings
from flows.steps.retract import retract_step
from schemas.errors import TramaError
from staging.accounts import load_ledger
from tests.flows.conftest import AS_OF
from tests.flows.tiny_world import write_world

_HOLD = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    store = tmp_path / "s" / "s.duckdb"
    return Places(store, write_world(tmp_path / "landing"), tmp_path / "out", choose_watch(store))


@pytest.fixture
def job(places: Places) -> Job:
    """The first of two deliveries is taken in already."""
    made = Job(places.store, Settings(as_of=datetime.fromisoformat(AS_OF), threads=1, lock_timeout_s=0.3))
    steps.take_in(find_in(places.landing)[:1], made)
    return made


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size, as if there were no room left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def assert_complete(places: Places, job: Job) -> None:
    """What failed is taken in now, and no row is lost or there twice."""
    again = steps.take_in(find_in(places.landing), job)
    assert ([each.status for each in again.receipts], again.failed) == (["seen", "staged"], ())
    with job.opened_for_reading() as store:
        books = load_ledger(store)
    summed = books["accepted"].sum() + books["quarantined"].sum() + books["duplicates"].sum()
    assert (books["delivery_id"].n_unique(), summed) == (2, books["received"].sum())
    assert books["duplicates"].sum() == 0


@pytest.mark.parametrize("room", [512, 3000], ids=["archive", "store"])
def test_no_room_fails_one_delivery_in_words_and_is_healed(
    places: Places, job: Job, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(steps, "disk_usage", lambda _: usage(4096))
    with largest_file(room):
        intake = steps.take_in(find_in(places.landing), job)
    ((failed, why),) = intake.failed
    assert failed.display_path == "US-HSI/march.ndjson"
    assert "is the disk full?" in why
    assert "waits and is tried again" in why
    assert_complete(places, job)


def test_a_store_that_another_program_holds_is_told_and_waited_for(places: Places, job: Job) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(places.store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(TramaError, match=r"s\.duckdb"):
            steps.take_in(find_in(places.landing), job)
    assert_complete(places, job)


def test_a_delivery_that_is_deleted_while_it_waits_fails_nothing(places: Places, job: Job) -> None:
    inbox = Inbox(places.landing, lambda: 2_000_000_000.0)
    found = inbox.look()
    (places.landing / "US-HSI" / "march.ndjson").unlink()
    intake = steps.take_in(found, job)
    assert [each.status for each in intake.receipts] == ["seen", "changing"]
    assert intake.failed == ()
    inbox.postpone(found[1], is_waited_for=False)
    assert inbox.look() == found[:1]
    inbox.finish(found[0])
    assert inbox.settle_s() is None


def test_what_a_command_writes_shows_in_the_stores_file_and_a_look_does_not(job: Job) -> None:
    before = fingerprint_store(job.store)
    steps.known_contents(job)
    assert fingerprint_store(job.store) == before
    retract_step("MX-FGR/R-0001", "a test", job)
    assert fingerprint_store(job.store) != before
