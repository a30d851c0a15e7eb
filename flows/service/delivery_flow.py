"""The flow `delivery`: from deliveries that landed to the changed clusters' new pages, in the warm process.

The three stages are tasks of one run, each told as an event when it is done. Everything here may be done
twice without harm: a run that was killed is simply begun again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from prefect import flow, runtime, task
from prefect.artifacts import acreate_markdown_artifact

from flows.counts import NetworkCounts
from flows.job import Job
from flows.service.events import tell_alert, tell_changes, tell_staged
from flows.service.facts import save_published
from flows.service.lasting import Closing, Held, keep_store
from flows.service.linking import link_ahead
from flows.service.places import Places, read_places
from flows.service.sending import SERVICE, send_notices
from flows.service.steps import (
    Intake,
    Oddities,
    Publication,
    count_oddities,
    describe_refusal,
    publish,
    take_in,
)
from flows.service.summaries import summarise_intake, summarise_publication
from flows.settings import read_settings
from flows.task_terms import WAITING, call_step
from schemas.errors import ConfigError, TramaError
from staging.frame_memory import FrameMemory
from staging.landing import DeliveryPath

MOST_UPDATES = 3
"""Times that the network is updated again because records came in while its pages were being made."""

TOLD = ("staged", "seen", "unreadable")
"""Receipts that are told as an event; a delivery that is still changing is not dealt with yet."""

_MEMORY = FrameMemory()
"""What the warm process holds of the network from one run to the next; empty until it links."""

CLOSING = Closing()
"""The warm process's store, closed beside what follows a run; to be waited for before the next step on it."""


class UnfinishedError(TramaError):
    """Some deliveries of a batch could not be dealt with; the others are in the store and in the reports."""

    def __init__(self, intake: Intake) -> None:
        first, reason = intake.failed[0]
        others = f" ({len(intake.failed) - 1} more likewise)" if len(intake.failed) > 1 else ""
        super().__init__(f"{first.display_path}: {reason}{others}")
        self.intake = intake


@task(name="take in deliveries", **WAITING)
async def take_in_landed(
    deliveries: list[DeliveryPath], places: Places, sender: str = SERVICE, *, are_new: bool = False
) -> Intake:
    """Take deliveries in, and tell of each; the store's log is left to the link that follows."""

    def take(job: Job) -> Intake:
        return take_in(deliveries, replace(job, leaves_log=True), are_new=are_new)

    intake = await call_step(take, places.store)
    await send_notices([tell_staged(each) for each in intake.receipts if each.status in TOLD], sender)
    return intake


async def count_intake(intake: Intake, places: Places) -> Oddities | None:
    """Why rows of these deliveries were put aside, and what was odd in them; null where there are none."""
    ids = [each.delivery_id for each in intake.receipts if each.status in TOLD]
    if not ids:
        return None
    return await call_step(lambda job: count_oddities(job, ids), places.store)


async def leave_counts(intake: Intake, oddities: Oddities | None) -> None:
    """Leave what came of deliveries as an artifact of the run."""
    if oddities is not None:
        await acreate_markdown_artifact(
            summarise_intake(intake.receipts, *oddities),
            key="deliveries",
            description="Deliveries taken in",
        )


@task(name="update the network", **WAITING)
async def update_network(places: Places, held: Held) -> NetworkCounts:
    """Bring the saved network up to what is staged, and leave the store open for its pages."""
    return await call_step(lambda job: link_ahead(job, places, held), places.store)


@task(name="publish what changed", **WAITING)
async def publish_changes(places: Places, held: Held) -> Publication:
    """Write the pages of the clusters that changed, and tell of them."""
    made = await call_step(lambda job: publish(job, places, held), places.store)
    await send_notices([*tell_changes(made.changes), *(tell_alert(each) for each in made.alerts)])
    await acreate_markdown_artifact(
        summarise_publication(made), key="clusters-changed", description="Clusters changed and alerts"
    )
    save_published(places.published, made.published)
    return made


async def update_and_publish(
    places: Places,
    memory: FrameMemory,
    closing: Closing | None = None,
    while_open: Callable[[], Awaitable[None]] | None = None,
) -> Publication:
    """Bring network and pages up to the records; records that come in meanwhile are followed as well.

    Args:
        places: Where the service works.
        memory: What this process holds of the network.
        closing: Takes over closing the store in the end; null to have it closed then.
        while_open: What else is to be asked of the store before it is closed.
    """
    for attempt in range(1, MOST_UPDATES + 1):
        async with keep_store(memory, closing) as held:
            await update_network(places, held)
            try:
                made = await publish_changes(places, held)
            except ConfigError:
                # records came in between the two: the network is older than they are, so it is updated again
                if attempt == MOST_UPDATES:
                    raise
                continue
            if while_open is not None:
                await while_open()
            return made
    raise AssertionError("the last attempt returns or raises")


def locate(display_paths: list[str], landing: Path) -> list[DeliveryPath]:
    """Deliveries from their paths below the landing folder."""
    return [DeliveryPath(each.split("/", 1)[0], each, landing / each) for each in display_paths]


def _name_run() -> str:
    paths: list[str] = runtime.flow_run.parameters["deliveries"]
    if len(paths) == 1:
        return paths[0]
    agencies = ", ".join(sorted({each.split("/", 1)[0] for each in paths}))
    return f"{len(paths)} deliveries of {agencies}" if paths else "update without a delivery"


@flow(name="delivery", flow_run_name=_name_run)
async def process_deliveries(deliveries: list[str]) -> Intake:
    """Take in deliveries that landed, update the network, and publish the clusters that changed.

    Args:
        deliveries: Paths below the landing folder, in order of arrival; may be none.
    """
    places = read_places(read_settings())
    await CLOSING.end()
    try:
        intake = Intake(())
        if deliveries:
            intake = await take_in_landed(locate(deliveries, places.landing), places, are_new=True)
        counted: list[Oddities | None] = []

        async def count() -> None:
            counted.append(await count_intake(intake, places))

        try:
            await update_and_publish(places, _MEMORY, CLOSING, count)
        finally:
            if not counted:
                await CLOSING.end()
                await count()
            await leave_counts(intake, counted[-1])  # last: it would take its time from the pages
    except OSError as error:
        raise TramaError(describe_refusal(error, "the service tries again by itself")) from None
    if intake.failed:
        raise UnfinishedError(intake)
    return intake
