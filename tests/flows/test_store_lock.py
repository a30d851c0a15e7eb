"""One writer at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.store_lock import StoreBusyError, hold_store

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
