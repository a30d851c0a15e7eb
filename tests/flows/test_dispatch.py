"""When a call becomes a tracked flow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.dispatch import Call, is_prefect_configured, run_job
from flows.prefect_environment import QUIET, prepare_prefect
from flows.settings import read_settings


def test_no_api_means_plain_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_prefect_configured()


def test_an_api_in_the_environment_means_a_tracked_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    call = Call(Path("s.duckdb"), read_settings(), None)
    assert call.wants_tracking()
    assert not Call(Path("s.duckdb"), read_settings(), False).wants_tracking()


def test_prefect_is_told_to_call_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DO_NOT_TRACK", "0")
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE", "7")
    prepare_prefect()
    assert {name: os.environ[name] for name in QUIET} == QUIET
    assert os.environ["PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE"] == "7"


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.usefixtures("tracked_runs", "swept")
def test_a_tracked_call_counts_like_a_plain_one(finished: Path, tmp_path: Path) -> None:
    call = Call(tmp_path / "s.duckdb", read_settings(), True)
    counts = run_job(finished / "landing", tmp_path / "out", call)
    assert counts.ingest.received == 77
    assert counts.network.changed
