"""kill -9 while deciding or withdrawing: the store opens, all agrees, the repeated command completes."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.job import Job
from flows.settings import read_settings
from flows.steps.decide import decide_step
from flows.steps.link import link_step
from flows.steps.retract import retract_step
from flows.steps.verify import verify_step
from staging.accounts import load_withdrawals
from staging.decisions import load_decisions
from staging.intake import archive_folder
from tests.flows.decision_files import not_same, same, write_decisions
from tests.flows.store_copies import copy_job

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("killed_steps.py")
KEY = "US-HSI/R-0001"


@pytest.fixture
def job(finished: Path, tmp_path: Path) -> Job:
    return copy_job(Job(finished / "store.duckdb", read_settings()), tmp_path)


def start(work: str, job: Job, argument: str, door: str = "none") -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), work, str(job.store), argument, door]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def kill_after(process: subprocess.Popen[str], seconds: float) -> None:
    """Kill a process so long after it began; it may have ended well before, and not otherwise."""
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()
    assert process.returncode in {0, -signal.SIGKILL}


def kill_inside(process: subprocess.Popen[str]) -> None:
    with process:
        assert process.stdout is not None
        while process.stdout.readline() != "inside\n":
            assert process.poll() is None
        process.kill()


def check_sound(job: Job, *, has_rebuild: bool = False) -> None:
    assert [each for each in verify_step(job, has_rebuild=has_rebuild) if not each.is_passed] == []


def test_a_killed_decide_has_stored_all_or_nothing_and_a_repeat_completes(job: Job, tmp_path: Path) -> None:
    path = write_decisions(
        tmp_path,
        same("MX-FGR/R-0000#1", "MX-FGR/R-0000#2"),
        not_same("MX-FGR/R-0001#1", "US-HSI/R-0001#1"),
    )
    kill_inside(start("decide", job, str(path), "inside"))
    with job.opened() as store:
        assert load_decisions(store).is_empty()
    moments = random.Random(11)
    for _ in range(2):
        kill_after(start("decide", job, str(path)), moments.uniform(0, 0.15))
        with job.opened() as store:
            assert load_decisions(store).height in {0, 2}
        check_sound(job)
    decide_step(path, job)
    link_step(job)
    with job.opened() as store:
        assert load_decisions(store).height == 2
    check_sound(job, has_rebuild=True)


def test_a_killed_retract_has_withdrawn_all_or_nothing_and_a_repeat_completes(job: Job) -> None:
    kill_inside(start("retract", job, KEY, "inside"))
    with job.opened() as store:
        assert load_withdrawals(store).is_empty()
    check_sound(job)
    moments = random.Random(12)
    for _ in range(2):
        kill_after(start("retract", job, KEY), moments.uniform(0, 0.15))
        check_sound(job)
    retract_step(KEY, "court order", job)
    link_step(job)
    check_sound(job, has_rebuild=True)
    with job.opened() as store:
        assert load_withdrawals(store)["reason"].to_list() == ["court order"]
    assert not any(each.name == "march.ndjson" for each in archive_folder(job.store).rglob("*"))
