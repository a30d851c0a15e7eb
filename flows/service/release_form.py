"""The form `release` in Prefect's UI: which partner, and then a word of approval on what it would get."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.counts import ReleaseCounts
from flows.release_flow import Partner, release_when_approved
from flows.service.places import read_places
from flows.settings import read_settings

RELEASED = "released"
"""Folder of what was released, below the output folder; one folder a partner in it."""


@flow(name="release", flow_run_name="release for {partner}")
async def release_to_partner(partner: Partner) -> ReleaseCounts:
    """Release reports and tables to a partner: they are put aside, and written once somebody approves.

    Args:
        partner: Partner who shall get them.
    """
    places = read_places(read_settings())
    made = await release_when_approved(places.store, places.out / RELEASED / partner, partner)
    told = (
        f"{made.files:,} files in `{RELEASED}/{partner}` of the output folder."
        if made.outcome == "written"
        else "Nothing was written."
    )
    await acreate_markdown_artifact(
        f"{made.release_id} was {made.outcome}. {told}", key="release", description="What came of the release"
    )
    folder = Path(RELEASED, partner)
    return ReleaseCounts(made.release_id, made.recipient, made.outcome, folder, made.files)
