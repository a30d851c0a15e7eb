"""How long a burst takes: two hundred deliveries of six partners at once, each partner's in its order.

Usage: `python -m benchmarks.service_burst [--deliveries 200] [--cases 2000] [--root DIR]`.
Ends with an error unless every delivery was taken in once, in the order in which its partner delivered it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.service_process import Bench, make_bench, served

PARTNERS = 6
DONE_S = 900.0


def drop_all(bench: Bench, wanted: int) -> dict[str, list[str]]:
    """Land so many deliveries of the largest partners at once; their names by partner, in order."""
    by_partner: defaultdict[str, list[Path]] = defaultdict(list)
    for small in bench.waiting:
        by_partner[small.parent.name].append(small)
    chosen = sorted(by_partner, key=lambda each: (-len(by_partner[each]), each))[:PARTNERS]
    burst = [small for small in bench.waiting if small.parent.name in chosen][:wanted]
    dropped: defaultdict[str, list[str]] = defaultdict(list)
    for small in burst:
        bench.drop(small)
        dropped[small.parent.name].append(f"{small.parent.name}/{small.name}")
    return dict(dropped)


def wait_for_all(bench: Bench, wanted: int) -> list[dict[str, str]]:
    """What was told of each delivery once all are taken in, in the order of the telling."""
    deadline = time.time() + DONE_S
    while time.time() < deadline:
        told = [each["payload"] for each in bench.events("trama.delivery.staged")]
        if len(told) >= wanted:
            return told[::-1]
        time.sleep(0.5)
    raise TimeoutError(f"{len(told)} of {wanted} deliveries were taken in")


def check_order(bench: Bench, dropped: dict[str, list[str]]) -> None:
    """Make sure that the ledger has each partner's deliveries once, in the order in which they landed.

    Raises:
        AssertionError: It has not.
    """
    taken = bench.taken_in()
    for agency, paths in dropped.items():
        found = [path for path in taken if path in set(paths)]
        if found != paths:
            raise AssertionError(f"{agency}: taken in otherwise than it was delivered")


def measure_burst(root: Path, cases: int, deliveries: int) -> str:
    """A burst on a store of so many cases; the figures as text.

    Args:
        root: Folder of all runs.
        cases: Cases in the store.
        deliveries: How many land at once.
    """
    bench = make_bench(root, cases, deliveries * 3)
    with served(bench):
        load, began = os.getloadavg()[0], time.time()
        dropped = drop_all(bench, deliveries)
        wanted = sum(map(len, dropped.values()))
        landed_s = time.time() - began
        wait_for_all(bench, wanted)
        taken_s = time.time() - began
        bench.wait_until_published(DONE_S)
        done_s = time.time() - began
        failed = bench.ask("/flow_runs/count", {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}})
        runs = bench.ask("/flow_runs/count", {"flows": {"name": {"any_": ["delivery"]}}})
    check_order(bench, dropped)
    return "\n".join(
        (
            f"{wanted} deliveries of {len(dropped)} partners at once ({landed_s:.2f} s), on {cases:,} cases:",
            f"all taken in after {taken_s:.1f} s, all published after {done_s:.1f} s,",
            f"{runs} runs, {failed} failed, each partner's deliveries in order;",
            f"{os.cpu_count()} cores, load of the machine {load:.1f} before",
        )
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_burst", description=__doc__)
    parser.add_argument("--deliveries", type=int, default=200)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--root", type=Path, default=Path("build/service"))
    options = parser.parse_args()
    print(measure_burst(options.root, options.cases, options.deliveries))


if __name__ == "__main__":
    main()
