"""Whether ledger, staging, network, decisions and reports of a live store agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.job import Job
from flows.steps.basis import describe_basis
from flows.steps.kept import kept_frames
from flows.steps.kept_audit import audit_kept, compare_kept
from flows.steps.link import link_frames
from flows.steps.past import Past, load_past, mention_key
from flows.steps.snapshot import read_snapshots
from graph.audit import audit_network, compare_rebuilt
from graph.decided import arrange_decisions
from staging.audit import Check, audit_books
from staging.decisions import load_decisions, network_ground
from staging.network_store import network_basis
from staging.records import load_records
from staging.store import Store

LINK_IS_DUE = "link is due: records, decisions or settings have changed since; run `trama link`"


def verify_step(job: Job, *, out: Path | None = None, has_rebuild: bool = False) -> list[Check]:
    """Check a store.

    Args:
        job: Store, settings and listener.
        out: Folder with reports and tables to check as well.
        has_rebuild: Compute the network anew and compare.

    Returns:
        Every check with its outcome. A network that is older than the records is no fault; what would compare
        the two is left out then.

    Raises:
        ConfigError: There is no store.
    """
    job.progress.start("Checking the store")
    with job.opened_for_reading() as store:
        checks = [*audit_books(store), *_check_network(store, job, has_rebuild=has_rebuild)]
        saved = network_basis(store)
    if out is not None:
        checks.append(_check_reports(out, saved))
    failed = sum(not each.is_passed for each in checks)
    job.progress.finish(f"{len(checks)} checks, {failed} failed")
    return checks


def _check_network(store: Store, job: Job, *, has_rebuild: bool) -> Iterator[Check]:
    past = load_past(store)
    if past is None:
        yield Check("the network is of these records", True, "there is none yet; run `trama link`")
        return
    is_current = network_basis(store) == describe_basis(network_ground(store), job.settings)
    yield Check("the network is of these records", True, "it is" if is_current else LINK_IS_DUE)
    if is_current:
        yield from _compare_network(store, past, job, has_rebuild=has_rebuild)


def _compare_network(store: Store, past: Past, job: Job, *, has_rebuild: bool) -> Iterator[Check]:
    tables, active = load_records(store), load_decisions(store)
    mentions = tables["persons"].select(mention_key()).to_series()
    yield from audit_network(past.network, mentions, arrange_decisions(active, mentions))
    yield audit_kept(store, job.settings)
    if has_rebuild:
        computed, frames = link_frames(tables, active, past, job)
        yield from compare_rebuilt(past.network, frames)
        yield from compare_kept(store, job.settings, kept_frames(computed, job.settings))


def _check_reports(out: Path, saved: str | None) -> Check:
    name = "reports are of this network"
    found = read_snapshots(out)
    if not found:
        return Check(name, False, f"no folder under {out.name} says what network it is of")
    old = [folder for folder, basis in found.items() if basis != saved]
    said = f"{len(old)} of {len(found)} are not: {', '.join(old[:3])}; write them anew"
    return Check(name, not old, said if old else f"{len(found)} folders")
