"""How long from a delivery's rename into the landing folder to its clusters' new pages on disk, by stage.

Usage: `python -m benchmarks.service_latency [--deliveries 50] [--every 5] [--cases 2000] [--root DIR]`.
Builds a store of a generated world, starts `trama serve` on it, drops deliveries of ten records one at a
time, and prints the median and the 95th percentile of the whole and of its stages.
"""

from __future__ import annotations

import argparse
import contextlib
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

STAGES = {
    "seen, hashed, told": "",
    "run begun": "",
    "taken in": "take in deliveries",
    "linked": "update the network",
    "changed clusters found and read": "Clusters that changed",
    "their pages in place": "",
    "rename to new report": "",
    "rename to new index": "",
}
"""Stage → the task, or the line of the run's log, whose end is the stage's; then the whole: until the last of
the changed clusters' pages lay there, and until the index did."""

LOG_S = 15.0
"""Longest wait for the last lines of a run's log, which Prefect sends in batches."""


def measure_one(bench: Bench, small: Path) -> list[float]:
    """Seconds of each stage of one delivery, then until its clusters' pages and until the index."""
    before = bench.index.stat().st_mtime_ns if bench.index.exists() else 0
    started = bench.drop(small)
    while not bench.index.exists() or bench.index.stat().st_mtime_ns == before:
        if time.time() - started > DONE_S:
            raise TimeoutError(f"{small.name} has no report after {DONE_S:.0f} s")
        time.sleep(_LOOK_S)
    listed = bench.index.stat().st_ctime_ns / 1e9  # when it was put in place, not when it was drawn
    written = find_newest(bench.index.parent / "clusters")
    if written < started:  # it has changed no page
        written = listed
    path = f"{small.parent.name}/{small.name}"
    landed = wait_for_landing(bench, path, written)
    run = bench.ask("/flow_runs/filter", {"flow_runs": {"name": {"any_": [path]}}, "limit": 1})[0]
    ends = wait_for_stages(bench, run["id"])
    marks = [started, landed, moment(run["start_time"]), *ends, written]
    return [later - earlier for earlier, later in pairwise(marks)] + [written - started, listed - started]


def find_newest(folder: Path) -> float:
    """When the last of a folder's files was put in place; those that are removed meanwhile do not count."""
    newest = 0.0
    for each in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            newest = max(newest, each.stat().st_ctime_ns / 1e9)
    return newest


def wait_for_landing(bench: Bench, path: str, written: float) -> float:
    """When the service told of a delivery in the landing folder, once the API shows it."""
    while time.time() - written < DONE_S:
        for each, _ in zip(bench.events("trama.delivery.landed"), range(50), strict=False):
            if each["payload"].get("path") == path:
                return moment(each["occurred"])
        time.sleep(0.2)
    raise TimeoutError(f"the event of {path} is not there")


def wait_for_stages(bench: Bench, run_id: str) -> list[float]:
    """When the run's tasks, and the reading for its pages, were done."""
    wanted = [each for each in STAGES.values() if each]
    until = time.time() + LOG_S
    while time.time() < until:
        tasks = bench.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        found = {
            each["name"].rsplit("-", 1)[0]: moment(each["end_time"]) for each in tasks if each["end_time"]
        }
        lines = bench.ask("/logs/filter", {"logs": {"flow_run_id": {"any_": [run_id]}}})
        found |= {each["message"].split(":", 1)[0]: moment(each["timestamp"]) for each in lines}
        if all(each in found for each in wanted):
            return [found[each] for each in wanted]
        time.sleep(0.2)
    raise TimeoutError("the run's log does not say when its stages were done")


def moment(text: str) -> float:
    """A time of the API's, in seconds."""
    return datetime.fromisoformat(text).timestamp()


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
