"""Runs that a killed service left behind: shown as crashed, so that nobody waits for them."""

from __future__ import annotations

import logging
from datetime import timedelta

from prefect.automations import AutomationCore
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed

log = logging.getLogger(__name__)

WHAT_NOW = "The service was stopped or killed meanwhile; its next life does the work again. Nothing to do."


async def close_left_behind(flow_names: list[str]) -> int:
    """Mark the running runs of these flows as crashed; no other process of this store runs them now.

    Returns:
        How many there were.
    """
    running = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    async with get_client() as client:
        runs = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=flow_names)),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=running)),
        )
        for run in runs:
            await client.set_flow_run_state(run.id, Crashed(message=WHAT_NOW), force=True)
    if runs:
        log.info("%d runs that a former service left behind were closed.", len(runs))
    return len(runs)


ZOMBIES = "trama: a run that fell silent is crashed"


async def watch_for_zombies() -> None:
    """Make sure that Prefect itself closes a run whose process no longer gives a sign of life for 90 s."""
    async with get_client() as client:
        if not await client.read_automations_by_name(ZOMBIES):
            await _create_zombie_automation(client)


async def _create_zombie_automation(client: PrefectClient) -> None:
    trigger = EventTrigger(
        after={"prefect.flow-run.heartbeat"},
        expect={
            "prefect.flow-run.heartbeat",
            "prefect.flow-run.Completed",
            "prefect.flow-run.Failed",
            "prefect.flow-run.Cancelled",
            "prefect.flow-run.Crashed",
            "prefect.flow-run.Suspended",  # waits for somebody's word, and has no process meanwhile
        },
        match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=timedelta(seconds=90),
    )
    action = ChangeFlowRunState(name=None, state=StateType.CRASHED, message=WHAT_NOW, force=False)
    await client.create_automation(AutomationCore(name=ZOMBIES, trigger=trigger, actions=[action]))
