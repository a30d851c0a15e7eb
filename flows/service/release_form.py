"""The form `release` in Prefect's UI: which partner, and then a word of approval on what it would get."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact

from flows.counts import ReleaseCounts
from flows.release_flow import Forms, Partner, ReportLanguage, release_when_approved
from flows.report_choice import PAGES
from flows.service.places import read_places
from flows.settings import read_settings

RELEASED = "released"
"""Folder of what was released, below the output folder; one folder a partner in it."""


@flow(name="release", flow_run_name="release for {partner}")
async def release_to_partner(
    partner: Partner, forms: Forms = PAGES, language: ReportLanguage = None
) -> ReleaseCounts:
    """Release reports and tables to a partner: they are put aside, and written once somebody approves.

    Args:
        partner: Partner who shall get them.
        forms: Pages, PDF, workbooks, evidence for machines; pages and tables are always there.
        language: Of the report; empty for the service's own.
    """
    places = read_places(read_settings())
    out = places.out / RELEASED / partner
    made = await release_when_approved(places.store, out, partner, forms=forms, language=language)
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
