"""Generated worlds for the benchmarks, made once and kept under `build/`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure_process import ProcessFigures, run_measured


@dataclass(frozen=True)
class World:
    """A generated world on disk.

    Attributes:
        cases: Number of case records asked for.
        seed: The generator's seed.
        folder: Holds `deliveries/` and `truth.csv`.
    """

    cases: int
    seed: int
    folder: Path

    @property
    def deliveries(self) -> Path:
        """The landing folder."""
        return self.folder / "deliveries"

    @property
    def truth(self) -> Path:
        """The truth file."""
        return self.folder / "truth.csv"


@dataclass(frozen=True)
class Run:
    """One measured run over a world, and where its tables are."""

    figures: ProcessFigures
    tables: Path


def make_world(cases: int, seed: int, root: Path) -> World:
    """Generate a world unless it is there already."""
    world = World(cases, seed, root / f"world-{cases}-{seed}")
    if not world.truth.exists():
        command = [sys.executable, "-m", "sample_data.generate", "--form", "canonical"]
        command += ["--seed", str(seed), "--cases", str(cases), "--out", str(world.folder)]
        subprocess.run(command, check=True)
    return world


def run_trama(world: World) -> Run:
    """The whole job with the command a user types, then the tables (not part of the time)."""
    store, out = world.folder / "trama.duckdb", world.folder / "trama-out"
    for leftover in (store, store.with_suffix(".duckdb.wal")):
        leftover.unlink(missing_ok=True)
    trama = str(Path(sys.executable).parent / "trama")
    job = [trama, "run", str(world.deliveries), "--store", str(store), "--out", str(out), "--json"]
    figures = run_measured(job)
    tables = world.folder / "trama-tables"
    subprocess.run(
        [trama, "export", "tables", "--store", str(store), "--out", str(tables)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return Run(figures, tables)


def run_peer(world: World) -> Run:
    """The peer's whole job."""
    tables = world.folder / "peer-tables"
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.peer", str(world.folder), str(tables)]
    return Run(run_measured(command), tables)
