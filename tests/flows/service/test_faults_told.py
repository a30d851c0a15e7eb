"""What a service has noticed: told by `trama status`, on a full disk as well, and gone when it is healed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from flows.service.faults import LENGTH, NAME, FaultBook, read_service
from tests.flows.service.test_faults import largest_file


class Clock:
    """Says a later minute each time."""

    def __init__(self) -> None:
        self.minute = 479

    def __call__(self) -> datetime:
        self.minute += 1
        return datetime(2026, 1, 15, *divmod(self.minute, 60), tzinfo=UTC)


def make_book(folder: Path) -> FaultBook:
    """Of a service that runs: this process."""
    book = FaultBook(folder, Clock())
    book.open()
    (folder / "service.lock").write_text(str(os.getpid()), encoding="ascii")
    return book


def test_a_fault_keeps_its_first_time_and_goes_when_it_is_healed(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    book.note("landing", "The landing folder cannot be read.")
    book.note("landing", "The landing folder cannot be read (stale handle).")
    (told,) = read_service(tmp_path).faults
    assert (told.kind, told.since[:16], "stale" in told.message) == ("landing", "2026-01-15T08:00", True)
    book.heal("landing")
    book.heal("landing")
    assert read_service(tmp_path).faults == ()


def test_there_is_room_to_tell_of_a_full_disk(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    with largest_file(LENGTH):
        for number in range(20):
            book.note(f"kind-{number:02}", "The system refused to write. " * 100)
    assert (tmp_path / NAME).stat().st_size == LENGTH
    assert next(each.kind for each in read_service(tmp_path).faults) == "kind-00"


def test_of_a_service_that_was_killed_nothing_is_told(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    book.note("service", "The store is in use.")
    (tmp_path / "service.lock").write_text("", encoding="ascii")
    assert read_service(tmp_path).process is None
    assert read_service(tmp_path / "nowhere").faults == ()
