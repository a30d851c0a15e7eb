"""What waits in the landing folder: deliveries that are whole, in the order in which they arrived.

The watcher only wakes the service. What there is to do is always read from the folder itself, so that a lost
notification, a share without notifications, or a service that was down costs time and never a delivery.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from staging.fingerprint import size_and_time
from staging.landing import DeliveryPath, find_deliveries, is_agency_code

QUIET_S = 0.5
"""A file that grows is left alone until its size and time have not changed for so long."""

OLD_S = 2.0
"""A file that is older than this when first seen was moved in whole; nobody is writing it now."""

LOOK_S = 10.0
"""Seconds between looks at a folder that sends no notifications, such as a network share."""

RETRY_S = (2.0, 10.0, 60.0, 300.0)
"""Pauses before a delivery that failed is tried again; the last one repeats."""

PATIENCE = 3
"""Failures of a delivery through which its partner's later ones wait for it, so that order is kept: a minute.
One that still fails does not hold them up for ever; a lower revision that comes late changes nothing."""

Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Failure:
    """How often a delivery failed, when it is due again, and whether its partner's later ones wait for it."""

    count: int
    due_s: float
    is_waited_for: bool


@dataclass
class Inbox:
    """What has been seen of the landing folder so far.

    Attributes:
        landing: The folder.
        clock: Seconds since the epoch.
    """

    landing: Path
    clock: Callable[[], float] = time.time
    _done: dict[Path, Fingerprint] = field(default_factory=dict, init=False)
    _quiet_since: dict[Path, tuple[Fingerprint, float]] = field(default_factory=dict, init=False)
    _failures: dict[Path, _Failure] = field(default_factory=dict, init=False)
    _held: frozenset[Path] = field(default=frozenset(), init=False)

    def look(self) -> list[DeliveryPath]:
        """Whole deliveries not yet dealt with, the earliest arrival first.

        A partner's later ones wait for one of its own that has just failed.

        Raises:
            OSError: The folder is not there.
        """
        found = _list_in(self.landing)
        known = {each.path for each in found}
        for memory in (self._done, self._quiet_since, self._failures):
            for gone in [path for path in memory if path not in known]:
                del memory[gone]
        due = {each.path for each in found if self._is_ready(each.path)}
        waiting = sort_by_arrival(each for each in found if each.path in due or each.path in self._failures)
        self._held = self._hold(waiting, due)
        return [each for each in waiting if each.path in due and each.path not in self._held]

    def _hold(self, found: list[DeliveryPath], due: set[Path]) -> frozenset[Path]:
        """Those of the ready ones that arrived after one of the same partner's that is waited for."""
        first: dict[str, int] = {}
        for place, each in enumerate(found):
            failure = self._failures.get(each.path)
            is_awaited = failure is not None and failure.is_waited_for and failure.count <= PATIENCE
            if is_awaited and each.path not in due:
                first.setdefault(each.agency, place)
        return frozenset(
            each.path
            for place, each in enumerate(found)
            if each.path in due and place > first.get(each.agency, len(found))
        )

    def settle_s(self) -> float | None:
        """Seconds until a delivery may be whole or is due again; null when none is waited for."""
        now = self.clock()
        due = [
            max(since + QUIET_S, self._due_s(path)) - now
            for path, (_, since) in self._quiet_since.items()
            if path not in self._held
        ]
        return max(min(due), 0.02) if due else None

    def finish(self, delivery: DeliveryPath) -> None:
        """This delivery, as it lies there now, is dealt with."""
        self._failures.pop(delivery.path, None)
        mark = self._quiet_since.pop(delivery.path, None)
        if mark is not None:
            self._done[delivery.path] = mark[0]

    def postpone(self, delivery: DeliveryPath, *, is_waited_for: bool = True) -> None:
        """This delivery is not dealt with; look at it again after a pause that grows.

        Args:
            delivery: The delivery.
            is_waited_for: Whether it failed, so that its partner's later ones wait; one that only changes or
                waits itself holds nobody up.
        """
        before = self._failures.get(delivery.path)
        count = before.count if before else 0
        due_s = self.clock() + RETRY_S[min(count, len(RETRY_S) - 1)]
        self._failures[delivery.path] = _Failure(count + 1, due_s, is_waited_for)

    def has_failures(self) -> bool:
        """Whether a delivery that failed waits to be tried again."""
        return any(each.is_waited_for for each in self._failures.values())

    def _due_s(self, path: Path) -> float:
        failure = self._failures.get(path)
        return failure.due_s if failure else 0.0

    def _is_ready(self, path: Path) -> bool:
        try:
            mark = size_and_time(path)
        except OSError:
            return False
        if not mark or self._done.get(path) == mark:
            return False
        now = self.clock()
        if now < self._due_s(path):
            return False
        before, since = self._quiet_since.get(path, (None, 0.0))
        if before == mark:
            return now - since >= QUIET_S
        newest_s = max(written_ns for _, _, written_ns in mark) / 1e9
        is_old = before is None and now - newest_s >= OLD_S
        self._quiet_since[path] = (mark, now - QUIET_S if is_old else now)
        return is_old


def find_in(landing: Path) -> list[DeliveryPath]:
    """Deliveries in a landing folder, the earliest arrival first; none where no agency has a folder yet.

    Raises:
        OSError: The folder is not there.
    """
    return sort_by_arrival(_list_in(landing))


def sort_by_arrival(deliveries: Iterable[DeliveryPath]) -> list[DeliveryPath]:
    """The earliest arrival first; asks for the time of each, so not to be done with all that is known."""
    return sorted(deliveries, key=lambda each: (_arrived(each.path), each.display_path))


def _list_in(landing: Path) -> list[DeliveryPath]:
    if not any(entry.is_dir() and is_agency_code(entry.name) for entry in landing.iterdir()):
        return []
    return find_deliveries(landing)


def _arrived(path: Path) -> int:
    """When it came to lie there: a rename sets the time of change, not that of writing."""
    try:
        return path.stat().st_ctime_ns
    except OSError:
        return 0


async def wake_on_change(landing: Path, stop: asyncio.Event) -> AsyncIterator[None]:
    """One value whenever something moves in the folder, and every few seconds in any case."""
    from watchfiles import awatch  # noqa: PLC0415 - only the service needs it

    while not stop.is_set():
        try:
            moves = awatch(
                landing,
                stop_event=stop,
                debounce=50,
                step=20,
                rust_timeout=int(LOOK_S * 1000),
                yield_on_timeout=True,
                watch_filter=None,
            )
            async for changes in moves:
                yield
                if not changes:
                    break  # a folder that was replaced is watched anew
        except OSError:
            yield
            await asyncio.sleep(LOOK_S / 5)
