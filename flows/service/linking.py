"""The service's link: while it is being written, the clusters that it changed are found and made.

A link's last half second is spent on the database: tables written by a thread of their own, the commit. What
the pages need is in memory by then. Nothing of it is drawn before the link is committed, and nothing is kept
of a link that is not.
"""

from __future__ import annotations

from flows.counts import NetworkCounts
from flows.job import Job
from flows.service.changed import Before, Changed
from flows.service.findings import find_ahead
from flows.service.kept_pages import assume_kept
from flows.service.lasting import Held
from flows.service.places import Places
from flows.service.publishing import PAGES
from flows.steps.link import link_step
from flows.steps.run import REPORTS
from staging.frame_memory import RememberedFrames
from staging.store import Store


def link_ahead(job: Job, places: Places, held: Held) -> NetworkCounts:
    """Bring the saved network up to what is staged, and leave the store open for its pages.

    Raises:
        ConfigError: There is no store.
        StoreBusyError: Another writer holds the store.
    """
    found: list[Changed | None] = [None]

    def look_ahead(reading: Store, saved: RememberedFrames) -> None:
        found.append(_look_ahead(job, places, held, (reading, saved)))

    return link_step(
        job,
        memory=held.memory,
        on_settled=look_ahead,
        on_followed=lambda: held.leave_open(job, found[-1]),
    )


def _look_ahead(
    job: Job, places: Places, held: Held, network: tuple[Store, RememberedFrames]
) -> Changed | None:
    folder = places.out / REPORTS
    try:
        before = Before(folder, assume_kept(places.folder / PAGES, folder, job.settings.language))
        return find_ahead(*network, held.memory, before)
    except Exception:  # the link is sound all the same; who publishes it meets this again, and tells
        return None
