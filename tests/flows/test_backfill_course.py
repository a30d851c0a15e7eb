"""Which window comes next, what a failure means, and how long the rest may take."""

from __future__ import annotations

import pytest

from flows.backfill_course import RETRY_DELAYS_S, Course, Terms, Window, describe_duration, estimate_rest
from flows.months import Span

MONTHS = [Window(f"2023-0{each}", 10 * each) for each in (1, 2, 3, 4)]
SPAN = Span("2023-01", "2023-04")


def run(course: Course, *failing: str) -> list[str]:
    """The months whose turn it was, in order; to link fails where a failing month lies open."""
    opened: list[str] = []
    took = []
    while (turn := course.next_turn()) is not None:
        took.append(turn.window.month)
        opened.append(turn.window.month)
        if not turn.is_linked:
            course.note_success(turn)
            continue
        if set(opened) & set(failing):
            course.note_failure(turn, "no room")
        else:
            course.note_success(turn)
        opened.clear()
    return took


def test_every_month_has_its_turn_in_order() -> None:
    course = Course(MONTHS, Terms(SPAN))
    assert run(course) == [each.month for each in MONTHS]
    assert (course.left, course.share) == (0, 100.0)


def test_a_failing_month_is_tried_again_and_then_left_out() -> None:
    course = Course(MONTHS, Terms(SPAN, retries=2))
    took = run(course, "2023-02")
    assert took.count("2023-02") == 3
    assert took[-1] == "2023-04"
    assert (course.failed, course.left) == ({"2023-02": "no room"}, 1)


def test_the_pause_before_a_retry_grows_and_there_is_none_at_the_end() -> None:
    course = Course(MONTHS, Terms(SPAN, retries=1))
    first, second = course.next_turn(), None
    assert first is not None
    assert course.note_failure(first, "no room") == RETRY_DELAYS_S[0]
    second = course.next_turn()
    assert second is not None
    assert (second.window, second.attempt) == (first.window, 2)
    assert course.note_failure(second, "no room") is None


@pytest.mark.parametrize("retries", [0, 1])
def test_among_months_that_are_linked_together_only_the_failing_one_is_left_out(retries: int) -> None:
    course = Course(MONTHS, Terms(SPAN, retries=retries, link_every=3))
    run(course, "2023-02")
    assert list(course.failed) == ["2023-02"]
    assert sorted(each.month for each in course.done) == ["2023-01", "2023-03", "2023-04"]


def test_after_a_failure_for_good_nothing_more_is_begun_where_the_call_says_so() -> None:
    course = Course(MONTHS, Terms(SPAN, retries=0, stops_on_failure=True))
    assert run(course, "2023-02") == ["2023-01", "2023-02"]
    assert course.left == 3


def test_the_estimate_follows_the_records() -> None:
    times = iter([0.0, 20.0])
    course = Course(MONTHS, Terms(SPAN), clock=lambda: next(times))
    turn = course.next_turn()
    assert turn is not None
    assert course.note_success(turn) == "2023-01: 10 records; 3 windows left, about 3 min"


def test_the_last_window_is_one() -> None:
    times = iter([0.0, 20.0, 40.0, 60.0])
    course = Course(MONTHS, Terms(SPAN), clock=lambda: next(times))
    said = [course.note_success(turn) for _ in range(3) if (turn := course.next_turn())]
    assert "; 1 window left, about" in said[-1]


def test_an_even_pace_goes_on_and_a_pace_that_slows_slows_further() -> None:
    assert estimate_rest([(10, 5.0), (30, 15.0), (60, 30.0)], 40) == pytest.approx(20.0)
    assert estimate_rest([(n, 0.01 * n * n) for n in (10, 30, 60)], 40) == pytest.approx(100.0 - 36.0)
    assert estimate_rest([(10, 20.0), (30, 30.0), (60, 40.0)], 60) == pytest.approx(40.0)


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "1 s"), (89, "89 s"), (600, "10 min"), (7_500, "2 h 5 min")]
)
def test_a_duration_is_said_as_one_would(seconds: float, said: str) -> None:
    assert describe_duration(seconds) == said
