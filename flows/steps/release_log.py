"""What is written for a partner without anybody's approval is noted as such before it is written."""

from __future__ import annotations

import polars as pl

from flows.job import Job
from flows.settings import Settings
from flows.steps.basis import describe_basis
from flows.steps.view import RecipientView, load_view
from reports.release import releasable_decisions, strictest_handling
from schemas.key_hash import key_hash
from staging.decisions import load_decisions
from staging.releases import ReleaseEvent, append_release, describe_visible
from staging.store import Store


def view_unapproved(job: Job, recipient: str | None, what: str) -> RecipientView:
    """The view of a recipient; where that is a partner, the log says that nobody approved it.

    Args:
        job: Store, settings and listener.
        recipient: Partner code; null for the holder, who needs nobody's approval.
        what: What is about to be written: `report`, or `export` and its kind.

    Raises:
        ConfigError: There is no store, no network or no such form of partner code.
    """
    view = load_view(job, recipient)
    if recipient is not None:
        now, cases = job.settings.now(), view.tables["cases"]
        with job.opened_for_reading() as store:
            snapshot = describe_ground(store, cases, job.settings)
            release_id = f"R-{key_hash(f'{recipient} {what} {now.isoformat()}')}"
            handling = strictest_handling(cases["handling"])
            event = ReleaseEvent(release_id, "unapproved", recipient, now, snapshot, handling, reason=what)
            append_release(store, event)
    return view


def describe_ground(store: Store, cases: pl.DataFrame, settings: Settings) -> str:
    """Fingerprint of all that a partner's view rests on; what is held back does not change it.

    Args:
        store: The open store.
        cases: Cases that the partner may see.
        settings: Thresholds and seed.
    """
    keys = cases.select(pl.concat_str("agency", "record_id", separator="/")).to_series()
    decided = releasable_decisions(load_decisions(store), keys)["decision_id"].sort()
    return describe_basis("\n".join([describe_visible(cases), *decided]), settings)
