"""A run whose process was killed is closed by Prefect itself, once it has been silent long enough."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.service.live import LiveService, wait_until

SILENCE_S = 10
"""Instead of the service's own 80 s; the mechanism is the same."""

_WATCH = """
import asyncio, sys
from datetime import timedelta
from flows.service.recovery import watch_for_zombies
asyncio.run(watch_for_zombies("soon", timedelta(seconds=int(sys.argv[1]))))
"""
_RUN = """
import asyncio
from prefect import flow

@flow(name="elsewhere")
async def run_elsewhere():
    await asyncio.sleep(600)

asyncio.run(run_elsewhere())
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[LiveService]:
    live = LiveService(tmp_path)
    live.start()
    yield live
    live.stop()


def test_a_killed_run_is_marked_and_says_what_to_do(service: LiveService) -> None:
    named = {
        "PREFECT_API_URL": f"http://127.0.0.1:{service.port}/api",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    }
    environment = service.environment() | named
    subprocess.run([sys.executable, "-c", _WATCH, str(SILENCE_S)], env=environment, check=True, timeout=60)
    own = {"flows": {"name": {"any_": ["elsewhere"]}}}
    run = subprocess.Popen([sys.executable, "-c", _RUN], env=environment, stderr=subprocess.DEVNULL)
    with run:
        wait_until(lambda: bool(service.events("prefect.flow-run.heartbeat")), 60, service.log)
        run.send_signal(signal.SIGKILL)
    wait_until(
        lambda: service.ask("/flow_runs/filter", own)[0]["state"]["type"] == "CRASHED", 90, service.log
    )
    assert "Start it again" in service.ask("/flow_runs/filter", own)[0]["state"]["message"]
    automations = {each["name"]: each for each in service.ask("/automations/filter", {})}
    lasting = automations["trama: a run that fell silent is crashed"]
    assert lasting["enabled"]
    assert lasting["trigger"]["within"] < 90
