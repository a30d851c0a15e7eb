"""What a few new cases cost on years of history, beside working everything out anew.

Usage: `python -m benchmarks.history [--sizes 20000,100000] [--new 1000] [--seed 101] [--root build/bench]`.
Each figure is the wall time of a command as a user types it, process start included. The processor time of
the same commands is told beside it, because other work on the machine changes it less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.measure_process import run_measured
from benchmarks.printing import numbers, table
from benchmarks.worlds import make_world

TEN, TURNS = 10, 3
"""Cases of a small delivery, and how many of them are taken in one after the other; the median counts."""

Row = dict[str, object]


@dataclass(frozen=True)
class Cost:
    """Seconds of the steps from a landed delivery to tables.

    Attributes:
        stage_s: `trama ingest`.
        link_s: `trama link`.
        export_s: `trama export tables`.
        cpu_s: Processor time of all three.
    """

    stage_s: float
    link_s: float
    export_s: float
    cpu_s: float

    @property
    def total_s(self) -> float:
        """All of it."""
        return self.stage_s + self.link_s + self.export_s


@dataclass(frozen=True)
class Bench:
    """A store and where its tables go."""

    store: Path
    out: Path

    def run(self, *arguments: str) -> float:
        """Seconds of one command; stops everything when it fails."""
        trama = str(Path(sys.executable).parent / "trama")
        found = run_measured([trama, *arguments, "--store", str(self.store)])
        if found.exit_code:
            raise SystemExit(f"trama {arguments[0]} failed:\n{found.output}")
        return found.wall_s

    def take_in(self, landing: Path) -> Cost:
        """Stage, link and export what landed."""
        before = _children_cpu_s()
        stage = self.run("ingest", str(landing))
        link = self.run("link")
        export = self.run("export", "tables", "--out", str(self.out))
        return Cost(stage, link, export, _children_cpu_s() - before)

    def rebuild(self) -> Cost:
        """Work everything out anew, and export it."""
        before = _children_cpu_s()
        link = self.run("link", "--rebuild")
        export = self.run("export", "tables", "--out", str(self.out))
        return Cost(0.0, link, export, _children_cpu_s() - before)


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def split_world(deliveries: Path, parts: Path, new: int) -> list[Path]:
    """Divide a world: nearly all of it, `new` cases drawn at random, and small deliveries of ten.

    Returns:
        The landing folder of each part, in the order in which they are delivered.
    """
    counts = [new] + [TEN] * TURNS
    landings = [parts / f"{number}" for number in range(len(counts) + 1)]
    if landings[0].exists():
        return landings
    drawn = _draw_places(deliveries, counts)
    for file, line, text in _lines(deliveries):
        part = drawn.get((file, line), 0)
        path = landings[part] / file.parent.name / (f"{part}-{file.name}" if part else file.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as out:
            out.write(text)
    return landings


def _lines(deliveries: Path) -> Iterator[tuple[Path, int, str]]:
    for file in sorted(deliveries.rglob("*.ndjson")):
        with file.open(encoding="utf-8") as lines:
            for number, text in enumerate(lines):
                yield file, number, text


def _draw_places(deliveries: Path, counts: list[int]) -> dict[tuple[Path, int], int]:
    """Part of each drawn line; only records that nothing corrects, so that each is a new case."""
    corrected = {
        (record["agency"], record["record_id"])
        for _, _, text in _lines(deliveries)
        if (record := json.loads(text))["revision"] > 1
    }
    free = [
        (file, line)
        for file, line, text in _lines(deliveries)
        if ((record := json.loads(text))["agency"], record["record_id"]) not in corrected
    ]
    chosen = Random(1).sample(free, sum(counts))
    parts = [part for part, count in enumerate(counts, start=1) for _ in range(count)]
    return dict(zip(chosen, parts, strict=True))


def measure_history(cases: int, new: int, seed: int, root: Path) -> list[Row]:
    """The lines of one size: so many new cases at once, then ten at a time, both beside the rebuild."""
    world = make_world(cases + new + TEN * TURNS, seed, root)
    landings = split_world(world.deliveries, world.folder / f"parts-{new}", new)
    bench = Bench(world.folder / "history.duckdb", world.folder / "history-tables")
    _clear(bench)
    bench.take_in(landings[0])
    many = bench.take_in(landings[1])
    few = [bench.take_in(landing) for landing in landings[2:]]
    rebuild = bench.rebuild()
    middle = Cost(*(median(getattr(each, name) for each in few) for name in Cost.__dataclass_fields__))
    return [_row(cases, count, cost, rebuild) for count, cost in ((new, many), (TEN, middle))]


def _clear(bench: Bench) -> None:
    for leftover in (bench.store, bench.store.with_suffix(".duckdb.wal")):
        leftover.unlink(missing_ok=True)
    for folder in (bench.out, bench.store.with_name(f"{bench.store.name}.archive")):
        shutil.rmtree(folder, ignore_errors=True)


def _row(cases: int, new: int, cost: Cost, rebuild: Cost) -> Row:
    return {
        "history": cases,
        "new cases": new,
        "stage s": round(cost.stage_s, 1),
        "link s": round(cost.link_s, 1),
        "export s": round(cost.export_s, 1),
        "sum s": round(cost.total_s, 1),
        "cpu s": round(cost.cpu_s, 1),
        "rebuild s": round(rebuild.link_s, 1),
        "rebuild and export s": round(rebuild.total_s, 1),
        "its cpu s": round(rebuild.cpu_s, 1),
        "sum / rebuild": round(cost.total_s / rebuild.link_s, 3),
        "sum / rebuild and export": round(cost.total_s / rebuild.total_s, 3),
        "cpu / cpu": round(cost.cpu_s / rebuild.cpu_s, 3),
        "load": round(os.getloadavg()[0], 1),
    }


def tell_growth(rows: list[Row]) -> list[Row]:
    """Each sum beside that of the smallest history, for as many new cases."""
    first: dict[object, float] = {}
    told = []
    for row in rows:
        total = float(str(row["sum s"]))
        base = first.setdefault(row["new cases"], total)
        told.append(row | {"growth": round(total / base, 2)})
    return told


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    parser.add_argument("--sizes", type=numbers, default=[20_000])
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=101)
    parser.add_argument("--root", type=Path, default=Path("build/bench"))
    options = parser.parse_args()
    rows = [
        row
        for cases in options.sizes
        for row in measure_history(cases, options.new, options.seed, options.root)
    ]
    print(table(tell_growth(rows)))


if __name__ == "__main__":
    main()
