"""The flow `verify`: whether ledger, records, network and decisions of a store agree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import acreate_table_artifact

from flows.check_outcome import tell_outcome
from flows.steps.verify import verify_step
from flows.task_terms import WAITING, StorePath, call_step
from schemas.errors import TramaError
from staging.audit import Check


@dataclass(frozen=True)
class VerifiedCounts:
    """How many checks there were; a run with a failed one has no result."""

    checks: int


@task(name="check the store", **WAITING)
async def check_store(store: Path, has_rebuild: bool) -> list[Check]:
    """Check the books and the network, computed anew as well if asked for."""
    return await call_step(lambda job: verify_step(job, has_rebuild=has_rebuild), store)


async def check_and_tell(store: Path, *, has_rebuild: bool) -> VerifiedCounts:
    """The body of the flow, for a form as well: the checks as an artifact, what asks for something first.

    Raises:
        TramaError: A check failed; the first ones are named.
    """
    checks = await check_store(store, has_rebuild)
    urgent = sorted(checks, key=lambda each: (each.is_passed, not each.is_due))
    rows = [{"check": each.name, "passed": each.is_passed, "detail": each.detail} for each in urgent]
    await acreate_table_artifact(rows, key="verify", description="\n\n".join(tell_outcome(checks)))
    failed = [each for each in checks if not each.is_passed]
    if failed:
        named = "; ".join(f"{each.name}: {each.detail}" for each in failed[:3])
        raise TramaError(f"{len(failed)} of {len(checks)} checks failed: {named}.")
    return VerifiedCounts(len(checks))


@flow(name="verify", flow_run_name="verify {store.name}")
async def verify_records(store: StorePath, has_rebuild: bool = False) -> VerifiedCounts:
    """Check that ledger, records, network and decisions agree; the run fails when they do not.

    Args:
        store: The DuckDB file.
        has_rebuild: Compute the network anew as well, and compare.
    """
    return await check_and_tell(store, has_rebuild=has_rebuild)
