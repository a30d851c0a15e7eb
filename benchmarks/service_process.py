"""The service as a process of its own, for benchmarks that watch it from outside: started, killed, asked."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RECORDS = 10
"""Records in a small delivery, as the requirement says."""

START_S = 120.0
MINUTE_S = 60.0

_RUN = "from flows.cli.app import main; main()"


@dataclass
class Bench:
    """Where a service under measurement works.

    Attributes:
        root: Folder of this run; made when it is not there.
        port: Port of its Prefect server; a free one unless it is given.
        waiting: Small deliveries that are still to land, in the order in which they are to.
    """

    root: Path
    port: int = 0
    waiting: list[Path] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Make the folder, and find a port where none is given."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.port = self.port or find_free_port()

    @property
    def landing(self) -> Path:
        """Its landing folder."""
        return self.root / "landing"

    @property
    def store(self) -> Path:
        """Its store."""
        return self.root / "store.duckdb"

    @property
    def out(self) -> Path:
        """Its reports and tables."""
        return self.root / "out"

    @property
    def index(self) -> Path:
        """The page that is written last; the clusters' own pages are there before it."""
        return self.out / "reports" / "index.html"

    @property
    def log(self) -> Path:
        """What the service says on its terminal, through all its lives."""
        return self.root / "service.log"

    def command(self, *arguments: str) -> list[str]:
        """A `trama` command on this store."""
        return [sys.executable, "-c", _RUN, *arguments, "--store", str(self.store)]

    def read_json(self, *arguments: str) -> dict[str, Any]:
        """The last line of a command with `--json`."""
        done = subprocess.run(
            self.command(*arguments, "--json"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        )
        counts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return counts

    def start(self) -> float:
        """Start the service; seconds until it says that it serves."""
        where = ["--landing", str(self.landing), "--out", str(self.out), "--port", str(self.port)]
        began, before = time.time(), self._lives()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command("serve", *where), stdout=log, stderr=log)
        while self._lives() == before:
            if time.time() - began > START_S or self.process.poll() is not None:
                raise TimeoutError(f"the service did not start; see {self.log.name}")
            time.sleep(0.1)
        return time.time() - began

    def _lives(self) -> int:
        return self.log.read_bytes().count(b"Serving.") if self.log.exists() else 0

    def kill(self) -> None:
        """`kill -9` of the service itself; what it started has to end by itself."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int:
        """End it politely, firmly if need be; its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(MINUTE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """The API's answer.

        Raises:
            OSError: It does not answer, or refuses.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"null")

    def events(self, prefix: str = "trama.") -> Iterator[dict[str, Any]]:
        """The service's events, the newest first."""
        page = self.ask("/events/filter", {"filter": {"event": {"prefix": [prefix]}}, "limit": 50})
        while True:
            yield from page["events"]
            if not page["next_page"]:
                return
            page = self.ask(page["next_page"].split("/api", 1)[1])

    def taken_in(self) -> list[str]:
        """Paths of the deliveries in the ledger, in the order in which they were taken in."""
        from flows.job import Job  # noqa: PLC0415 - nothing else of the benchmarks needs the rooms
        from flows.settings import Settings  # noqa: PLC0415
        from staging.accounts import load_deliveries  # noqa: PLC0415

        with Job(self.store, Settings()).opened_for_reading() as store:
            return load_deliveries(store)["path"].to_list()

    def wait_until_published(self, longest_s: float) -> None:
        """Wait until reports and tables are of the network, and that is of the records.

        Raises:
            TimeoutError: It takes too long.
        """
        deadline = time.time() + longest_s
        while time.time() < deadline:
            if self.read_json("status")["is_network_current"]:
                verify = self.command("verify", "--out", str(self.out))
                if subprocess.run(verify, capture_output=True, check=False).returncode == 0:
                    return
            time.sleep(1)
        raise TimeoutError("what was delivered is not all published")

    def drop(self, small: Path) -> float:
        """Rename a finished delivery into the landing folder; the moment when that was, in seconds."""
        os.utime(small, (time.time() - MINUTE_S, time.time() - MINUTE_S))
        target = self.landing / small.parent.name
        target.mkdir(parents=True, exist_ok=True)
        moment = time.time()
        small.rename(target / small.name)
        return moment


def find_free_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(bench: Bench) -> Iterator[None]:
    """The service over the bench's folder, for as long as the block lasts."""
    bench.start()
    try:
        yield
    finally:
        bench.stop()


def make_bench(root: Path, cases: int, deliveries: int) -> Bench:
    """A store of a generated world, linked, and small deliveries of the same world that are still to come.

    Store and deliveries are made once for a size and copied for each run.

    Args:
        root: Folder of all runs.
        cases: Cases in the store.
        deliveries: Small deliveries, of ten records each.
    """
    base = Bench((root / f"base-{cases}-{deliveries}").resolve())
    if not (base.root / "ready").exists():
        shutil.rmtree(base.root)
        base.root.mkdir(parents=True)
        _build_base(base, cases, deliveries)
        (base.root / "ready").touch()
    bench = Bench((root / f"run-{time.time_ns()}").resolve())
    shutil.copytree(base.root / "small", bench.root / "small")
    shutil.copyfile(base.store, bench.store)
    shutil.copytree(
        base.store.with_name("store.duckdb.archive"), bench.store.with_name("store.duckdb.archive")
    )
    bench.waiting = sorted((bench.root / "small").rglob("*.ndjson"), key=lambda each: each.name)
    return bench


def _build_base(base: Bench, cases: int, deliveries: int) -> None:
    world, wanted = base.root / "world", str(cases + deliveries * RECORDS)
    made = [sys.executable, "-m", "sample_data.generate", "--seed", "11", "--cases", wanted]
    subprocess.run([*made, "--out", str(world)], check=True)
    hold_back(world / "deliveries", base.root / "small", deliveries)
    for step in (("ingest", str(world / "deliveries")), ("link",)):
        subprocess.run(base.command(*step), check=True, stdout=subprocess.DEVNULL)


def hold_back(world: Path, made: Path, wanted: int) -> None:
    """Take the last records of a world's deliveries out of it, ten at a time, agency by agency in turn.

    Args:
        world: Folder of canonical deliveries; what is taken is gone from it.
        made: Where the small deliveries go, one folder an agency, numbered in the order to land in.
        wanted: How many to make.
    """
    lines = {
        file: file.read_text(encoding="utf-8").splitlines() for file in sorted(world.rglob("cases.ndjson"))
    }
    turns = sorted(lines)
    for number in range(wanted):
        file = next(each for each in turns if len(lines[each]) > RECORDS)
        turns.append(turns.pop(turns.index(file)))
        own, lines[file] = lines[file][-RECORDS:], lines[file][:-RECORDS]
        small = made / file.parent.name / f"late-{number:05}.ndjson"
        small.parent.mkdir(parents=True, exist_ok=True)
        small.write_text("\n".join(own) + "\n", encoding="utf-8")
    for file, rest in lines.items():
        file.write_text("\n".join(rest) + "\n", encoding="utf-8")
