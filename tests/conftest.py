"""What all tests share: a process of tests keeps to one core (`tests.cores` says why)."""

from __future__ import annotations

import gc

import pytest

from tests.cores import leave_the_core, take_one_core

take_one_core()  # not in a hook: polars counts the cores when the rooms' conftests import it, before any hook


def pytest_configure(config: pytest.Config) -> None:
    """Let the process that only hands out tests have all cores, which its workers inherit."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        leave_the_core()


def pytest_collection_finish() -> None:
    """Spare the collector what lasts to the end anyway: modules and collected tests, 337,000 objects.

    Each full collection walked through them: a seventh of the processor time of a file of flows.
    """
    gc.collect()
    gc.freeze()
