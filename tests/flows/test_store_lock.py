"""One writer at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Timer

import pytest

from flows import job
from flows.cli.session import PATIENCE_S, open_session
from flows.progress import Silence
from flows.service.places import find_address
from flows.settings import Settings
from flows.store_lock import hold_store
from schemas.errors import StoreBusyError

_HOLD = """
import sys, time
from pathlib import Path
from flows.store_lock import hold_store
with hold_store(Path(sys.argv[1]), timeout_s=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_refused_and_told_who_holds(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    with hold_store(store, timeout_s=0), pytest.raises(StoreBusyError, match=str(os.getpid())):  # noqa: SIM117
        with hold_store(store, timeout_s=0):
            raise AssertionError("two writers")


def test_the_lock_is_free_after_its_block_even_if_that_failed(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    with pytest.raises(ValueError, match="work"), hold_store(store, timeout_s=0):
        raise ValueError("work")
    with hold_store(store, timeout_s=0):
        assert store.with_name("s.duckdb.lock").is_file()


def test_a_killed_writer_leaves_the_store_free(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _HOLD, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreBusyError, match=str(holder.pid)):  # noqa: SIM117
            with hold_store(store, timeout_s=0):
                raise AssertionError("two writers")
        holder.send_signal(signal.SIGKILL)
    with hold_store(store, timeout_s=5):
        pass


def test_a_writer_waits_until_its_deadline(tmp_path: Path) -> None:
    store = tmp_path / "s.duckdb"
    began = time.monotonic()
    with hold_store(store, timeout_s=0), pytest.raises(StoreBusyError), hold_store(store, timeout_s=0.3):
        raise AssertionError("two writers")
    assert time.monotonic() - began >= 0.3


class Told(Silence):
    """Notes the stages that it is told of."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def start(self, stage: str, total: int | None = None) -> None:
        self.stages.append(stage)


def test_who_waits_for_the_store_is_told_and_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "TOLD_AFTER_S", 0.05)
    told, store = Told(), tmp_path / "s.duckdb"
    waiting = job.Job(store, Settings(lock_timeout_s=30), told)
    with ExitStack() as other:
        other.enter_context(hold_store(store, timeout_s=0))
        Timer(0.5, other.pop_all().close).start()
        with waiting.writing():
            assert told.stages == ["Waiting for the store, which another program uses"]


def test_nobody_is_told_of_a_store_that_is_free(tmp_path: Path) -> None:
    told = Told()
    free = job.Job(tmp_path / "s.duckdb", Settings(), told)
    with free.writing(), free.opened():
        assert told.stages == []


def test_a_command_is_patient_where_a_service_works_unless_it_is_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRAMA_LOCK_TIMEOUT_S", raising=False)
    store = tmp_path / "s.duckdb"
    address = find_address(store)
    address.parent.mkdir()
    with open_session(store) as session:
        assert session.call.settings.lock_timeout_s == Settings().lock_timeout_s
    address.write_text("http://127.0.0.1:1/api", encoding="utf-8")
    with open_session(store) as session:
        assert session.call.settings.lock_timeout_s == PATIENCE_S
    monkeypatch.setenv("TRAMA_LOCK_TIMEOUT_S", "1.5")
    with open_session(store) as session:
        assert session.call.settings.lock_timeout_s == 1.5
