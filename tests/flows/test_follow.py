"""`trama link` follows what has changed, and ends where a rebuild, or a fresh store, ends."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.job import Job
from flows.steps import follow, link
from flows.steps.link import link_step
from flows.steps.verify import verify_step
from tests.flows.any_history import at_once, begin_history, links, persons, saved
from tests.histories import take_small_steps

HISTORIES = int(os.environ.get("LINK_HISTORIES", "3"))
"""Random histories in one run; more with `LINK_HISTORIES=50 pytest tests/flows/test_follow.py`."""

EXACT = (
    "mentions",
    "entities",
    "occurrences",
    "links",
    "link_evidence",
    "pairs",
    "linked_records",
    "linked_decisions",
)


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each link since was followed; small stores are followed however much has changed."""
    told: list[bool] = []

    def remember(*given: object) -> bool:
        told.append(follow.follow_changes(*given))  # type: ignore[arg-type]
        return told[-1]

    take_small_steps(monkeypatch)
    monkeypatch.setattr(follow, "MOST_CHANGED", 1.0)
    monkeypatch.setattr(link, "follow_changes", remember)
    return told


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_any_history_followed_is_as_rebuilt_and_as_at_once(
    seed: int, tmp_path: Path, followed: list[bool]
) -> None:
    history = begin_history(seed, tmp_path / "course", cases=70 + seed % 5 * 15)
    followed.clear()
    for _ in range(4):
        history.change()
        link_step(history.job)
    assert followed
    assert all(followed)
    assert [each for each in verify_step(history.job, has_rebuild=True) if not each.is_passed] == []
    now = saved(history.job, EXACT)
    check_rebuilt(history.job, now, tmp_path)
    fresh = saved(at_once(history, tmp_path / "fresh"), EXACT)
    assert persons(fresh) == persons(now)
    assert links(fresh) == links(now)
    assert fresh["pairs"].equals(now["pairs"])


def check_rebuilt(job: Job, now: dict[str, pl.DataFrame], folder: Path) -> None:
    store = Path(shutil.copy(job.store, folder / "rebuilt.duckdb"))
    link_step(Job(store, job.settings), is_rebuild=True)
    rebuilt = saved(Job(store, job.settings), EXACT)
    for name, frame in now.items():
        assert frame.drop("cluster_id", strict=False).equals(
            rebuilt[name].drop("cluster_id", strict=False)
        ), name
