"""Records withdrawn by command: one by its key, or those that a policy says are to go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.job import Job
from schemas.errors import ConfigError
from schemas.retention import read_retention
from staging.retention import list_expired
from staging.retraction import retract_records


@dataclass(frozen=True)
class Withdrawal:
    """What was withdrawn, or would be.

    Attributes:
        records: Keys of the records, sorted.
        is_preview: True when nothing was done.
    """

    records: tuple[str, ...]
    is_preview: bool


def retract_step(record_key: str, reason: str, job: Job) -> Withdrawal:
    """Withdraw one record; the network follows with the next link.

    Args:
        record_key: `AGENCY/RECORD_ID`.
        reason: In words, without case data.
        job: Store, settings and listener.

    Raises:
        ConfigError: There is no store, or no such record in it.
        StoreBusyError: Another writer holds the store.
    """
    job.require_store()
    with job.writing(), job.opened_for_reading() as store:
        retract_records(store, [record_key], withdrawn_at=job.settings.now(), reason=reason)
    return Withdrawal((record_key,), is_preview=False)


def retain_step(path: Path, job: Job, *, is_preview: bool) -> Withdrawal:
    """Withdraw what is older than a policy keeps.

    Args:
        path: The policy, TOML.
        job: Store, settings and listener.
        is_preview: Only say what would go.

    Raises:
        ConfigError: There is no store, or the policy is not of its form.
        StoreBusyError: Another writer holds the store.
    """
    job.require_store()
    if not path.is_file():
        raise ConfigError(f"There is no file {path.name}.")
    policy = read_retention(path.read_text(encoding="utf-8"))
    moment = job.settings.now()
    with job.writing(), job.opened_for_reading() as store:
        expired = list_expired(store, policy, as_of=moment.date())
        if expired and not is_preview:
            retract_records(store, expired, withdrawn_at=moment, reason=f"older than {path.name} keeps")
    return Withdrawal(tuple(expired), is_preview)
