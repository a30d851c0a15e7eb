"""Work given to another thread is done in order, all of it or with the failure told."""

from __future__ import annotations

import threading
import time

import pytest

from staging.behind import working_behind


def test_work_is_done_in_the_order_given_by_one_other_thread() -> None:
    done: list[tuple[int, int]] = []

    def work(number: int) -> None:
        time.sleep(0.002 * (3 - number % 3))
        done.append((number, threading.get_ident()))

    with working_behind() as behind:
        for number in range(6):
            behind.do(lambda number=number: work(number))
        behind.finish()
        assert [number for number, _ in done] == list(range(6))
        behind.do(lambda: work(6))
    assert [number for number, _ in done] == list(range(7))
    assert len({thread for _, thread in done}) == 1
    assert done[0][1] != threading.get_ident()


def fail() -> None:
    raise ValueError("no room")


def test_a_failure_is_told_by_who_waits() -> None:
    with working_behind() as behind:
        behind.do(fail)
        with pytest.raises(ValueError, match="no room"):
            behind.finish()


def test_a_failure_is_told_at_the_end_of_the_block() -> None:
    with pytest.raises(ValueError, match="no room"), working_behind() as behind:
        behind.do(fail)


def test_where_the_block_fails_what_has_not_begun_is_left() -> None:
    done: list[int] = []

    def fail_with_work_waiting() -> None:
        with working_behind() as behind:
            behind.do(lambda: time.sleep(0.05))
            behind.do(lambda: done.append(1))
            raise KeyError

    with pytest.raises(KeyError):
        fail_with_work_waiting()
    assert done == []
