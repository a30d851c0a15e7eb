"""What analysts find in Prefect's UI: which forms there are, when each runs by itself, and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from prefect import Flow
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.service import forms, history_forms
from flows.service.release_form import release_to_partner


@dataclass(frozen=True)
class Offer:
    """One deployment.

    Attributes:
        flow: The form.
        cron: When it runs by itself, in the service's time zone; null for never.
        purpose: What the UI says it is for.
        is_begun_again: Whether a run that is killed with the service starts again by itself.
    """

    flow: Flow[..., Any]
    cron: str | None
    purpose: str
    is_begun_again: bool = True


OFFERS = (
    Offer(
        forms.ingest_landing,
        "0 * * * *",
        "Take in deliveries again, or those of one agency. What lands is taken in by itself; this looks once "
        "an hour for what a share did not announce.",
    ),
    Offer(
        forms.link_store,
        "0 3 * * *",
        "Bring persons, links and clusters up to the records, at night once more than needed.",
    ),
    Offer(
        forms.report_store,
        "30 5 * * *",
        "Write the reports: every morning all of the holder's, on demand those of a partner or a cluster.",
    ),
    Offer(
        history_forms.backfill_history,
        None,
        "Take in years of history from the folder beside the landing folder, month by month, each a run "
        "below this one. What lands meanwhile is taken in between. Nobody is alerted of old events.",
        is_begun_again=False,
    ),
    Offer(
        history_forms.verify_store,
        "0 4 * * 0",
        "Check that ledger, records, network and decisions agree: every Sunday, and on demand with the "
        "network computed anew. A run that fails says what does not agree.",
    ),
    Offer(
        release_to_partner,
        None,
        "Give a partner its reports and tables: the run waits, suspended, until somebody has looked at them "
        "and approves or rejects them here. Who, when and why is kept in the store.",
        is_begun_again=False,
    ),
)
"""Schedules are spread so that the night's work is done before the morning's reports are read."""

TAG = "trama"


async def make_deployments(time_zone: str) -> list[RunnerDeployment]:
    """The deployments with their schedules in a time zone (an IANA name)."""
    return [
        await each.flow.ato_deployment(
            name=each.flow.name,
            description=each.purpose,
            tags=[TAG],
            schedule=Cron(each.cron, timezone=time_zone) if each.cron else None,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for each in OFFERS
    ]
