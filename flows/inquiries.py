"""From a call to the steps that settle, withdraw, look back and check; like `flows.dispatch`, loaded late."""
# ruff: noqa: PLC0415 - to import inside functions is what this module is for

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.dispatch import Call

if TYPE_CHECKING:
    import polars as pl

    from flows.steps.decide import DecisionCounts
    from flows.steps.lineage import History
    from flows.steps.retract import Withdrawal
    from staging.audit import Check


def decide_file(path: Path, call: Call, *, accepts_stale: bool = False) -> DecisionCounts:
    """An investigator's decisions into the store."""
    job = call.job()
    from flows.steps.decide import decide_step

    return decide_step(path, job, accepts_stale=accepts_stale)


def read_history(cluster_id: str, call: Call) -> History:
    """What became of a cluster."""
    job = call.job()
    from flows.steps.lineage import lineage_step

    return lineage_step(cluster_id, job)


def retract_one(record_key: str, reason: str, call: Call) -> Withdrawal:
    """One record withdrawn."""
    job = call.job()
    from flows.steps.retract import retract_step

    return retract_step(record_key, reason, job)


def retain_records(policy: Path, call: Call, *, is_preview: bool) -> Withdrawal:
    """What a retention policy keeps no longer, withdrawn."""
    job = call.job()
    from flows.steps.retract import retain_step

    return retain_step(policy, job, is_preview=is_preview)


def verify_store(call: Call, *, out: Path | None, has_rebuild: bool) -> list[Check]:
    """Whether everything agrees."""
    job = call.job()
    from flows.steps.verify import verify_step

    return verify_step(job, out=out, has_rebuild=has_rebuild)


def review_pairs(out: Path, call: Call, *, limit: int | None) -> pl.DataFrame:
    """The doubtful pairs, as a file of decisions that are still open."""
    job = call.job()
    from flows.steps.review import review_step

    return review_step(out, job, limit=limit)
