"""A release to a partner: what it would get is put aside, somebody decides, and just that is written.

What was approved is what leaves, byte for byte. Where the partner may see something else by then (a record
was withdrawn, say), nothing is written, and it is asked for again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import polars as pl

from flows.counts import ReleaseCounts
from flows.job import Job
from flows.report_choice import PAGES, Form, Language
from flows.settings import Settings
from flows.steps import export, report
from flows.steps.release_log import describe_ground
from flows.steps.report_forms import write_forms
from flows.steps.view import load_view
from reports.manifest import NAME, require_releasable, write_manifest
from reports.release import check_recipient, strictest_handling
from schemas.errors import ConfigError, TramaError
from schemas.key_hash import key_hash
from staging.records import load_records
from staging.releases import Event, ReleaseEvent, append_release, load_releases
from staging.store import Store

REPORTS, TABLES = "reports", "tables"
WAITS_FOR = timedelta(days=7)
"""How long somebody may take to decide; afterwards it has to be asked for again."""

LONGEST_NAME, LONGEST_REASON = 80, 500

Outcome = Literal["written", "rejected", "superseded"]
ENDS = ("written", "rejected", "superseded", "expired")
"""Events after which nothing more comes of a release."""


@dataclass(frozen=True)
class Proposal:
    """What is put aside for somebody to look at.

    Attributes:
        asked: The line that says so in the log.
        folder: What would be released, with its manifest.
        settled: What came of it; null while it waits.
    """

    asked: ReleaseEvent
    folder: Path
    settled: Event | None = None


@dataclass(frozen=True)
class Approval:
    """Somebody's word on a proposal; it names no case.

    Attributes:
        is_approved: Whether it may leave.
        by: Who says so.
        reason: Why.
    """

    is_approved: bool
    by: str
    reason: str


def propose_release(
    recipient: str,
    asked_for: str,
    job: Job,
    *,
    forms: Sequence[Form] = PAGES,
    language: Language | None = None,
) -> Proposal:
    """Put aside what a partner would get, and note that it was asked for; once for each `asked_for`.

    Args:
        recipient: Partner code.
        asked_for: What tells this request from others: asked again, the same proposal is there again.
        job: Store, settings and listener.
        forms: What of the report there is to be beside the pages and the tables.
        language: Of the report; null for the settings' own.

    Raises:
        ConfigError: There is no store, or no such form of partner code.
        TramaError: A protected person would have been shown.
    """
    check_recipient(recipient)
    release_id = f"R-{key_hash(f'{recipient} {asked_for}')}"
    folder = _rooms(job) / release_id
    with job.opened_for_reading() as store:
        _expire(store, job)
        known = _find_asked(store, release_id)
        if known is not None:
            return Proposal(known, folder, _find_end(store, release_id))
        snapshot = _describe_visible(store, recipient, job.settings)
    handling, digest = _write_aside(recipient, folder, report.in_language(job, language), forms)
    now = job.settings.now()
    asked = ReleaseEvent(release_id, "asked", recipient, now, snapshot, handling, digest)
    with job.opened() as store:
        append_release(store, asked)
    return Proposal(asked, folder)


def _rooms(job: Job) -> Path:
    return job.store.with_name(f"{job.store.name}.releases")


def _find_asked(store: Store, release_id: str) -> ReleaseEvent | None:
    found = load_releases(store).filter(release_id=release_id, event="asked")
    return ReleaseEvent(**found.row(0, named=True)) if found.height else None


def _find_end(store: Store, release_id: str) -> Event | None:
    log = load_releases(store).filter(pl.col("event").is_in(ENDS), release_id=release_id)
    return log["event"][0] if log.height else None


def _describe_visible(store: Store, recipient: str, settings: Settings) -> str:
    return describe_ground(store, load_records(store, recipient=recipient)["cases"], settings)


def _write_aside(recipient: str, folder: Path, job: Job, forms: Sequence[Form]) -> tuple[str, str]:
    """Write what the partner would get; its handling, and the SHA-256 of the manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    view = load_view(job, recipient)
    if view.held_back is None:
        raise TramaError("There is no view of a partner to release.")
    report.write_view(view, folder / REPORTS, job, recipient=recipient)
    write_forms(view, folder / REPORTS, job, forms=forms)
    export.write_view(view, folder / TABLES, job, has_csv=True)
    handling = strictest_handling(view.tables["cases"]["handling"])
    files = [each for each in folder.rglob("*") if each.is_file()]
    return handling, _digest(write_manifest(folder, view.held_back, handling, files))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def decide_release(proposal: Proposal, approval: Approval, out: Path, job: Job) -> Outcome:
    """Write what was approved, or remove what was put aside; either is noted in the log.

    Args:
        proposal: As `propose_release` gave it.
        approval: Somebody's word on it.
        out: Folder: new, empty, or an earlier release to the same partner, which is replaced.
        job: Store, settings and listener.

    Returns:
        `written`, `rejected`, or `superseded` where the partner may see something else by now.

    Raises:
        ConfigError: Nobody is named, no reason is given, or the folder holds something else.
        TramaError: What was put aside is not what it was.
    """
    check_approval(approval)
    require_releasable(out, proposal.asked.recipient)
    with job.writing(), job.opened_for_reading() as store:
        end = _find_end(store, proposal.asked.release_id)
        if end is not None:
            raise TramaError(f"Release {proposal.asked.release_id} is settled already: {end}.")
        event = _judge(store, proposal, approval, job)
        _note(store, proposal, event, job, approval)
        if event == "approved":
            _put_in_place(proposal, out)
            _note(store, proposal, "written", job)
    shutil.rmtree(proposal.folder, ignore_errors=True)
    return "written" if event == "approved" else event


