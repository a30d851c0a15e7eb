"""What all tests share: the core of a process of tests (`tests.cores`), and their order (`tests.order`)."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from tests.cores import leave_the_core, take_one_core
from tests.order import ByFile, sort_longest_first

if TYPE_CHECKING:
    from xdist.remote import Producer

take_one_core()  # not in a hook: polars counts the cores when the rooms' conftests import it, before any hook


def pytest_configure(config: pytest.Config) -> None:
    """Let the process that only hands out tests have all cores, which its workers inherit."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        leave_the_core()
        config.option.loadscopereorder = False  # the order is that of `tests.order`


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    """Keep together what shares a server."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    sort_longest_first(items)


def pytest_collection_finish() -> None:
    """Spare the collector what lasts to the end anyway: modules and collected tests, 337,000 objects.

    Each full collection walked through them: a seventh of the processor time of a file of flows.
    """
    gc.collect()
    gc.freeze()
