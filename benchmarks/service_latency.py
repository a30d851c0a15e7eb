"""How long from a delivery's rename into the landing folder to its cluster's new report on disk, by stage.

Usage: `python -m benchmarks.service_latency [--deliveries 50] [--every 5] [--cases 2000] [--root DIR]`.
Builds a store of a generated world, starts `trama serve` on it, drops deliveries of ten records one at a
time, and prints the median and the 95th percentile of the whole and of its stages.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.service_process import RECORDS, Bench, make_bench, served

DONE_S = 300.0
_LOOK_S = 0.005

STAGES = (
    "landed: seen, hashed, told",
    "staged: run begun, taken in",
    "linked, pages written",
    "rename to new report",
)
"""What lies between the rename, the two events of a delivery, and the new index; then the whole."""


def measure_one(bench: Bench, small: Path) -> list[float]:
    """Seconds of each stage of one delivery, then of the whole."""
    before = bench.index.stat().st_mtime_ns if bench.index.exists() else 0
    started = bench.drop(small)
    while not bench.index.exists() or bench.index.stat().st_mtime_ns == before:
        if time.time() - started > DONE_S:
            raise TimeoutError(f"{small.name} has no report after {DONE_S:.0f} s")
        time.sleep(_LOOK_S)
    written = bench.index.stat().st_ctime_ns / 1e9  # when it was put in place, not when it was drawn
    told = wait_for_events(bench, f"{small.parent.name}/{small.name}", written)
    marks = [started, told["trama.delivery.landed"], told["trama.delivery.staged"], written]
    return [later - earlier for earlier, later in pairwise(marks)] + [written - started]


def wait_for_events(bench: Bench, path: str, written: float) -> dict[str, float]:
    """When the delivery's two events occurred, once the API shows both."""
    while time.time() - written < DONE_S:
        newest = [each for each, _ in zip(bench.events("trama.delivery."), range(50), strict=False)]
        found = {
            each["event"]: datetime.fromisoformat(each["occurred"]).timestamp()
            for each in newest
            if each["payload"].get("path") == path
        }
        if len(found) == 2:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"the events of {path} are not there")


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def measure_latency(root: Path, cases: int, deliveries: int, every: float) -> str:
    """Drop deliveries one by one on a store of so many cases; the figures as text.

    Args:
        root: Folder of all runs.
        cases: Cases in the store.
        deliveries: How many are measured, after one that warms up.
        every: Seconds from one to the next; the next waits for the report of the last.
    """
    bench = make_bench(root, cases, deliveries + 1)
    rows = []
    with served(bench):
        load = os.getloadavg()[0]
        for small in bench.waiting:
            began = time.time()
            rows.append(measure_one(bench, small))
            time.sleep(max(0.0, every - (time.time() - began)))
    loads = f"load of the machine {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    return f"{describe_figures(rows[1:], cases)}\n\n{os.cpu_count()} cores, {loads}"


def describe_figures(rows: Sequence[Sequence[float]], cases: int) -> str:
    """Median and 95th percentile of each stage and of the whole, in seconds."""
    lines = [
        f"{len(rows)} deliveries of {RECORDS} records on a store of {cases:,} cases, seconds",
        "",
        "| stage | median | p95 | longest |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {statistics.median(column):.2f} | {percentile(column, 0.95):.2f} | {max(column):.2f} |"
        for name, column in zip(STAGES, zip(*rows, strict=True), strict=True)
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_latency", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--root", type=Path, default=Path("build/service"))
    options = parser.parse_args()
    print(measure_latency(options.root, options.cases, options.deliveries, options.every))


if __name__ == "__main__":
    main()
