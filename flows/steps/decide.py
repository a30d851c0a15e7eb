"""An investigator's decisions into the store: read, brought to lasting keys, checked, appended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.job import Job
from flows.steps.decision_keys import key_decision, look_up, refuse_unknown
from flows.steps.idle_decisions import Revoked, find_idle, find_revoked
from flows.steps.staleness import find_stale, refuse_stale
from schemas.decisions import UNSURE, Decision, decision_id, read_sitting
from schemas.errors import ConfigError
from staging.decisions import known_decisions, load_decisions, store_decisions
from staging.network_store import network_basis
from staging.replaced_decisions import revoke_replaced

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a file of decisions: a hundred thousand of them with a reason each fit in."""


@dataclass(frozen=True)
class DecisionCounts:
    """What became of a file of decisions.

    Attributes:
        read: Decisions made in the file; those left open are not counted.
        stored: Of them, those that were not in the store yet.
        ids: Their ids, in the file's order.
        stale: Ids of those taken though the records under them have changed, or though nobody knows: they
            do not say what they rest on, and name another snapshot than the saved network, or none.
        notes: Of those stored, how many are `unsure` and have no effect.
        without_effect: Of those stored, why one that settles somebody's status changes nothing, by id.
        revoked: Those that are in the store already and were revoked; they stay so.
    """

    read: int
    stored: int
    ids: tuple[str, ...]
    stale: tuple[str, ...]
    notes: int = 0
    without_effect: Mapping[str, str] = field(default_factory=dict)
    revoked: tuple[Revoked, ...] = ()


def decide_step(path: Path, job: Job, *, accepts_stale: bool = False) -> DecisionCounts:
    """Store the decisions of a file, all or none.

    Args:
        path: JSON, as `docs/decision.schema.json` describes it.
        job: Store, settings and listener.
        accepts_stale: Take decisions as well under which the records have changed since they were made.

    Raises:
        ConfigError: There is no store, or the file is not of its form.
        TramaError: A decision is stale, is about what the store does not know, or contradicts another.
    """
    job.require_store()
    sitting = read_sitting(read_text(path))
    ids = tuple(decision_id(each) for each in sitting.made)
    with job.writing(), job.opened_for_reading() as store:
        known = known_decisions(store)
        fresh = [each for each, name in zip(sitting.made, ids, strict=True) if name not in known]
        lookup, basis = look_up(store, fresh), network_basis(store)
        stale = find_stale(store, fresh, lookup, recipient=sitting.view, is_complete=sitting.view is None)
        if not accepts_stale:
            refuse_stale(stale, fresh)
        refuse_unknown(fresh, lookup)
        keyed = revoke_replaced(store, [key_decision(each, lookup) for each in fresh])
        stored = store_decisions(store, keyed, recorded_at=job.settings.now()) - (len(keyed) - len(fresh))
        idle = find_idle(store, fresh, lookup)
        taken_before = [each for each in ids if each in known]
        revoked = find_revoked(load_decisions(store, only_active=False), taken_before)
    doubted = [each for each in fresh if decision_id(each) in stale or _is_of_another(each, basis)]
    return DecisionCounts(
        read=len(sitting.made),
        stored=stored,
        ids=ids,
        stale=tuple(decision_id(each) for each in doubted),
        notes=sum(each.judgement == UNSURE for each in fresh),
        without_effect=idle,
        revoked=revoked,
    )


def _is_of_another(decision: Decision, basis: str | None) -> bool:
    """Whether nobody can tell if the records were the same: it says at most a snapshot, and another one."""
    is_judgement = decision.revokes is None and decision.judgement != UNSURE
    return is_judgement and decision.rests_on is None and decision.evidence != basis


def read_text(path: Path) -> str:
    """The text of a file of decisions.

    Raises:
        ConfigError: It is not there, too large, or no UTF-8.
    """
    if not path.is_file():
        raise ConfigError(f"There is no file {path.name}.")
    if path.stat().st_size > LARGEST_FILE:
        raise ConfigError(
            f"{path.name} is larger than {LARGEST_FILE // 1024**2} MB: no file of decisions is."
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{path.name} is no UTF-8 text.") from None
