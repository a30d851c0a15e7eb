"""The service's one loop: look what waits, have it processed, look again; a failure is never its end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from flows.discretion import describe_failure
from flows.job import Job
from flows.progress import Silence
from flows.service.events import tell_landed, tell_landing
from flows.service.faults import FaultBook
from flows.service.later import GivenWay, GivingWay, Owed
from flows.service.places import Places
from flows.service.sending import send_notices
from flows.service.steps import Intake, known_contents, needs_update, prepare_first, publish_tables
from flows.service.watcher import Inbox
from flows.settings import Settings
from schemas.errors import TramaError
from staging.fingerprint import hash_content
from staging.landing import DeliveryPath

log = logging.getLogger(__name__)

MOST_DELIVERIES = 50
"""Deliveries in one run: a burst is linked and published a few times, not hundreds of times."""

REST_S = (2.0, 5.0, 15.0, 60.0)
"""Pauses after a failure of everything (no store, no API) before the next try; the last one repeats."""


@dataclass
class Worker:
    """What the loop works with.

    Attributes:
        places: Where it works.
        settings: Clock, seed, thresholds.
        inbox: The landing folder as seen so far.
        stop: Set when it is to end, once what is being done is finished.
        wake: Set when there may be something to do.
    """

    places: Places
    settings: Settings
    inbox: Inbox
    stop: asyncio.Event
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _is_nudged: bool = field(default=True, init=False)
    _known: set[tuple[str, str]] = field(default_factory=set, init=False)
    _contents: dict[str, tuple[str, str]] = field(default_factory=dict, init=False)
    _is_lost: bool = field(default=False, init=False)
    _seen_store: tuple[int, ...] = field(default=(), init=False)
    _faults: FaultBook = field(init=False)
    _tables: Owed = field(init=False)

    def __post_init__(self) -> None:
        """Begin without faults, and with what a former life still owed."""
        self._tables = Owed(self.places.folder / "tables.owed")
        self._faults = FaultBook(self.places.folder, self.settings.now)

    def job(self) -> Job:
        """Store and settings for a step outside a run."""
        return Job(self.places.store, self.settings, Silence())

    def nudge(self) -> None:
        """Somebody else says that there may be something to do."""
        self._is_nudged = True
        self.wake.set()

    async def work(self) -> None:
        """Look and work until told to stop; a failure is told and tried again, never the end."""
        self._faults.open()
        await self._insist(self._begin)
        while not self.stop.is_set():
            await self._insist(self._turn)
            await self._rest()
        with contextlib.suppress(TramaError, OSError):  # still owed, the next life writes them
            if self._tables.is_owed:
                await self._write_tables()

    async def _rest(self) -> None:
        """Until something moves, a delivery may have settled, or the service is to end."""
        waits = [asyncio.create_task(each.wait()) for each in (self.wake, self.stop)]
        due = [each for each in (self.inbox.settle_s(), self._tables.wait_s()) if each is not None]
        await asyncio.wait(waits, timeout=min(due, default=None), return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        self.wake.clear()

    async def _insist(self, step: Callable[[], Awaitable[None]]) -> None:
        pauses = iter(REST_S)
        pause_s = REST_S[0]
        while not self.stop.is_set():
            try:
                await step()
                self._faults.heal("service")
                return
            except Exception as error:
                log.warning("%s", _describe(error))
                self._faults.note("service", _describe(error))
                pause_s = next(pauses, pause_s)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), pause_s)

    async def _begin(self) -> None:
        await asyncio.to_thread(prepare_first, self.job(), self.places)
        self._known = await asyncio.to_thread(known_contents, self.job())

    async def _turn(self) -> None:
        """Deal with what waits; only a turn that finds nothing looks after what else there may be to do."""
        found = waiting = await self._find_new()
        if found:
            self.wake.set()  # what landed meanwhile comes before the rest
        while waiting and not self.stop.is_set():
            batch, waiting = waiting[:MOST_DELIVERIES], waiting[MOST_DELIVERIES:]
            stuck = await self._process(batch)
            waiting = [each for each in waiting if each.agency not in stuck]
        if self.stop.is_set() or (not found and await self._has_something_landed()):
            return
        if not found and (self._is_nudged or self._has_store_changed()):
            await self._update()
        if self._tables.is_due:
            await self._write_tables()

    async def _update(self) -> None:
        """Bring network and pages up to what others have done to the store."""
        self._is_nudged = False
        try:
            if await asyncio.to_thread(needs_update, self.job(), self.places):
                await self._process([])
        except BaseException:
            self._is_nudged = True
            raise

    async def _has_something_landed(self) -> bool:
        """Wait until the store is closed, unless something moves in the landing folder meanwhile."""
        from flows.service.delivery_flow import CLOSING  # noqa: PLC0415 - loaded by now

        waits = [asyncio.create_task(each) for each in (CLOSING.end(), self.wake.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return CLOSING.is_going_on

    async def _write_tables(self) -> None:
        """The tables, which may wait until it is quiet; those of a newer network follow with its pages."""
        job = Job(self.places.store, self.settings, GivingWay(self._are_tables_in_the_way))
        try:
            is_newest = await asyncio.to_thread(publish_tables, job, self.places)
        except GivenWay:
            return
        if is_newest:
            log.info("The tables are new.")
        self._tables.settle()

    def _are_tables_in_the_way(self) -> bool:
        """Whether a delivery waits for the tables to be written, which could as well wait for it."""
        may_wait = not (self._tables.is_overdue or self.stop.is_set())
        return may_wait and self.wake.is_set() and bool(self._look())

    def _has_store_changed(self) -> bool:
        """Whether the store's file is not as it was: a command beside the service may have written to it."""
        before, self._seen_store = self._seen_store, fingerprint_store(self.places.store)
        return before != self._seen_store

    async def _find_new(self) -> list[DeliveryPath]:
        was_lost = self._is_lost
        found = await asyncio.to_thread(self._look)
        if self._is_lost != was_lost:
            await send_notices([tell_landing(is_there=not self._is_lost, moment=str(time.time_ns()))])
        new: dict[tuple[str, str], DeliveryPath] = {}
        for delivery in found:
            try:
                content = (delivery.agency, await asyncio.to_thread(hash_content, delivery.path))
            except OSError:
                continue
            if content in self._known:
                self.inbox.finish(delivery)
            else:  # a second copy waits until the first is in the ledger, and is then known
                new.setdefault(content, delivery)
        self._contents = {delivery.display_path: content for content, delivery in new.items()}
        await send_notices([tell_landed(a, each.display_path, sha256) for (a, sha256), each in new.items()])
        return list(new.values())

    def _look(self) -> list[DeliveryPath]:
        try:
            found = self.inbox.look()
        except OSError as error:
            message = f"The landing folder cannot be read ({error.strerror}); it is looked for."
            if not self._is_lost:
                log.warning("%s", message)
            self._faults.note("landing", message)
            self._is_lost = True
            return []
        if self._is_lost:
            log.warning("The landing folder is there again.")
        self._faults.heal("landing")
        if not self.inbox.has_failures():
            self._faults.heal("delivery")
        self._is_lost = False
        return found

    async def _process(self, batch: list[DeliveryPath]) -> set[str]:
        """Have deliveries dealt with; codes of the agencies whose later ones are to wait.

        Where all of it fails (no store, no room) no delivery is to blame: `_insist` begins the turn again.
        """
        from flows.service.delivery_flow import UnfinishedError, process_deliveries  # noqa: PLC0415

        try:
            intake = await process_deliveries([each.display_path for each in batch])
        except UnfinishedError as error:
            intake = error.intake
            log.warning("%s", error)
            self._faults.note("delivery", str(error))
        self._tables.owe()
        dealt = self._note_outcome(batch, intake)
        log.info("%d of %d deliveries dealt with; the reports are new.", dealt, len(batch))
        return {each.agency for each, _ in intake.failed}

    def _note_outcome(self, batch: list[DeliveryPath], intake: Intake) -> int:
        """What is dealt with, what is tried again, and what waits behind it; how many are dealt with."""
        status = {each.path: each.status for each in intake.receipts}
        failed = {each for each, _ in intake.failed}
        for delivery in batch:
            found = status.get(delivery.display_path)
            if delivery in failed or found == "changing":
                self.inbox.postpone(delivery, is_waited_for=delivery in failed)
            elif found is not None:
                if found != "unreadable":  # under another name it may be readable
                    self._known.add(self._contents[delivery.display_path])
                self.inbox.finish(delivery)
        return sum(each != "changing" for each in status.values())


def fingerprint_store(store: Path) -> tuple[int, ...]:
    """Sizes and times of change of a store's file and of its log of what is not in the file yet."""
    stats = [each.stat() for each in (store, store.with_name(f"{store.name}.wal")) if each.is_file()]
    return tuple(number for stat in stats for number in (stat.st_size, stat.st_mtime_ns))


def _describe(error: Exception) -> str:
    if isinstance(error, TramaError):
        return str(error)
    if type(error).__module__.startswith("httpx") or "reach API" in str(error):
        return "Prefect's API does not answer; it is tried again, and nothing that has landed is lost."
    return describe_failure(error)
