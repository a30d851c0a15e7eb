"""From the call to a running service, and back: what is started, in which order, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from flows.service.alerts import read_rules
from flows.service.child import Child
from flows.service.places import Places
from flows.service.sending import listen
from flows.service.server import make_server, prepare_service, require_free_port, wait_for_api
from flows.service.watcher import Inbox, wake_on_change
from flows.service.worker import Worker
from flows.settings import Settings
from flows.store_lock import StoreBusyError, hold_store
from schemas.errors import ConfigError

log = logging.getLogger(__name__)


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
        children = [make_server(places, port)] if has_own_server else []
        asyncio.run(_serve(places, settings, children, time_zone))


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


async def _serve(places: Places, settings: Settings, children: list[Child], time_zone: str) -> None:
    worker = Worker(places, settings, Inbox(places.landing))
    _end_on_signal(worker)
    runner = Child("runner", ["-m", "flows.service.runner", time_zone], places.folder / "runner.log")
    beside: list[asyncio.Task[None]] = []
    try:
        for child in children:
            await child.start()
            beside.append(asyncio.create_task(child.keep_alive()))
        await wait_for_api(worker.stop)
        if worker.stop.is_set():
            return
        await _introduce(places)
        beside += [asyncio.create_task(each) for each in (_wake(worker), listen(worker.nudge, worker.stop))]
        work = asyncio.create_task(worker.work())
        await runner.start()
        children = [runner, *children]
        beside.append(asyncio.create_task(runner.keep_alive()))
        log.info("Serving. Landing folder: %s. Prefect: %s", places.landing, _ui_address())
        await work
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        places.address.unlink(missing_ok=True)
        await asyncio.gather(*(child.stop() for child in children))
        log.info("The service has ended; what lands now is taken in when it starts again.")


async def _introduce(places: Places) -> None:
    """Clear up after a former life, and say where the API is."""
    from flows.service.delivery_flow import process_deliveries  # noqa: PLC0415 - after Prefect's environment
    from flows.service.recovery import close_left_behind, watch_for_zombies  # noqa: PLC0415

    await close_left_behind([process_deliveries.name])
    await watch_for_zombies()
    _replace_text(places.address, os.environ["PREFECT_API_URL"])


def _replace_text(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


async def _wake(worker: Worker) -> None:
    async for _ in wake_on_change(worker.places.landing, worker.stop):
        worker.wake.set()


def _end_on_signal(worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, worker.end)


def _ui_address() -> str:
    return os.environ["PREFECT_API_URL"].removesuffix("/api")
