"""Work that may wait until nothing lands for a moment, and is not forgotten: it is owed until it is done.

The tables are for machines and take seconds on a large store; what lands meanwhile would wait for them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flows.progress import Silence

REST_S = 10.0
"""Quiet seconds after which it is done."""

LATEST_S = 120.0
"""Seconds after which it is done even though deliveries keep landing."""


class GivenWay(Exception):
    """The work was ended for something that does not wait; it is still owed."""


class GivingWay(Silence):
    """A listener to work that may wait: ends it where a stage begins, once something else does not wait."""

    def __init__(self, is_in_the_way: Callable[[], bool]) -> None:
        self._is_in_the_way = is_in_the_way

    def start(self, stage: str, total: int | None = None) -> None:
        """Another stage begins, unless the work is in the way.

        Raises:
            GivenWay: It is.
        """
        if self._is_in_the_way():
            raise GivenWay(stage)


@dataclass
class Owed:
    """A piece of work that is owed or not; a file says so, which outlives the process.

    Attributes:
        marker: The file.
        clock: Seconds.
    """

    marker: Path
    clock: Callable[[], float] = time.monotonic
    _since_s: float | None = field(default=None, init=False)
    _again_s: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        """Take over what a former life still owed."""
        if self.marker.exists():
            self.owe()

    def owe(self) -> None:
        """It has to be done (again), once it is quiet."""
        self._again_s = self.clock()
        if self._since_s is None:
            self._since_s = self._again_s
            self.marker.parent.mkdir(parents=True, exist_ok=True)
            self.marker.touch()

    def wait_s(self) -> float | None:
        """Seconds until it is due; null when nothing is owed."""
        if self._since_s is None:
            return None
        return max(0.0, min(self._again_s + REST_S, self._since_s + LATEST_S) - self.clock())

    @property
    def is_due(self) -> bool:
        """Whether it is owed and has waited long enough."""
        return self.wait_s() == 0.0

    @property
    def is_overdue(self) -> bool:
        """Whether it has waited for so long that what lands now has to wait for it."""
        return self._since_s is not None and self.clock() - self._since_s >= LATEST_S

    @property
    def is_owed(self) -> bool:
        """Whether it has to be done at all."""
        return self._since_s is not None

    def settle(self) -> None:
        """It is done."""
        self._since_s = None
        self.marker.unlink(missing_ok=True)
