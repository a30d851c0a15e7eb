"""Runs that a killed service left behind: shown as crashed, so that nobody waits for them."""

from __future__ import annotations

import logging
from collections.abc import Callable
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
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.states import Crashed, Scheduled

log = logging.getLogger(__name__)

WHAT_NOW = "The service was stopped or killed meanwhile; its next life does the work again. Nothing to do."
START_AGAIN = "The run's process was killed. Start it again: what it had finished is kept."
BEGUN_AGAIN = "The service was stopped or killed meanwhile; the run is begun again."

MOST_STARTS = 3
"""Times that a run is begun again by itself: one that brings its machine down is not begun for ever."""


async def close_left_behind(flow_names: list[str], message: str = WHAT_NOW) -> int:
    """Mark the running runs of these flows as crashed; no other process of this store runs them now.

    Args:
        flow_names: Names of the flows.
        message: What the reader of the run is to do.

    Returns:
        How many there were.
    """
    return await _set_left_behind(flow_names, lambda run: Crashed(message=message))


async def begin_again(flow_names: list[str]) -> int:
    """Have the running runs of these flows, which may be done twice without harm, started again.

    Returns:
        How many there were.
    """

    def choose(run: FlowRun) -> State:
        return Scheduled(message=BEGUN_AGAIN) if run.run_count < MOST_STARTS else Crashed(message=START_AGAIN)

    return await _set_left_behind(flow_names, choose)


async def _set_left_behind(flow_names: list[str], choose: Callable[[FlowRun], State]) -> int:
    running = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING, StateType.CANCELLING])
    async with get_client() as client:
        runs = await client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=flow_names)),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=running)),
        )
        for run in runs:
            await client.set_flow_run_state(run.id, choose(run), force=True)
    if runs:
        log.info("%d runs that a former service left behind were closed or begun again.", len(runs))
    return len(runs)


ZOMBIES = "trama: a run that fell silent is crashed"
SILENCE = timedelta(seconds=80)
"""A killed run is to be marked within 90 s; Prefect looks every few seconds."""


async def watch_for_zombies(name: str = ZOMBIES, silence: timedelta = SILENCE) -> None:
    """Make sure that Prefect itself closes a run whose process no longer gives a sign of life.

    Args:
        name: Of the automation; there is one of a name.
        silence: How long nothing is heard of such a run; a sign of life comes every 30 s.
    """
    async with get_client() as client:
        if not await client.read_automations_by_name(name):
            await _create_zombie_automation(client, name, silence)


async def _create_zombie_automation(client: PrefectClient, name: str, silence: timedelta) -> None:
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
        within=silence,
    )
    action = ChangeFlowRunState(name=None, state=StateType.CRASHED, message=START_AGAIN, force=False)
    await client.create_automation(AutomationCore(name=name, trigger=trigger, actions=[action]))
