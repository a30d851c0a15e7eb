"""A process to be killed: takes in history, says when it begins, and stops at the door it is told to."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flows.backfill_course import Terms
from flows.job import Job
from flows.months import Span
from flows.settings import read_settings
from flows.steps import backfill
from tests.flows.old_world import FIRST, LAST


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def stop_at(step: Callable[..., Any]) -> Callable[..., Any]:
    """The step, not begun: what came before it is done."""

    def stop(*_: object, **__: object) -> None:
        say("inside")
        time.sleep(60)

    return stop


if __name__ == "__main__":
    landing, store, door = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    if door != "none":
        setattr(backfill, door, stop_at(getattr(backfill, door)))
    say("ready")
    backfill.backfill_step(landing, Job(store, read_settings()), Terms(Span(FIRST, LAST)))
    say("done")
