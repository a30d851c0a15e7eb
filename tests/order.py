"""Which file of tests is begun first: the longest one, so that no worker is left with it at the end.

Left to itself xdist begins with the files of most tests. The long tests are in files of few: histories,
services, browsers. What is not named follows in its order; the last rooms have short files, which even out
the end.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

LONGEST = (
    "flows/service/test_live.py",
    "flows/test_reached.py",
    "flows/test_backfill_flow.py",
    "flows/service/test_publishing.py",
    "flows/test_follow.py",
    "leaks/test_leaks.py",
    "flows/test_backfill.py",
    "browser/test_service_ui.py",
    "flows/service/test_linking.py",
    "flows/service/test_silence.py",
    "flows/test_killed_anywhere.py",
    "graph/test_upkeep.py",
    "flows/test_decide.py",
    "flows/test_killed_backfill.py",
    "flows/test_verify.py",
    "flows/test_held_records.py",
    "flows/test_release.py",
    "browser/test_hostile.py",
    "flows/service/test_killed_publishing.py",
    "browser/test_axe.py",
)
"""Fifteen seconds and more each, measured; a file that becomes shorter may stay where it is."""

TRACKED = (
    "test_backfill_flow.py",
    "test_dispatch.py",
    "test_flows.py",
    "test_release_flow.py",
    "test_report_forms.py",
)
"""Files of `flows/` that need `tracked_runs`: one worker starts Prefect's server for all of them, which takes
nine seconds of a processor."""

ROOT = Path(__file__).parent.resolve()


def sort_longest_first(tests: list[pytest.Item]) -> None:
    """Sort in place; the tests of a file keep their order. A name that no file has is an error."""
    places = {(ROOT / name).resolve(strict=True): place for place, name in enumerate(LONGEST)}
    tests.sort(key=lambda test: places.get(test.path, len(places)))


class ByFile(LoadFileScheduling):
    """Gives each worker whole files, and those that share a server to one of them."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "tracked" if file.removeprefix("tests/flows/") in TRACKED else file
