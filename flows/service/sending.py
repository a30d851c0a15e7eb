"""Events to and from Prefect's API."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import urllib.error
import urllib.request
import uuid
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from flows.service.events import NUDGES, SENDER, Notice, tell_store_changed
from flows.service.places import find_address
from schemas.errors import TramaError

log = logging.getLogger(__name__)

SERVICE = "service"
"""How the service signs its events, so that it does not answer itself."""

BATCH = 50
"""Events a request, as Prefect's own clients send them."""

_TIMEOUT_S = 15
_AGAIN_S = 2.0


async def send_notices(notices: Sequence[Notice], sender: str = SERVICE) -> None:
    """Send events and wait until the API has taken them.

    Raises:
        httpx.HTTPError: The API does not answer.
    """
    from prefect.client.orchestration import get_client  # noqa: PLC0415 - after Prefect's environment

    if not notices:
        return
    now = datetime.now(UTC)
    async with get_client() as client:
        for first in range(0, len(notices), BATCH):
            body = [each.to_json(now, sender) for each in notices[first : first + BATCH]]
            await client.request("POST", "/events", json=body)


def notify_service(store: Path) -> None:
    """Tell the service of a store, from a command and without Prefect, that the store was written to.

    Args:
        store: The DuckDB file; a running service has left its API's address beside it.

    Raises:
        TramaError: No Prefect API is known, or it does not answer.
    """
    url = os.environ.get("PREFECT_API_URL") or _read_address(find_address(store))
    if not url.startswith(("http://", "https://")):
        raise TramaError("The deliveries are in the store, but no service of it runs: start `trama serve`.")
    notice = tell_store_changed(str(uuid.uuid4()))
    body = json.dumps([notice.to_json(datetime.now(UTC), "command")]).encode()
    request = urllib.request.Request(f"{url}/events", body, _headers())
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S):
            return
    except (urllib.error.URLError, TimeoutError) as error:
        message = "The deliveries are in the store, but the service does not answer; it looks when it starts."
        raise TramaError(message) from error


def _headers() -> dict[str, str]:
    password = os.environ.get("PREFECT_API_AUTH_STRING")
    login = {"Authorization": f"Basic {b64encode(password.encode()).decode()}"} if password else {}
    return {"Content-Type": "application/json"} | login


def _read_address(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


async def listen(nudge: Callable[[], None], stop: asyncio.Event) -> None:
    """Nudge the service whenever somebody else sends one of the events that concern it; never ends by itself.

    What the event says is not trusted: the service looks for itself what there is to do.
    """
    from prefect.events.clients import get_events_subscriber  # noqa: PLC0415 - after Prefect's environment
    from prefect.events.filters import EventFilter, EventNameFilter  # noqa: PLC0415

    wanted = EventFilter(event=EventNameFilter(name=list(NUDGES)))
    while not stop.is_set():
        try:
            async with get_events_subscriber(filter=wanted, reconnection_attempts=1) as subscriber:
                async for event in subscriber:
                    if event.resource.get(SENDER) != SERVICE:
                        nudge()
        except Exception as error:  # whatever a broken connection raises, it is made anew
            log.debug("The event stream ended: %s", type(error).__name__)
        await asyncio.sleep(_AGAIN_S)
