"""The forms `backfill` and `verify` in Prefect's UI.

Historical deliveries lie beside the landing folder, in `<landing>-history`, one folder an agency: what lands
in the landing folder itself is taken in at once and is news.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from prefect import flow, runtime
from pydantic import Field

from flows.backfill_course import Terms
from flows.backfill_flow import Retries, describe_left_out, run_months
from flows.months import MONTH_PATTERN, read_span
from flows.service.events import tell_store_changed
from flows.service.forms import SENDER, Delivery
from flows.service.places import Places, read_places
from flows.service.sending import send_notices
from flows.settings import read_settings
from flows.verify_flow import VerifiedCounts, check_and_tell
from schemas.errors import ConfigError, TramaError

STOP = "stop"
FROM_NOTHING = "books, network, and the network computed anew"

First = Annotated[
    str, Field(title="First month", pattern=MONTH_PATTERN, description="Incident month, such as 2015-01.")
]
Last = Annotated[
    str, Field(title="Last month", pattern=MONTH_PATTERN, description="Incident month, such as 2023-12.")
]
OnFailure = Annotated[
    Literal["leave it out and go on", "stop"],
    Field(title="When a month fails", description="A month that fails for good waits, as it was before."),
]
Depth = Annotated[
    Literal["books and network", "books, network, and the network computed anew"],
    Field(title="How thorough", description="Computing anew takes as long as `trama link --rebuild`."),
]


def find_history(places: Places, delivery: str) -> Path:
    """The folder or delivery below `<landing>-history` that a form names.

    Raises:
        ConfigError: It is not there, or leads elsewhere.
    """
    folder = places.landing.with_name(f"{places.landing.name}-history")
    chosen = folder / delivery if delivery else folder
    if not chosen.exists() or not chosen.resolve().is_relative_to(folder.resolve()):
        where = f"{folder.name}/{delivery}" if delivery else folder.name
        raise ConfigError(f"There is no {where} beside the landing folder: put the old deliveries there.")
    return chosen


def _name_backfill() -> str:
    chosen = runtime.flow_run.parameters
    whose = chosen.get("delivery") or "everybody"
    return f"backfill {chosen.get('first_month')} to {chosen.get('last_month')} of {whose}"


@flow(name="backfill", flow_run_name=_name_backfill)
async def backfill_history(
    first_month: First,
    last_month: Last,
    delivery: Delivery = "",
    retries: Retries = 1,
    on_failure: OnFailure = "leave it out and go on",
) -> None:
    """Take in years of history, one incident month after the other; started again, it goes on where it was.

    Args:
        first_month: First incident month, such as 2015-01.
        last_month: Last incident month, such as 2023-12.
        delivery: Agency code or path below the folder of history; empty for all of it. What was read before
            and waits for one of these months is let in as well.
        retries: How often a month that fails is tried again.
        on_failure: What a month that fails for good means for the others.
    """
    places = read_places(read_settings())
    terms = Terms(read_span(first_month, last_month), retries, on_failure == STOP)
    counts = await run_months(find_history(places, delivery), places.store, terms)
    await send_notices([tell_store_changed(str(runtime.flow_run.id))], SENDER)
    if not counts.is_complete:
        raise TramaError(describe_left_out(counts))


@flow(name="verify", flow_run_name="verify {depth}")
async def verify_store(depth: Depth = "books and network") -> VerifiedCounts:
    """Check that ledger, records, network and decisions agree; the run fails when they do not.

    Args:
        depth: Whether the network is computed anew as well, and compared.
    """
    return await check_and_tell(read_places(read_settings()).store, has_rebuild=depth == FROM_NOTHING)
