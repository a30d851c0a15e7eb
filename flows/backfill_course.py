"""The course of a backfill: which window comes next, what a failure means, and how long the rest may take.

No store and no Prefect: the plain loop and the flow ask the same questions.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import linear_regression
from time import monotonic

from flows.months import Span

RETRY_DELAYS_S = (1.0, 5.0, 30.0)
"""Pauses before a window is tried again; the last one repeats. What passes by itself (another writer, a full
disk that is being cleared) passes within them or needs a person."""

FEWEST_MARKS = 3
"""Windows after which a line is laid through the pace; before, every record counts alike."""


@dataclass(frozen=True)
class Terms:
    """What a call says of a backfill.

    Attributes:
        span: Incident months to take in.
        retries: How often a window that fails is tried again.
        stops_on_failure: Whether the first window that fails for good ends the backfill.
        link_every: Windows after which the network is updated.
    """

    span: Span
    retries: int = 1
    stops_on_failure: bool = False
    link_every: int = 1


@dataclass(frozen=True)
class Window:
    """One incident month with the number of its records that wait."""

    month: str
    records: int


@dataclass(frozen=True)
class Turn:
    """One window's turn.

    Attributes:
        window: The month.
        is_linked: Whether the network is updated after it.
        attempt: Which attempt it is, from 1.
        is_last: Whether it is the last one: the network is then worked out anew, so that a history that came
            month by month ends where one that came at once does.
    """

    window: Window
    is_linked: bool
    attempt: int
    is_last: bool = False


@dataclass
class Course:
    """The windows of one backfill, in order.

    Attributes:
        windows: Months with records that wait, the earliest first.
        terms: What the call says.
        clock: Seconds, for the estimate.
    """

    windows: Sequence[Window]
    terms: Terms
    clock: Callable[[], float] = monotonic
    done: list[Window] = field(default_factory=list, init=False)
    failed: dict[str, str] = field(default_factory=dict, init=False)
    _queue: deque[Window] = field(init=False)
    _opened: list[Window] = field(default_factory=list, init=False)
    _attempts: dict[str, int] = field(default_factory=dict, init=False)
    _alone: set[str] = field(default_factory=set, init=False)
    _started_s: float = field(init=False)
    _marks: list[tuple[int, float]] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """The clock runs from here."""
        self._queue = deque(self.windows)
        self._started_s = self.clock()

    def next_turn(self) -> Turn | None:
        """Whose turn it is; null when there is nothing left to do."""
        if not self._queue:
            return None
        window = self._queue.popleft()
        self._opened.append(window)
        is_linked = (
            len(self._opened) >= self.terms.link_every or not self._queue or window.month in self._alone
        )
        attempt = self._attempts.get(window.month, 0) + 1
        return Turn(window, is_linked, attempt, is_last=not self._queue)

    def note_success(self, turn: Turn) -> str:
        """The turn is over; in words, with an estimate of the rest."""
        if turn.is_linked:
            self.done += self._opened
            self._opened = []
        return f"{turn.window.month}: {turn.window.records:,} records{self._estimate()}"

    def note_failure(self, turn: Turn, reason: str) -> float | None:
        """The turn has failed, and what was opened since the last link with it: all of it is held back again.

        A window that fails again and again among others is then tried without them.

        Returns:
            Seconds to wait before the next turn; null where the window is given up.
        """
        month, together, self._opened = turn.window.month, self._opened, []
        self._attempts[month] = turn.attempt
        is_last = turn.attempt > self.terms.retries
        if is_last and len(together) == 1:
            self._give_up(month, reason)
            return None
        if is_last:
            self._alone.update(each.month for each in together)
            self._attempts[month] = 0
        self._queue.extendleft(reversed(together))
        return RETRY_DELAYS_S[min(turn.attempt, len(RETRY_DELAYS_S)) - 1]

    def _give_up(self, month: str, reason: str) -> None:
        self.failed[month] = reason
        if self.terms.stops_on_failure:
            self._queue.clear()

    @property
    def left(self) -> int:
        """Windows that were not done, for whatever reason."""
        return len(self.windows) - len(self.done)

    @property
    def share(self) -> float:
        """Share of the records that are in, percent."""
        whole = sum(each.records for each in self.windows)
        return 100.0 * sum(each.records for each in self.done) / whole if whole else 100.0

    def _estimate(self) -> str:
        """How many windows are left, and about how long they take."""
        waiting = [each for each in self._queue if each.month not in self.failed]
        done = sum(each.records for each in self.done)
        if not waiting or not done:
            return f"; {_count_windows(waiting)} left" if waiting else ""
        self._marks.append((done, self.clock() - self._started_s))
        rest_s = estimate_rest(self._marks, sum(each.records for each in waiting))
        return f"; {_count_windows(waiting)} left, about {describe_duration(rest_s)}"


def _count_windows(windows: Sequence[Window]) -> str:
    return f"{len(windows)} window{'' if len(windows) == 1 else 's'}"


def estimate_rest(marks: Sequence[tuple[int, float]], left: int) -> float:
    """Seconds that the rest may take: the more records are in, the longer a further one takes.

    Args:
        marks: Records that were in and seconds that had passed, after each window so far.
        left: Records that are still to come.
    """
    counts = [count for count, _ in marks]
    paces = [seconds / count for count, seconds in marks]
    is_line = len(set(counts)) >= FEWEST_MARKS
    slope = max(linear_regression(counts, paces).slope, 0.0) if is_line else 0.0
    count, passed_s = marks[-1]
    return (paces[-1] + slope * left) * (count + left) - passed_s


def describe_duration(seconds: float) -> str:
    """A duration as one would say it."""
    if seconds < 90:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
