"""Which file of tests is begun first: the longest one, so that no worker is left with it at the end.

Left to itself xdist begins with the files of most tests. The long tests are in files of few: histories,
services, browsers. What is not named follows in its order; the last rooms have short files, which even out
the end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

LONGEST = (
    "flows/service/test_live.py",
    "flows/test_reached.py",
    "browser/test_service_ui.py",
    "flows/service/test_publishing.py",
    "flows/test_follow.py",
    "flows/service/test_silence.py",
    "leaks/test_leaks.py",
    "flows/test_backfill_flow.py",
    "flows/test_backfill.py",
    "flows/service/test_linking.py",
    "flows/test_killed_anywhere.py",
    "flows/test_reached_only.py",
    "flows/test_decide.py",
    "flows/test_held_records.py",
    "flows/service/test_killed_publishing.py",
    "flows/test_killed_backfill.py",
    "browser/test_hostile.py",
    "graph/test_upkeep.py",
    "browser/test_axe.py",
)
"""Fifteen seconds and more each, measured; a file that becomes shorter may stay where it is."""

ROOT = Path(__file__).parent.resolve()


def sort_longest_first(tests: list[pytest.Item]) -> None:
    """Sort in place; the tests of a file keep their order. A name that no file has is an error."""
    places = {(ROOT / name).resolve(strict=True): place for place, name in enumerate(LONGEST)}
    tests.sort(key=lambda test: places.get(test.path, len(places)))
