"""Work that waits for a quiet moment: not for ever, not twice, and not forgotten by a kill."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.service.later import LATEST_S, REST_S, GivenWay, GivingWay, Owed


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def owed(tmp_path: Path, clock: Clock) -> Owed:
    return Owed(tmp_path / "service" / "tables.owed", clock)


def test_it_is_due_once_it_was_quiet_for_a_moment(owed: Owed, clock: Clock) -> None:
    assert (owed.is_owed, owed.wait_s(), owed.is_due) == (False, None, False)
    owed.owe()
    clock.now_s += REST_S - 1
    assert not owed.is_due
    owed.owe()
    assert owed.wait_s() == REST_S
    clock.now_s += REST_S
    assert owed.is_due
    owed.settle()
    assert (owed.is_owed, owed.wait_s()) == (False, None)


def test_it_does_not_wait_for_ever_where_deliveries_keep_landing(owed: Owed, clock: Clock) -> None:
    owed.owe()
    for _ in range(int(LATEST_S)):
        clock.now_s += 1
        owed.owe()
        assert owed.is_overdue == owed.is_due
    assert owed.is_due


def test_a_killed_process_leaves_it_owed_to_the_next(owed: Owed, clock: Clock) -> None:
    owed.owe()
    assert Owed(owed.marker, clock).is_owed
    owed.settle()
    assert not Owed(owed.marker, clock).is_owed


def test_it_ends_where_a_stage_begins_once_something_does_not_wait() -> None:
    landed: list[str] = []
    listener = GivingWay(lambda: bool(landed))
    listener.start("first")
    landed.append("a delivery")
    listener.finish("what is begun is completed")
    with pytest.raises(GivenWay):
        listener.start("second")
