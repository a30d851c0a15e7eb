"""`python -m flows.service.runner ZONE`: offers the forms, and runs what people and clocks start.

A process of its own, because each of those runs is a process as well, and so that the service's loop never
waits for one of them.
"""

from __future__ import annotations

import asyncio
import sys

from flows.prefect_environment import prepare_prefect

AT_ONCE = 2
"""Runs at a time; writers queue at the store's lock in any case."""


async def run_deployments(time_zone: str) -> None:
    """Offer the deployments and run them until the process is told to end."""
    from prefect.runner import Runner  # noqa: PLC0415 - after Prefect's environment

    from flows.service.deployments import OFFERS, make_deployments  # noqa: PLC0415
    from flows.service.recovery import START_AGAIN, begin_again, close_left_behind  # noqa: PLC0415

    await close_left_behind([each.flow.name for each in OFFERS if not each.is_begun_again], START_AGAIN)
    await begin_again([each.flow.name for each in OFFERS if each.is_begun_again])
    runner = Runner(name="trama", limit=AT_ONCE, pause_on_shutdown=False)
    for deployment in await make_deployments(time_zone):
        await runner.aadd_deployment(deployment)
    await runner.start()


if __name__ == "__main__":
    prepare_prefect()
    asyncio.run(run_deployments(sys.argv[1]))
