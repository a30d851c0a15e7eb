"""From the call to a running service, and back: what is started, in which order, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import os
import signal
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from flows.service.alerts import read_rules
from flows.service.child import Child
from flows.service.loopback import trust_little
from flows.service.places import Places
from flows.service.server import make_server, prepare_service, require_free_port, wait_for_api
from flows.settings import Settings
from flows.store_lock import hold_store
from schemas.errors import ConfigError, StoreBusyError

if TYPE_CHECKING:
    from flows.service.worker import Worker

log = logging.getLogger(__name__)

DRAIN_S = 5.0
"""Longest wait for the last log lines and events of the runs, seconds."""


def run_service(places: Places, settings: Settings, *, port: int, time_zone: str) -> None:
    """Serve until told to stop by Ctrl-C or SIGTERM.

    Args:
        places: Where to work; folders that are missing are made.
        settings: Clock, seed, thresholds.
        port: Port of the Prefect server on loopback.
        time_zone: IANA name; the deployments' schedules are meant in it.

    Raises:
        ConfigError: Another service works on this store, the port is taken, or the watch rules need mending.
    """
    read_rules(places.watch)
    for folder in (places.folder, places.landing, places.out):
        folder.mkdir(parents=True, exist_ok=True)
    with _hold_service(places):
        has_own_server = prepare_service(places, port)
        if has_own_server:
            require_free_port(port)
            trust_little(places.folder)
        children = [make_server(places, port)] if has_own_server else []
        _run_apart(lambda stop: _serve(places, settings, children, (time_zone, stop)))


def _run_apart(serve: Callable[[asyncio.Event], Coroutine[None, None, None]]) -> None:
    """Run the loop in a thread of its own and listen for signals in this one.

    Prefect takes SIGTERM over while a flow runs in the main thread, and would tear the run apart; elsewhere
    it does not, and a delivery that is being taken in is finished first.
    """
    begun: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def begin() -> None:
        stop = asyncio.Event()
        begun.set_result((asyncio.get_running_loop(), stop))
        await serve(stop)

    with ThreadPoolExecutor(1, "service") as apart:
        ended = apart.submit(lambda: asyncio.run(begin()))
        loop, stop = begun.result()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
        ended.result()


@contextlib.contextmanager
def _hold_service(places: Places) -> Iterator[None]:
    """Be the only service of the store."""
    marker = places.folder / "service"
    try:
        with hold_store(marker, timeout_s=0):
            yield
    except StoreBusyError:
        holder = marker.with_name("service.lock").read_text(encoding="ascii", errors="replace") or "unknown"
        message = (
            f"A service (process {holder}) already works on the store {places.store.name}. "
            "Stop that one first, or name another store with --store."
        )
        raise ConfigError(message) from None


async def _serve(
    places: Places, settings: Settings, children: list[Child], terms: tuple[str, asyncio.Event]
) -> None:
    time_zone, stop = terms
    runner = Child("runner", ["-m", "flows.service.runner", time_zone], places.folder / "runner.log")
    beside: list[asyncio.Task[None]] = []
    try:
        for child in children:
            await child.start()
            beside.append(asyncio.create_task(child.keep_alive()))
        worker = _make_worker(places, settings, stop)
        await wait_for_api(stop)
        if stop.is_set():
            return
        await _introduce(places)
        from flows.service.sending import listen  # noqa: PLC0415 - loaded by now

        await runner.start()
        children = [runner, *children]
        others = (runner.keep_alive(), _wake(worker), listen(worker.nudge, stop))
        beside += [asyncio.create_task(each) for each in others]
        log.info("Serving. Landing folder: %s. Prefect: %s", places.landing, _ui_address())
        await worker.work()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        places.address.unlink(missing_ok=True)
        await _send_the_rest()
        await asyncio.gather(*(child.stop() for child in children))
        log.info("The service has ended; what lands now is taken in when it starts again.")


async def _send_the_rest() -> None:
    """Let Prefect send what it still holds while its server is there; afterwards it would wait for it."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - loaded by now
    from prefect.logging.handlers import APILogHandler  # noqa: PLC0415

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(APILogHandler.aflush(), DRAIN_S)
    with contextlib.suppress(TimeoutError):
        await asyncio.to_thread(EventsWorker.drain_all, DRAIN_S)


def _make_worker(places: Places, settings: Settings, stop: asyncio.Event) -> Worker:
    """Load Prefect and the rooms while the server starts: each takes seconds, and they need not wait."""
    importlib.import_module("flows.service.delivery_flow")
    worker = importlib.import_module("flows.service.worker").Worker
    inbox = importlib.import_module("flows.service.watcher").Inbox
    made: Worker = worker(places, settings, inbox(places.landing), stop)
    return made


async def _introduce(places: Places) -> None:
    """Clear up after a former life, and say where the API is."""
    from flows.service.delivery_flow import process_deliveries  # noqa: PLC0415 - after Prefect's environment
    from flows.service.recovery import close_left_behind, watch_for_zombies  # noqa: PLC0415

    await close_left_behind([process_deliveries.name])
    await watch_for_zombies()
    places.address.write_text(os.environ["PREFECT_API_URL"] + "\n", encoding="utf-8")


async def _wake(worker: Worker) -> None:
    from flows.service.watcher import wake_on_change  # noqa: PLC0415 - loaded by now

    async for _ in wake_on_change(worker.places.landing, worker.stop):
        worker.wake.set()


def _ui_address() -> str:
    return os.environ["PREFECT_API_URL"].removesuffix("/api")
