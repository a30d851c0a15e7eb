"""How long from a delivery's rename into the landing folder to its cluster's new report on disk, by stage.

Usage: `python -m benchmarks.service_latency [--deliveries 50] [--every 5] [--cases 2000] [--root DIR]`.
Builds a store of a generated world, starts `trama serve` on it, drops deliveries of ten records one at a
time, and prints the median and the 95th percentile of the whole and of its stages.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

RECORDS = 10
"""Records in a delivery, as the requirement says."""

START_S = 120.0
DONE_S = 120.0
_LOOK_S = 0.005

STAGES = (
    "landed: seen, hashed, told",
    "staged: run begun, taken in",
    "linked, pages written",
    "rename to new report",
)
"""What lies between the rename, the two events of a delivery, and the new index; then the whole."""


@dataclass(frozen=True)
class Bench:
    """Where a service under measurement works.

    Attributes:
        root: Folder of this run.
        port: Port of its Prefect server.
    """

    root: Path
    port: int

    @property
    def landing(self) -> Path:
        """Its landing folder."""
        return self.root / "landing"

    @property
    def index(self) -> Path:
        """The page that is written last; the clusters' own pages are there before it."""
        return self.root / "out" / "reports" / "index.html"

    def command(self, *arguments: str) -> list[str]:
        """A `trama` command on this store."""
        run = "from flows.cli.app import main; main()"
        return [sys.executable, "-c", run, *arguments, "--store", str(self.root / "store.duckdb")]

    def events(self) -> list[dict[str, Any]]:
        """The service's newest events, the newest first."""
        body = json.dumps({"filter": {"event": {"prefix": ["trama."]}}, "limit": 50}).encode()
        url = f"http://127.0.0.1:{self.port}/api/events/filter"
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            found: list[dict[str, Any]] = json.load(answer)["events"]
        return found


def hold_back(world: Path, made: Path, wanted: int) -> list[Path]:
    """Take the last records of a world's deliveries out of it, ten at a time, agency by agency in turn.

    Args:
        world: Folder of canonical deliveries; what is taken is gone from it.
        made: Where the small deliveries go, one folder an agency.
        wanted: How many to make.

    Returns:
        The small deliveries, in the order in which they are to land.
    """
    lines = {
        file: file.read_text(encoding="utf-8").splitlines() for file in sorted(world.rglob("cases.ndjson"))
    }
    taken: list[Path] = []
    while len(taken) < wanted:
        file = max(lines, key=lambda each: len(lines[each]))
        own, lines[file] = lines[file][-RECORDS:], lines[file][:-RECORDS]
        small = made / file.parent.name / f"late-{len(taken):05}.ndjson"
        small.parent.mkdir(parents=True, exist_ok=True)
        small.write_text("\n".join(own) + "\n", encoding="utf-8")
        taken.append(small)
    for file, rest in lines.items():
        file.write_text("\n".join(rest) + "\n", encoding="utf-8")
    return taken


def drop(bench: Bench, small: Path) -> float:
    """Rename a finished delivery into the landing folder; the moment when that was, in seconds."""
    os.utime(small, (time.time() - 60, time.time() - 60))
    target = bench.landing / small.parent.name
    target.mkdir(parents=True, exist_ok=True)
    moment = time.time()
    small.rename(target / small.name)
    return moment


def measure_one(bench: Bench, small: Path) -> list[float]:
    """Seconds of each stage of one delivery, then of the whole."""
    before = bench.index.stat().st_mtime_ns if bench.index.exists() else 0
    started = drop(bench, small)
    while not bench.index.exists() or bench.index.stat().st_mtime_ns == before:
        if time.time() - started > DONE_S:
            raise TimeoutError(f"{small.name} has no report after {DONE_S:.0f} s")
        time.sleep(_LOOK_S)
    written = bench.index.stat().st_mtime_ns / 1e9
    told = wait_for_events(bench, f"{small.parent.name}/{small.name}", written)
    marks = [started, told["trama.delivery.landed"], told["trama.delivery.staged"], written]
    return [later - earlier for earlier, later in pairwise(marks)] + [written - started]


def wait_for_events(bench: Bench, path: str, written: float) -> dict[str, float]:
    """When the delivery's two events occurred, once the API shows both."""
    while time.time() - written < DONE_S:
        found = {
            each["event"]: datetime.fromisoformat(each["occurred"]).timestamp()
            for each in bench.events()
            if each["payload"].get("path") == path
        }
        if len(found) == 2:
            return found
        time.sleep(0.2)
    raise TimeoutError(f"the events of {path} are not there")


@contextmanager
def served(bench: Bench) -> Iterator[None]:
    """The service over the bench's folder, for as long as the block lasts."""
    where = ["--landing", str(bench.landing), "--out", str(bench.root / "out"), "--port", str(bench.port)]
    with (bench.root / "service.log").open("wb") as log:
        process = subprocess.Popen(bench.command("serve", *where), stdout=log, stderr=log)
    try:
        deadline = time.time() + START_S
        while b"Serving." not in (bench.root / "service.log").read_bytes():
            if time.time() > deadline or process.poll() is not None:
                raise TimeoutError("the service did not start; see service.log")
            time.sleep(0.1)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def build_store(bench: Bench, cases: int, deliveries: int) -> list[Path]:
    """A store of a generated world, linked; small deliveries of the same world that are still to come."""
    world = bench.root / "world"
    wanted = str(cases + deliveries * RECORDS)
    made = [sys.executable, "-m", "sample_data.generate", "--seed", "11", "--cases", wanted]
    subprocess.run([*made, "--out", str(world)], check=True)
    small = hold_back(world / "deliveries", bench.root / "small", deliveries)
    subprocess.run(bench.command("ingest", str(world / "deliveries")), check=True)
    subprocess.run(bench.command("link"), check=True)
    return small


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_latency", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--root", type=Path, default=Path("build/latency"))
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bench = Bench((options.root / str(int(time.time()))).resolve(), probe.getsockname()[1])
    bench.root.mkdir(parents=True)
    deliveries = build_store(bench, options.cases, options.deliveries + 1)
    with served(bench):
        rows = []
        for small in deliveries:
            began = time.time()
            rows.append(measure_one(bench, small))
            time.sleep(max(0.0, options.every - (time.time() - began)))
    print_figures(rows[1:], options.cases)


def print_figures(rows: Sequence[Sequence[float]], cases: int) -> None:
    """Median and 95th percentile of each stage and of the whole, in seconds."""
    print(f"{len(rows)} deliveries of {RECORDS} records on a store of {cases:,} cases, seconds\n")
    print("| stage | median | p95 |\n|---|---|---|")
    for name, column in zip(STAGES, zip(*rows, strict=True), strict=True):
        print(f"| {name} | {statistics.median(column):.2f} | {percentile(column, 0.95):.2f} |")


if __name__ == "__main__":
    main()
