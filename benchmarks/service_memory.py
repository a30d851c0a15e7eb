"""How much memory the service and the processes that belong to it take, from life to life."""

from __future__ import annotations

import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

import psutil

from benchmarks.service_process import Bench

ROLES = {"uvicorn": "Prefect server", "flows.service.runner": "runner"}
"""A word of the command line → what the process is; the service itself has neither."""

WARM_S = 30.0
"""Younger than this a process is still loading: it says nothing about a leak."""


@dataclass
class MemoryLog:
    """Resident memory of each role over time, in megabytes."""

    bench: Bench
    samples: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))

    def sample(self) -> None:
        """Look once at every process that is old enough."""
        service = self.bench.process
        if service is None:
            return
        try:
            processes = [psutil.Process(service.pid), *psutil.Process(service.pid).children()]
            for process in processes:
                if time.time() - process.create_time() > WARM_S:
                    self._note(process)
        except psutil.NoSuchProcess:
            return

    def _note(self, process: psutil.Process) -> None:
        words = process.cmdline()
        role = next((name for word, name in ROLES.items() if word in words), "service")
        if role == "service" and process.pid != (self.bench.process.pid if self.bench.process else 0):
            return  # a drawing process, gone in a moment
        self.samples[role].append((time.time(), process.memory_info().rss / 1e6))

    def describe(self) -> str:
        """Median and largest of the first and of the last third of the time, in MB."""
        heads = "| process | first third, median | largest | last third, median | largest |"
        lines = [heads, "|---|---|---|---|---|"]
        for role, samples in sorted(self.samples.items()):
            third = max(1, len(samples) // 3)
            first, last = ([mb for _, mb in part] for part in (samples[:third], samples[-third:]))
            cells = [f"{each:.0f}" for part in (first, last) for each in (statistics.median(part), max(part))]
            lines.append(f"| {role} | " + " | ".join(cells) + " |")
        return "\n".join(lines)
