"""kill -9 while history is taken in: the store is sound, and the repeated call completes the work."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps.backfill import windows_step
from flows.steps.verify import verify_step
from schemas.errors import ConfigError
from tests.flows.old_world import staged_rows, write_history

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("killed_backfill.py")


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    return write_history(tmp_path / "landing")


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path / "store.duckdb", read_settings())


def start(landing: Path, job: Job, door: str = "none") -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(landing), str(job.store), door]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def check_sound(job: Job, *, has_rebuild: bool = False) -> None:
    assert [each for each in verify_step(job, has_rebuild=has_rebuild) if not each.is_passed] == []


def check_whole(job: Job, plain: Job) -> None:
    """Nothing lost and nothing twice: the store is that of a plain ingest."""
    assert staged_rows(job.store) == staged_rows(plain.store)
    assert windows_step(job)["done_count"].to_list() == [4, 4, 5]
    check_sound(job, has_rebuild=True)


def finish(landing: Path, job: Job) -> None:
    with start(landing, job) as process:
        assert process.wait(60) == 0


def test_killed_at_each_door_it_goes_on(landing: Path, job: Job, plain: Job) -> None:
    for door in ("plan_windows", "link_step", "finish_windows"):
        with start(landing, job, door) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "inside\n"
            process.kill()
        check_sound(job)
    finish(landing, job)
    check_whole(job, plain)


@pytest.mark.parametrize("seed", [1])
def test_killed_at_any_moment_it_goes_on(seed: int, landing: Path, job: Job, plain: Job) -> None:
    moments = random.Random(seed)
    for _ in range(3):
        with start(landing, job) as process:
            time.sleep(moments.uniform(0, 1.2))
            process.kill()
        try:
            check_sound(job)
        except ConfigError:  # killed before there was a store
            assert not job.store.exists()
    finish(landing, job)
    check_whole(job, plain)
