"""`make bench`: how often Trama is right and what it costs, in one run, part by part.

Usage: `python -m benchmarks [--parts accuracy,job,history,service,pages] [--sizes 2000,20000]
[--seeds 101,202,303] [--accuracy-cases 4000] [--no-peer] [--history 100000]
[--new-cases 1000] [--service-cases 100000]`.
Prints the tables that `benchmarks/README.md` keeps; each as soon as it is measured.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.accuracy import Accuracy, measure
from benchmarks.history import measure_history, tell_growth
from benchmarks.printing import numbers, table
from benchmarks.report_page import ENTITIES, measure_pages
from benchmarks.service_burst import measure_burst
from benchmarks.service_latency import measure_latency
from benchmarks.worlds import Run, World, make_world, run_peer, run_trama

LIBRARIES = ("duckdb", "graspologic-native", "networkx", "pandas", "pandera", "polars", "splink")


def parse_arguments() -> argparse.Namespace:
    """The call's options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--parts", type=read_parts, default=tuple(PARTS), help=", ".join(PARTS))
    parser.add_argument("--sizes", type=numbers, default=[2_000, 20_000, 100_000], help="cases of the job")
    parser.add_argument("--seeds", type=numbers, default=[101, 202, 303])
    parser.add_argument("--accuracy-cases", type=int, default=4_000)
    parser.add_argument("--history", type=numbers, default=[100_000], help="cases of history")
    parser.add_argument("--new-cases", type=int, default=1_000, help="that come on top of the history")
    parser.add_argument("--service-cases", type=numbers, default=[100_000], help="cases in the store")
    parser.add_argument("--root", type=Path, default=Path("build/bench"))
    parser.add_argument("--no-peer", action="store_true")
    return parser.parse_args()


def accuracy_row(who: str, world: World, found: Accuracy) -> dict[str, object]:
    """One line of the accuracy table."""
    return {"run": who, "cases": world.cases, "seed": world.seed, **found.as_row()}


def finished(run: Run) -> bool:
    """Whether the measured command ended well."""
    return run.figures.exit_code == 0


def compare(world: World, with_peer: bool) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Accuracy lines of both, and the line of the speed table, for one world."""
    ours = run_trama(world)
    accuracy = [accuracy_row("trama", world, measure(ours.tables, world.truth))]
    speed: dict[str, object] = {
        "cases": world.cases,
        "trama s": round(ours.figures.wall_s, 1),
        "trama MB": round(ours.figures.peak_mb),
    }
    if with_peer:
        peer = run_peer(world)
        if finished(peer):
            accuracy.append(accuracy_row("peer", world, measure(peer.tables, world.truth)))
        speed |= {
            "peer s": round(peer.figures.wall_s, 1) if finished(peer) else "failed",
            "peer MB": round(peer.figures.peak_mb),
            "time trama / peer": round(ours.figures.wall_s / peer.figures.wall_s, 2),
        }
    return accuracy, speed


def show_accuracy(options: argparse.Namespace) -> None:
    """On worlds of several seeds, beside the peer."""
    accuracy: list[dict[str, object]] = []
    for seed in options.seeds:
        found, _ = compare(make_world(options.accuracy_cases, seed, options.root), not options.no_peer)
        accuracy += found
    print("\nAccuracy\n\n" + table(accuracy), flush=True)


def show_job(options: argparse.Namespace) -> None:
    """Time and memory of the main job by size, beside the peer, and how right both are there."""
    by_size: list[dict[str, object]] = []
    speeds: list[dict[str, object]] = []
    for cases in options.sizes:
        found, speed = compare(make_world(cases, options.seeds[0], options.root), not options.no_peer)
        by_size += found
        speeds.append(speed)
    print("\nBy size\n\n" + table(by_size) + "\n\nWhole job\n\n" + table(speeds), flush=True)


def show_history(options: argparse.Namespace) -> None:
    """What new cases cost on years of history, beside a rebuild."""
    history = [
        row
        for cases in options.history
        for row in measure_history(cases, options.new_cases, options.seeds[0], options.root)
    ]
    print("\nHistory\n\n" + table(tell_growth(history)), flush=True)


def show_service(options: argparse.Namespace) -> None:
    """From a delivery's rename to its new report, and a burst, on stores of these many cases."""
    root = options.root / "service"
    for cases in options.service_cases:
        print("\nLatency\n\n" + measure_latency(root, cases, deliveries=50, every=5.0), flush=True)
        print("\nBurst\n\n" + measure_burst(root, cases, deliveries=200), flush=True)


def show_pages(options: argparse.Namespace) -> None:
    """Size and speed of cluster pages in Chromium."""
    print("\nPages\n\n" + measure_pages(options.root / "pages", ENTITIES), flush=True)


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "accuracy": show_accuracy,
    "job": show_job,
    "history": show_history,
    "service": show_service,
    "pages": show_pages,
}
"""What can be measured, in this order."""


def read_parts(text: str) -> tuple[str, ...]:
    """Names of parts, parted by commas.

    Raises:
        ArgumentTypeError: One of them is none.
    """
    asked = tuple(part.strip() for part in text.split(","))
    if unknown := [part for part in asked if part not in PARTS]:
        raise argparse.ArgumentTypeError(f"there is no part {unknown[0]!r}; there are {', '.join(PARTS)}")
    return asked


def main() -> None:
    """Measure every part that is asked for."""
    options = parse_arguments()
    options.root.mkdir(parents=True, exist_ok=True)
    print(
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, "
        f"Python {platform.python_version()}"
    )
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    for part, show in PARTS.items():
        if part in options.parts:
            show(options)


if __name__ == "__main__":
    main()
