"""A process to be killed while it publishes: stops where it is told to, and says so."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from flows.job import Job
from flows.service import publishing, steps
from flows.service.places import Places, choose_watch
from flows.settings import read_settings
from flows.steps.link import link_step
from reports.html import writing


def stop(*_: Any, **__: Any) -> None:  # noqa: ANN401 - stands for functions of any form
    sys.stdout.write("inside\n")
    sys.stdout.flush()
    time.sleep(60)


def close(door: str) -> None:
    """Have it stop there."""
    if door == "before the pages":
        publishing._write = stop  # type: ignore[assignment]
    if door == "among the pages":
        writing.write_notes = stop  # after the pages were drawn, before they move
    if door == "before the notes":
        publishing.save_kept = stop


if __name__ == "__main__":
    store = Path(sys.argv[1])
    job = Job(store, read_settings())
    link_step(job)
    close(sys.argv[2])
    steps.publish(job, Places(store, store.parent / "landing", store.parent / "out", choose_watch(store)))
