"""The Prefect server that the service starts, and what it and its clients are told beforehand."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from pathlib import Path

from flows.prefect_environment import prepare_prefect
from flows.service.child import Child
from flows.service.places import Places, name_places
from schemas.errors import ConfigError, TramaError

HOST = "127.0.0.1"
START_S = 90.0
"""Longest start of a server, seconds: its database is made or migrated first; usually 3 to 6."""

PORT_S = 20.0
"""Longest end of a former server whose service was killed, seconds; usually 2 to 4."""

_LOOK_S = 0.1

SERVICE_DEFAULTS = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_BATCH_INTERVAL": "1",
}
"""Prefect's own defaults are made for machines far away: ten seconds until a run starts, no sign of life.
What a run says goes to the UI; the terminal has the service's own lines. The environment outranks them."""


def prepare_service(places: Places, port: int) -> bool:
    """Set the environment of this process and its children; before `prefect` is imported.

    Returns:
        Whether the service has to start a server of its own: no Prefect API is named in the environment.
    """
    own_server = not os.environ.get("PREFECT_API_URL")
    os.environ.update(name_places(places))
    for name, value in SERVICE_DEFAULTS.items():
        os.environ.setdefault(name, value)
    if own_server:
        os.environ.update(_own_server(places.folder, port))
    prepare_prefect()
    return own_server


def _own_server(folder: Path, port: int) -> dict[str, str]:
    address = f"http://{HOST}:{port}"
    return {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"{address}/api",
        "PREFECT_UI_API_URL": f"{address}/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_STATIC_DIRECTORY": str(folder / "ui"),
        # Prefect allows every origin: any web page open in the analyst's browser could read the API
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": address,
    }


def make_server(places: Places, port: int) -> Child:
    """Prefect's server as a process of the service."""
    command = ["-m", "uvicorn", "--factory", "prefect.server.api.server:create_app"]
    command += ["--host", HOST, "--port", str(port), "--log-level", "warning", "--no-access-log"]
    command += ["--timeout-graceful-shutdown", "2", "--timeout-keep-alive", "5"]
    return Child("Prefect server", command, places.folder / "server.log")


def require_free_port(port: int, wait_s: float = PORT_S) -> None:
    """Make sure that nobody else listens there.

    Args:
        port: On loopback.
        wait_s: How long the server of a service that was just killed may take to give it up.

    Raises:
        ConfigError: Somebody does.
    """
    deadline = time.monotonic() + wait_s
    while not _is_free(port):
        if time.monotonic() >= deadline:
            raise ConfigError(f"Port {port} is taken by another program; choose one with --port.")
        time.sleep(_LOOK_S)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


async def wait_for_api(stop: asyncio.Event) -> None:
    """Wait until the Prefect API answers, or the service is told to stop.

    Raises:
        TramaError: It did not within a minute and a half.
    """
    import httpx  # noqa: PLC0415 - slow to load, and only the service needs it

    url, deadline = f"{os.environ['PREFECT_API_URL']}/health", time.monotonic() + START_S
    async with httpx.AsyncClient(timeout=5) as client:
        while not stop.is_set():
            try:
                if (await client.get(url)).is_success:
                    return
            except httpx.HTTPError:
                pass
            if time.monotonic() >= deadline:
                raise TramaError("Prefect's API does not answer; see server.log in the service's folder.")
            await asyncio.sleep(_LOOK_S)
