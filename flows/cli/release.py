"""`trama release`: reports and tables for a partner, once somebody approves just them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from flows.cli.options import JsonOption, LanguageOption, OutOption, StoreOption, TrackedOption
from flows.cli.session import Session, open_session
from flows.cli.summary import show_proposal, show_release
from flows.counts import ReleaseCounts, to_line
from flows.dispatch import is_prefect_configured, release_tracked
from flows.report_choice import Form, Language, read_forms
from schemas.errors import ConfigError

if TYPE_CHECKING:
    from flows.steps.release import Approval, Proposal


class ReleaseAsked(TypedDict):
    """What a call says of the report in a release."""

    forms: tuple[Form, ...]
    language: Language | None


WHO = "Who approves this? Say --approved-by NAME and --reason TEXT, or answer on a terminal."


def release(  # noqa: PLR0913, PLR0917 - typer calls it by name
    recipient: Annotated[
        str, typer.Option("--for", metavar="PARTNER", help="Who shall get it, such as US-HSI.")
    ],
    out: OutOption = None,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", metavar="NAME", help="Who approves it; kept in the log.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, in one line; kept in the log.")
    ] = None,
    forms: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Some of html,pdf,xlsx,evidence; html always.")
    ] = "html",
    language: LanguageOption = None,
    store: StoreOption = None,
    tracked: TrackedOption = None,
    json: JsonOption = False,
) -> None:
    """Give a partner its reports and tables: put aside, looked at, and written once somebody approves.

    Where a Prefect API is configured the run waits there for the approval; elsewhere it is asked for here.
    """
    is_tracked = _wants_tracking(tracked, approved_by)
    if not is_tracked:
        _require_word(approved_by, reason)
    asked: ReleaseAsked = {"forms": read_forms(forms), "language": language.value if language else None}
    word = None if approved_by is None or reason is None else (approved_by, reason)
    with open_session(store, is_tracked=is_tracked) as session:
        folder = out or session.call.settings.out / "released" / recipient
        if is_tracked:
            counts = release_tracked(folder, session.call, recipient=recipient, **asked)
        else:
            proposal = _propose(folder, session, (recipient, asked), word)
    if not is_tracked:  # asked between the two: bars that move would draw over the question
        approval = _ask(proposal) if word is None else _approve(*word)
        with open_session(store) as session:
            counts = _decide(proposal, approval, folder, session)
    if json:
        session.print_json("release", to_line(counts))
    else:
        show_release(counts)


def _wants_tracking(tracked: bool | None, approved_by: str | None) -> bool:
    if tracked and approved_by is not None:
        raise ConfigError("A tracked release is approved in Prefect's UI: leave out --approved-by.")
    if tracked is None:
        return approved_by is None and is_prefect_configured()
    return tracked


def _require_word(approved_by: str | None, reason: str | None) -> None:
    """Make sure that somebody can be asked, before anything is computed."""
    if (approved_by is None) != (reason is None):
        raise ConfigError("--approved-by and --reason go together: who approves, and why.")
    if approved_by is None and not sys.stdin.isatty():
        raise ConfigError(WHO)


def _propose(
    out: Path, session: Session, wish: tuple[str, ReleaseAsked], word: tuple[str, str] | None
) -> Proposal:
    """Without Prefect; loaded late, like all that is slow. What would be refused later is refused first."""
    job = session.call.job()
    from flows.steps import release as steps  # noqa: PLC0415 - `--help` answers at once
    from reports.manifest import require_releasable  # noqa: PLC0415

    recipient, asked = wish
    require_releasable(out, recipient)
    if word is not None:
        steps.check_approval(steps.Approval(True, *word))
    return steps.propose_release(recipient, job.settings.now().isoformat(), job, **asked)


def _decide(proposal: Proposal, approval: Approval, out: Path, session: Session) -> ReleaseCounts:
    from flows.steps import release as steps  # noqa: PLC0415 - as above

    outcome = steps.decide_release(proposal, approval, out, session.call.job())
    return steps.count_release(proposal, outcome, out)


def _approve(by: str, reason: str) -> Approval:
    from flows.steps.release import Approval  # noqa: PLC0415 - as above

    return Approval(True, by, reason)


def _ask(proposal: Proposal) -> Approval:
    """Somebody's word on a terminal; nothing is approved by merely pressing return."""
    from flows.steps.release import Approval  # noqa: PLC0415

    show_proposal(proposal.asked.recipient, proposal.asked.handling, proposal.folder / "reports/index.html")
    is_approved = typer.confirm("Approve it?", default=False)
    return Approval(is_approved, typer.prompt("Your name"), typer.prompt("Reason, in one line"))
