"""When a call becomes a tracked flow."""

from __future__ import annotations

import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from flows.dispatch import Call, is_prefect_configured, link_store, run_job
from flows.prefect_environment import QUIET, prepare_prefect
from flows.settings import read_settings
from schemas.errors import ConfigError, TramaError


def test_no_api_means_plain_functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_prefect_configured()


def test_an_api_in_the_environment_means_a_tracked_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    call = Call(Path("s.duckdb"), read_settings(), None)
    assert call.wants_tracking()
    assert not Call(Path("s.duckdb"), read_settings(), False).wants_tracking()


def test_a_form_that_refuses_and_a_server_that_is_silent_are_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_prefect()
    from prefect.exceptions import ParameterTypeError  # noqa: PLC0415 - after its environment

    monkeypatch.setattr("flows.dispatch.asyncio.run", _refuse_with(RuntimeError("Failed to reach API at x")))
    call = Call(tmp_path / "s.duckdb", read_settings(), True)
    with pytest.raises(TramaError, match="--direct"):
        link_store(call, is_rebuild=False)
    monkeypatch.setattr("flows.dispatch.asyncio.run", _refuse_with(ParameterTypeError("pattern")))
    with pytest.raises(ConfigError, match="form"):
        link_store(call, is_rebuild=False)


def _refuse_with(error: Exception) -> Callable[[Coroutine[Any, Any, Any]], None]:
    def refuse(run: Coroutine[Any, Any, Any]) -> None:
        run.close()
        raise error

    return refuse


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
