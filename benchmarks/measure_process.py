"""Wall time and peak memory of a command, as the operating system saw the whole process tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

SAMPLE_SECONDS = 0.05


@dataclass(frozen=True)
class ProcessFigures:
    """What one run of a command cost.

    Attributes:
        wall_s: Seconds from start to end.
        peak_mb: Largest sum of resident memory of the command and its children, in MiB.
        exit_code: The command's own.
        output: What it printed on standard output.
    """

    wall_s: float
    peak_mb: float
    exit_code: int
    output: str


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all its children; 0 once it is gone."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
        return sum(member.memory_info().rss for member in family)
    except psutil.Error:
        return 0


def run_measured(command: Sequence[str], *, environment: dict[str, str] | None = None) -> ProcessFigures:
    """Run a command to its end and measure it.

    Args:
        command: Program and arguments; no shell.
        environment: Variables set on top of the caller's.
    """
    started = time.perf_counter()
    process = subprocess.Popen(  # a benchmark runs the commands it names itself
        list(command), stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    )
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLE_SECONDS):
            peak = max(peak, resident_bytes(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    done.set()
    watcher.join()
    return ProcessFigures(time.perf_counter() - started, peak / 2**20, process.returncode, output)
