"""The processes that draw pages start light, and end with the one that started them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reports.html.drawing import Drawers, Sheet

START = """
import multiprocessing, sys, time
from reports.html.drawing import Drawers
drawers = Drawers()
drawers.start("en")
print(*(child.pid for child in multiprocessing.active_children()), flush=True)
time.sleep(60)
"""

LOADED = """
import sys
import reports.html.drawing
print(sorted({"polars", "numpy", "duckdb", "pandera", "networkx"}.intersection(sys.modules)))
"""


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # one that has ended but that nobody has asked about counts as ended
    return not status.exists() or status.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


def test_what_draws_pages_loads_nothing_that_computes_them() -> None:
    assert subprocess.check_output([sys.executable, "-c", LOADED], text=True) == "[]\n"


def test_drawing_processes_do_not_outlive_a_killed_writer() -> None:
    writer = subprocess.Popen([sys.executable, "-c", START], stdout=subprocess.PIPE, text=True)
    with writer:
        assert writer.stdout is not None
        pids = [int(pid) for pid in writer.stdout.readline().split()]
        assert len(pids) == 2
        assert all(map(_is_running, pids))
        writer.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while any(map(_is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_running, pids))


def test_a_single_worker_draws_here(tmp_path: Path) -> None:
    with Drawers(workers=1) as drawers:
        drawers.start("en")
        assert not drawers.is_started
        with pytest.raises(RuntimeError):
            drawers.draw([], Sheet(tmp_path, None, "en"))