def count_release(proposal: Proposal, outcome: str, out: Path) -> ReleaseCounts:
    """What came of a release, for who asked."""
    written = [each for each in out.rglob("*") if each.is_file()] if outcome == "written" else []
    asked = proposal.asked
    return ReleaseCounts(asked.release_id, asked.recipient, outcome, out, len(written))


def check_approval(approval: Approval) -> None:
    """Make sure that somebody is named and says why.

    Raises:
        ConfigError: It is not so.
    """
    for name, text, longest in (
        ("approver's name", approval.by, LONGEST_NAME),
        ("reason", approval.reason, LONGEST_REASON),
    ):
        if not text.strip() or len(text) > longest or not text.isprintable():
            raise ConfigError(f"The {name} is one line of 1 to {longest} characters.")


def _judge(
    store: Store, proposal: Proposal, approval: Approval, job: Job
) -> Literal["approved", "rejected", "superseded"]:
    if not approval.is_approved:
        return "rejected"
    if _describe_visible(store, proposal.asked.recipient, job.settings) != proposal.asked.snapshot:
        return "superseded"
    _require_untouched(proposal)
    return "approved"


def _require_untouched(proposal: Proposal) -> None:
    manifest = proposal.folder / NAME
    is_whole = manifest.is_file() and _digest(manifest) == proposal.asked.content_sha256
    files = json.loads(manifest.read_text(encoding="utf-8"))["files"] if is_whole else {}
    there = {
        each.relative_to(proposal.folder).as_posix(): _digest(each)
        for each in proposal.folder.rglob("*")
        if each.is_file() and each != manifest
    }
    if not is_whole or there != files:
        raise TramaError("What was put aside for release is not what it was; ask for the release again.")


def _note(store: Store, proposal: Proposal, event: Event, job: Job, approval: Approval | None = None) -> None:
    more = {} if approval is None else {"decided_by": approval.by.strip(), "reason": approval.reason.strip()}
    append_release(
        store, dataclasses.replace(proposal.asked, event=event, happened_at=job.settings.now(), **more)
    )


def _put_in_place(proposal: Proposal, out: Path) -> None:
    """The folder as it was approved, in the place of an earlier release; whole or not at all."""
    fresh = out.with_name(f".{out.name}-{proposal.asked.release_id}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(proposal.folder, fresh)
    former = out.with_name(f".{out.name}-{proposal.asked.release_id}-former")
    if out.exists():
        out.rename(former)
    fresh.rename(out)
    shutil.rmtree(former, ignore_errors=True)


def _expire(store: Store, job: Job) -> None:
    """Remove what was put aside and nobody decided on in time."""
    log, now = load_releases(store), job.settings.now()
    settled = log.filter(pl.col("event").is_in(ENDS))
    waiting = log.filter(event="asked").join(settled, on="release_id", how="anti")
    for row in waiting.filter(pl.col("happened_at") < now - WAITS_FOR).iter_rows(named=True):
        asked = ReleaseEvent(**row)
        append_release(store, dataclasses.replace(asked, event="expired", happened_at=now))
        shutil.rmtree(_rooms(job) / asked.release_id, ignore_errors=True)
