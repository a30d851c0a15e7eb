"""The flow `release`: puts aside what a partner would get, waits for somebody's word, and does as it says.

The form names nobody but who approves, and no case: every user of Prefect's UI can read what is typed there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from prefect import flow, runtime, task
from prefect.flow_runs import apause_flow_run, asuspend_flow_run
from prefect.input import RunInput
from pydantic import Field

from flows.counts import ReleaseCounts
from flows.report_choice import PAGES, Form, Language, order_forms
from flows.steps.release import (
    LONGEST_NAME,
    LONGEST_REASON,
    WAITS_FOR,
    Approval,
    Outcome,
    Proposal,
    count_release,
    decide_release,
    propose_release,
)
from flows.task_terms import WAITING, OutFolder, StorePath, call_step
from schemas.codes import PARTNER_PATTERN
from schemas.errors import TramaError

MOST_PROPOSALS = 10
"""Times that one run asks again because the partner may see something else than what was approved."""

Forms = Annotated[
    Sequence[Form],
    Field(title="Forms", min_length=1, description="In which forms; pages and tables are always there."),
]
ReportLanguage = Annotated[
    Language | None, Field(title="Language", description="Of the report; empty: the settings' own.")
]

LOOK_S = 1
"""Seconds between looks for an answer, where the run waits in its own process."""

Partner = Annotated[
    str,
    Field(title="Partner", pattern=PARTNER_PATTERN, description="Partner who shall get it, such as US-HSI."),
]


ONE_LINE = r"^[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"
"""Something is there, and no line ends in it: the UI offers a field of several lines."""


class ReleaseForm(RunInput):
    """What is asked of the analyst who approves a release or rejects it."""

    decision: Literal["reject", "approve"] = Field(
        default="reject", description="Approve only what you have looked at."
    )
    approver: str = Field(
        pattern=ONE_LINE,
        max_length=LONGEST_NAME,
        description="Your name, in one line; it is kept in the log of releases.",
    )
    reason: str = Field(
        pattern=ONE_LINE,
        max_length=LONGEST_REASON,
        description="Why, in one line that names no person, number or record: everybody here can read it.",
    )


@task(name="put aside for approval", **WAITING)
async def put_aside(
    store: Path, recipient: str, asked_for: str, forms: tuple[Form, ...], language: Language | None
) -> Proposal:
    """Write what the partner would get beside the store, where the approver can look at it."""
    return await call_step(
        lambda job: propose_release(recipient, asked_for, job, forms=forms, language=language), store
    )


@task(name="do as was decided", **WAITING)
async def do_as_decided(store: Path, proposal: Proposal, approval: Approval, out: Path) -> Outcome:
    """Write what was approved, or remove what was put aside."""
    return await call_step(lambda job: decide_release(proposal, approval, out, job), store)


async def release_when_approved(
    store: Path,
    out: Path,
    recipient: str,
    *,
    forms: Sequence[Form] = PAGES,
    language: Language | None = None,
) -> ReleaseCounts:
    """Ask until somebody decides on what the partner may see by then, and do as they say.

    Raises:
        TramaError: What the partner may see changed each time while somebody looked.
    """
    for number in range(1, MOST_PROPOSALS + 1):
        asked_for = f"{runtime.flow_run.id} {number}"
        proposal = await put_aside(store, recipient, asked_for, order_forms(forms), language)
        # a suspended run begins again from here when it goes on: what is settled is not asked twice
        outcome: Any = proposal.settled
        if outcome is None:
            outcome = await do_as_decided(store, proposal, await _ask(proposal, number), out)
        if outcome in ("written", "rejected"):
            return await asyncio.to_thread(count_release, proposal, outcome, out)
    raise TramaError(f"What {recipient} may see keeps changing while somebody looks: ask when it is quiet.")


async def _ask(proposal: Proposal, number: int) -> Approval:
    """Somebody's word, given in Prefect's UI; a run that can be started again has no process meanwhile."""
    form = ReleaseForm.with_initial_data(description=describe_proposal(proposal))
    terms: dict[str, Any] = {"timeout": int(WAITS_FOR.total_seconds()), "key": str(number)}
    if runtime.deployment.id:
        answer = await asuspend_flow_run(wait_for_input=form, **terms)
    else:
        answer = await apause_flow_run(wait_for_input=form, poll_interval=LOOK_S, **terms)
    return Approval(answer.decision == "approve", answer.approver, answer.reason)


def describe_proposal(proposal: Proposal) -> str:
    """What the approver reads above the form: for whom, how marked, and where to look at it."""
    page = f"{proposal.folder.parent.name}/{proposal.folder.name}/reports/index.html"
    return (
        f"**{proposal.asked.recipient}** would get this, marked **TLP:{proposal.asked.handling}**. Open "
        f"`{page}`, beside the store, and look at it before you decide. Just that is written if you approve; "
        "where the partner may see something else by then, you are asked again."
    )


@flow(name="release", flow_run_name="release for {recipient}")
async def release_records(
    store: StorePath,
    out: OutFolder,
    recipient: Partner,
    forms: Forms = PAGES,
    language: ReportLanguage = None,
) -> ReleaseCounts:
    """Release reports and tables to a partner once somebody approves in this UI.

    Args:
        store: The DuckDB file.
        out: Where to write what is approved: a new folder, or that of an earlier release.
        recipient: Partner who shall get it.
        forms: Pages, PDF, workbooks, evidence for machines; pages and tables are always there.
        language: Of the report; empty for the settings' own.
    """
    return await release_when_approved(store, out, recipient, forms=forms, language=language)
