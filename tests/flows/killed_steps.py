"""A process to be killed: decides or withdraws, says when it begins, and stops where it is told to."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.retract import retract_step
from staging.store import Store


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


_transaction = Store.transaction


@contextmanager
def _stop_at_the_end(store: Store) -> Iterator[None]:
    """A transaction that has done its work and is not committed."""
    with _transaction(store):
        yield
        say("inside")
        time.sleep(60)


if __name__ == "__main__":
    work, store, argument, door = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    job = Job(store, read_settings())
    if door == "inside":
        Store.transaction = _stop_at_the_end  # type: ignore[method-assign, assignment]
    say("ready")
    if work == "decide":
        decide_step(Path(argument), job)
    else:
        retract_step(argument, "court order", job)
    say("done")
