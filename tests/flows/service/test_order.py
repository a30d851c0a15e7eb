"""A partner's deliveries are taken in in the order in which they arrived, whatever fails meanwhile."""

from __future__ import annotations

import os
import time
from datetime import datetime
from pathlib import Path

import pytest

from flows.job import Job
from flows.service import steps
from flows.service.watcher import PATIENCE, RETRY_S, Inbox
from flows.settings import Settings
from staging.landing import DeliveryPath
from tests.flows.conftest import AS_OF
from tests.flows.tiny_world import make_record, write_delivery

PARTNERS = ("MX-FGR", "US-HSI")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = time.time() + 60

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(tmp_path: Path, clock: Clock) -> Inbox:
    """Three deliveries of each of two partners, landed in turn."""
    inbox = Inbox(tmp_path / "landing", clock)
    for number in range(3):
        for partner in PARTNERS:
            record = make_record(partner, number)
            made = write_delivery(inbox.landing, partner, f"{number}.ndjson", [record])
            os.utime(made, (time.time() - 60, time.time() - 60))
    return inbox


def named(found: list[DeliveryPath], partner: str) -> list[str]:
    return [each.path.name for each in found if each.agency == partner]


def test_later_ones_of_the_same_partner_wait_for_one_that_failed(inbox: Inbox, clock: Clock) -> None:
    first = next(each for each in inbox.look() if each.agency == "MX-FGR")
    inbox.postpone(first)
    assert named(inbox.look(), "MX-FGR") == []
    assert named(inbox.look(), "US-HSI") == ["0.ndjson", "1.ndjson", "2.ndjson"]
    for waiting in inbox.look():
        inbox.finish(waiting)
    assert inbox.settle_s() == pytest.approx(RETRY_S[0], abs=0.01)
    clock.now_s += RETRY_S[0]
    assert named(inbox.look(), "MX-FGR") == ["0.ndjson", "1.ndjson", "2.ndjson"]


def test_one_that_fails_for_good_does_not_hold_its_partner_up_for_ever(inbox: Inbox, clock: Clock) -> None:
    for pause_s in RETRY_S[:PATIENCE]:
        first = next(each for each in inbox.look() if each.path.name == "0.ndjson")
        inbox.postpone(first)
        assert named(inbox.look(), first.agency) == []
        clock.now_s += pause_s
    assert sum(RETRY_S[:PATIENCE]) < 90
    inbox.postpone(next(each for each in inbox.look() if each.path.name == "0.ndjson"))
    assert named(inbox.look(), "MX-FGR") == ["1.ndjson", "2.ndjson"]


def test_one_that_is_still_changing_holds_nobody_up(inbox: Inbox) -> None:
    first = next(each for each in inbox.look() if each.agency == "MX-FGR")
    inbox.postpone(first, is_waited_for=False)
    assert named(inbox.look(), "MX-FGR") == ["1.ndjson", "2.ndjson"]


def test_what_failed_in_a_batch_holds_up_the_rest_of_its_partners(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = steps.ingest_reading

    def stumble(store: object, delivery: DeliveryPath, begin: object) -> object:
        if delivery.display_path == "MX-FGR/1.ndjson":
            raise OSError(28, "No space left on device")
        return real(store, delivery, begin)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "ingest_reading", stumble)
    job = Job(tmp_path / "s.duckdb", Settings(as_of=datetime.fromisoformat(AS_OF), threads=1))
    intake = steps.take_in(inbox.look(), job)
    taken = [each.path for each in intake.receipts]
    assert [path for path in taken if path.startswith("MX")] == ["MX-FGR/0.ndjson"]
    assert [path for path in taken if path.startswith("US")] == [
        f"US-HSI/{number}.ndjson" for number in "012"
    ]
    monkeypatch.setattr(steps, "ingest_reading", real)
    again = steps.take_in([each for each in inbox.look() if each.agency == "MX-FGR"], job)
    assert [(each.path, each.status) for each in again.receipts] == [
        ("MX-FGR/0.ndjson", "seen"),
        ("MX-FGR/1.ndjson", "staged"),
        ("MX-FGR/2.ndjson", "staged"),
    ]
