"""What waits in a landing folder: whole deliveries, in order of arrival, each until it is dealt with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.service.watcher import OLD_S, QUIET_S, RETRY_S, Inbox

NOW_S = 2_000_000_000.0


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = NOW_S

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(tmp_path: Path, clock: Clock) -> Inbox:
    (tmp_path / "MX-FGR").mkdir()
    return Inbox(tmp_path, clock)


def drop(inbox: Inbox, name: str, *, age_s: float, content: str = "{}\n") -> Path:
    path = inbox.landing / "MX-FGR" / name
    path.write_text(content, encoding="utf-8")
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    return path


def names(inbox: Inbox) -> list[str]:
    return [each.path.name for each in inbox.look()]


def test_a_file_that_was_moved_in_whole_is_ready_at_once(inbox: Inbox) -> None:
    drop(inbox, "a.ndjson", age_s=OLD_S + 1)
    assert names(inbox) == ["a.ndjson"]


def test_a_fresh_file_waits_until_it_is_quiet_and_one_that_grows_waits_again(
    inbox: Inbox, clock: Clock
) -> None:
    drop(inbox, "a.ndjson", age_s=0)
    assert names(inbox) == []
    clock.now_s += QUIET_S
    drop(inbox, "a.ndjson", age_s=-QUIET_S, content="{}\n{}\n")
    assert names(inbox) == []
    assert inbox.settle_s() == pytest.approx(QUIET_S)
    clock.now_s += QUIET_S
    assert names(inbox) == ["a.ndjson"]


def test_names_still_being_written_are_left_alone(inbox: Inbox) -> None:
    for name in ("a.ndjson.part", ".b.ndjson", "c.tmp"):
        drop(inbox, name, age_s=60)
    assert names(inbox) == []
    assert inbox.settle_s() is None


def test_what_is_dealt_with_comes_back_only_when_it_changes(inbox: Inbox) -> None:
    drop(inbox, "a.ndjson", age_s=60)
    (delivery,) = inbox.look()
    inbox.finish(delivery)
    assert names(inbox) == []
    drop(inbox, "a.ndjson", age_s=50, content="{}\n{}\n")
    assert names(inbox) == ["a.ndjson"]


def test_a_failed_delivery_is_due_again_after_pauses_that_grow(inbox: Inbox, clock: Clock) -> None:
    drop(inbox, "a.ndjson", age_s=60)
    for pause_s in (*RETRY_S, RETRY_S[-1]):
        (delivery,) = inbox.look()
        inbox.postpone(delivery)
        assert inbox.settle_s() == pytest.approx(pause_s)
        clock.now_s += pause_s - 0.1
        assert names(inbox) == []
        clock.now_s += 0.1
    assert names(inbox) == ["a.ndjson"]


def test_the_earliest_arrival_comes_first_whatever_its_name(inbox: Inbox) -> None:
    outside = inbox.landing.parent
    for name in ("z.ndjson", "a.ndjson"):
        (outside / name).write_text("{}\n", encoding="utf-8")
        os.utime(outside / name, (NOW_S - 60, NOW_S - 60))
    for name in ("z.ndjson", "a.ndjson"):
        (outside / name).rename(inbox.landing / "MX-FGR" / name)
        os.sync()
    arrivals = [(inbox.landing / "MX-FGR" / name).stat().st_ctime_ns for name in ("z.ndjson", "a.ndjson")]
    if arrivals[0] == arrivals[1]:
        pytest.skip("this file system's clock is too coarse to tell the two apart")
    assert names(inbox) == ["z.ndjson", "a.ndjson"]


def test_a_folder_that_is_gone_is_an_error_and_an_empty_one_is_not(tmp_path: Path) -> None:
    assert Inbox(tmp_path).look() == []
    with pytest.raises(OSError, match="gone"):
        Inbox(tmp_path / "gone").look()


def test_what_is_known_is_asked_for_once_a_look(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A landing folder keeps what was taken in: tens of thousands of files after a year."""
    for number in range(50):
        drop(inbox, f"{number}.ndjson", age_s=60)
    for each in inbox.look():
        inbox.finish(each)
    asked: list[Path] = []
    real = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        asked.append(path)
        return real(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    assert inbox.look() == []
    assert len([path for path in asked if path.suffix == ".ndjson"]) == 50
