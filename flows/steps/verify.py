"""Whether ledger, staging, network, decisions and reports of a live store agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from flows.job import Job
from flows.steps.basis import describe_basis
from flows.steps.kept import who_kept
from flows.steps.kept_audit import audit_kept, compare_kept
from flows.steps.link import link_frames
from flows.steps.past import LINKED_DECISIONS, Past, load_past, mention_key
from flows.steps.snapshot import read_snapshots
from graph.audit import audit_network, compare_rebuilt
from graph.decided import arrange_decisions
from graph.upkeep.begin import begin_network
from staging.audit import Check, audit_books
from staging.decisions import load_decisions, network_ground
from staging.network_store import network_basis
from staging.records import changed_records, load_records
from staging.store import Store

BEHIND = "the network is behind: {changed} changed since; run `trama link`"
NO_NETWORK = "there is none yet: run `trama link`"


def verify_step(job: Job, *, out: Path | None = None, has_rebuild: bool = False) -> list[Check]:
    """Check a store.

    Args:
        job: Store, settings and listener.
        out: Folder with reports and tables to check as well.
        has_rebuild: Compute the network anew and compare.

    Returns:
        Every check with its outcome. A network that is older than the records is no fault but due
        (`Check.is_due`), and so are reports of it; what would compare it with the records is left out then.

    Raises:
        ConfigError: There is no store.
    """
    job.progress.start("Checking the store")
    with job.opened_for_reading() as store:
        checks = [*audit_books(store), *_check_network(store, job, has_rebuild=has_rebuild)]
        saved = network_basis(store)
    if out is not None:
        checks.append(_check_reports(out, saved, is_due=any(each.is_due for each in checks)))
    failed = sum(not each.is_passed for each in checks)
    job.progress.finish(f"{len(checks)} checks, {failed} failed")
    return checks


def _check_network(store: Store, job: Job, *, has_rebuild: bool) -> Iterator[Check]:
    name, past = "the network is of these records", load_past(store)
    if past is None:
        has_records = store.query("count_current")["current_count"][0] > 0
        yield Check(name, True, NO_NETWORK, is_due=has_records)
    elif network_basis(store) != describe_basis(network_ground(store), job.settings):
        yield Check(name, True, BEHIND.format(changed=_count_changed(store, past)), is_due=True)
    else:
        yield Check(name, True, "it is")
        yield from _compare_network(store, past, job, has_rebuild=has_rebuild)


def _count_changed(store: Store, past: Past) -> str:
    """How much is not in the network yet, in words."""
    if not past.ground:
        return "records, decisions or settings have"
    linked, holding = past.ground[LINKED_DECISIONS]["decision_id"], load_decisions(store)["decision_id"]
    counts = {"record": changed_records(store).height, "decision": len(set(linked) ^ set(holding))}
    told = [f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return " and ".join(told) or "settings"


def _compare_network(store: Store, past: Past, job: Job, *, has_rebuild: bool) -> Iterator[Check]:
    tables, active = load_records(store), load_decisions(store)
    mentions = tables["persons"].select(mention_key()).to_series()
    yield from audit_network(past.network, mentions, arrange_decisions(active, mentions))
    yield audit_kept(store, job.settings)
    if has_rebuild:
        kept: dict[str, pl.DataFrame] = {}
        computed, frames = link_frames(
            tables, active, past, job, on_resolved=lambda who: kept.update(who_kept(who, job.settings))
        )
        yield from compare_rebuilt(past.network, frames)
        yield from compare_kept(store, job.settings, kept | begin_network(computed.network_workings))


def _check_reports(out: Path, saved: str | None, *, is_due: bool) -> Check:
    name = "reports are of this network"
    found = read_snapshots(out)
    if not found:
        return Check(name, False, f"no folder under {out.name} says what network it is of")
    old = [folder for folder, basis in found.items() if basis != saved]
    if old:
        return Check(
            name, False, f"{len(old)} of {len(found)} are not: {', '.join(old[:3])}; write them anew"
        )
    behind = ", of the network as it was last linked, which is behind" if is_due else ""
    return Check(name, True, f"{len(found)} folders{behind}", is_due=is_due)
