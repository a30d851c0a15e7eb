"""Half an hour of everything at once, the service killed every two minutes: nothing lost, nothing twice.

Usage: `python -m benchmarks.service_soak [--minutes 30] [--kill-every 120] [--cases 1000] [--root DIR]`.
Drops deliveries (while the service is down as well), starts runs by hand, lets schedules start others, reads
with `trama status` and `trama report`, and kills the service with `kill -9`. Ends with status 1 unless `trama
verify` passes, the ledger holds every file once, and no run is left running.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.service_memory import MemoryLog
from benchmarks.service_process import MINUTE_S, Bench, make_bench

DROP_EVERY_S = 5.0
RUN_EVERY_S = 20.0
READ_EVERY_S = 15.0
SCHEDULE_S = 60
"""Seconds between the runs that Prefect's clock starts: those of every day would not come in half an hour."""

SETTLE_S = 300.0
"""How long the last deliveries may take once nothing is killed any more."""

LEFT_S = 180.0
"""How long runs may still go on after that: who was killed is found out after 90 s."""

REFUSAL = 2
"""Exit status of `trama report` while the network is older than the records: a reader's ordinary answer."""

REFUSALS = {404: "forms were not there yet", 503: "API asked to try again: its SQLite was locked"}
"""Answers that are no fault; Prefect's own clients try again after the latter."""

MANUAL: tuple[tuple[str, dict[str, str]], ...] = (
    ("ingest", {}),
    ("link", {}),
    ("report", {}),
    ("report", {"partner": "US-HSI"}),
)
SCHEDULED = ("ingest", "link")


@dataclass
class Soak:
    """What is done to a service, and what came of it.

    Attributes:
        bench: The service.
        rng: Chooses moments and runs.
        over: Set when no more is to be done.
        counts: How often what happened.
        faults: What should not have happened, in words.
    """

    bench: Bench
    rng: random.Random
    over: threading.Event = field(default_factory=threading.Event)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    starts_s: list[float] = field(default_factory=list)

    def repeat(self, every_s: float, act: Callable[[], None]) -> threading.Thread:
        """Do something again and again in a thread of its own; a service that is down is no fault."""

        def loop() -> None:
            while not self.over.wait(every_s):
                try:
                    act()
                except urllib.error.HTTPError as refusal:
                    if refusal.code in REFUSALS:
                        self.counts[REFUSALS[refusal.code]] += 1
                    else:
                        self.faults.append(f"{act.__name__}: the API answered {refusal.code}")
                except OSError:
                    self.counts["API was down"] += 1
                except Exception as error:
                    self.faults.append(f"{act.__name__}: {type(error).__name__}: {error}")

        thread = threading.Thread(target=loop, daemon=True)
        thread.start()
        return thread

    def drop(self) -> None:
        """One more delivery."""
        if self.bench.waiting:
            self.bench.drop(self.bench.waiting.pop(0))
            self.counts["delivered"] += 1

    def start_by_hand(self) -> None:
        """One run of a form, as an analyst starts it."""
        name, parameters = self.rng.choice(MANUAL)
        found = self.bench.ask(f"/deployments/name/{name}/{name}")
        self.bench.ask(f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        self.counts["started by hand"] += 1

    def read(self) -> None:
        """Status, or a report, beside the service."""
        elsewhere = str(self.bench.root / "read")
        is_status = self.rng.random() < 0.6
        command = ("status", "--json") if is_status else ("report", "--out", elsewhere)
        began = time.monotonic()
        done = subprocess.run(self.bench.command(*command), capture_output=True, check=False)
        self.counts[f"read by {command[0]}, s"] += round(time.monotonic() - began)
        self.counts[f"read by {command[0]}"] += 1
        if done.returncode == REFUSAL:
            self.counts["reports refused: the network was older"] += 1
        elif done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            self.faults.append(f"trama {command[0]}: status {done.returncode}: {said[-1] if said else ''}")

    def begin_life(self) -> None:
        """Start the service, and have Prefect's clock start runs of its own."""
        self.starts_s.append(self.bench.start())
        deadline = time.monotonic() + MINUTE_S
        for name in SCHEDULED:
            while time.monotonic() < deadline:
                with suppress(OSError):
                    found = self.bench.ask(f"/deployments/name/{name}/{name}")
                    every = [{"active": True, "schedule": {"interval": SCHEDULE_S}}]
                    self.bench.ask(f"/deployments/{found['id']}/schedules", every)
                    break
                time.sleep(1)

    def live_and_die(self, until: float, kill_every_s: float) -> None:
        """Lives of the service until a moment on the monotonic clock, each ended by a kill."""
        while time.monotonic() < until:
            self.begin_life()
            life_s = kill_every_s * self.rng.uniform(0.9, 1.1)
            time.sleep(max(0.0, min(life_s, until - time.monotonic())))
            if time.monotonic() < until:
                self.bench.kill()
                self.counts["killed"] += 1
                time.sleep(self.rng.uniform(0.0, 5.0))

    def settle(self) -> None:
        """Wait until all that was delivered is in the ledger and published, or it takes too long."""
        expected = self.delivered()
        deadline = time.monotonic() + SETTLE_S
        while time.monotonic() < deadline:
            found = self.bench.read_json("status")
            if found["deliveries"] >= expected and found["is_network_current"]:
                verify = subprocess.run(self.verify_command(), capture_output=True, check=False)
                if verify.returncode == 0:
                    return
            time.sleep(3)
        self.faults.append("what was delivered is not all published after five minutes")

    def delivered(self) -> int:
        """Deliveries there must be: those from the beginning, and the files in the landing folder."""
        return self.counts["deliveries before"] + sum(1 for _ in self.bench.landing.glob("*/*"))

    def verify_command(self) -> list[str]:
        """`trama verify` over store and output."""
        return self.bench.command("verify", "--out", str(self.bench.out))

    def check(self) -> None:
        """Compare ledger, events and runs with what was done."""
        status = self.bench.read_json("status")
        summed = status["accepted"] + status["quarantined"] + status["duplicates"]
        told = Counter(each["payload"]["delivery_id"] for each in self.bench.events("trama.delivery.staged"))
        there, dropped = status["deliveries"], self.counts["delivered"]
        for fault, holds in (
            (f"{there} deliveries of {self.delivered()}", there == self.delivered()),
            ("the ledger does not add up", summed == status["received"]),
            ("a delivery was told twice", max(told.values(), default=0) <= 1),
            (f"{len(told)} deliveries were told of {dropped}", len(told) == dropped),
        ):
            if not holds:
                self.faults.append(fault)
        self.counts["duplicates"] = status["duplicates"]
        self.check_runs()

    def check_runs(self) -> None:
        """None may be left running; how many ended how, and why those that failed did."""

        def in_state(*states: str) -> dict[str, object]:
            return {"flow_runs": {"state": {"type": {"any_": list(states)}}}}

        deadline = time.monotonic() + LEFT_S
        going = in_state("RUNNING", "PENDING", "CANCELLING")
        while (left := self.bench.ask("/flow_runs/filter", going)) and time.monotonic() < deadline:
            time.sleep(3)
        self.faults += [f"run {each['name']} is left {each['state_type']}" for each in left]
        for state in ("COMPLETED", "FAILED", "CRASHED"):
            self.counts[f"runs {state.lower()}"] = self.bench.ask("/flow_runs/count", in_state(state))
        for run in self.bench.ask("/flow_runs/filter", in_state("FAILED")):
            why = str(run["state"].get("message")).splitlines()[0]
            self.counts[f"failed: {why[:160]}"] += 1


def run_soak(soak: Soak, minutes: float, kill_every_s: float) -> MemoryLog:
    """Everything at once, then quiet, then the checks."""
    soak.counts["deliveries before"] = int(soak.bench.read_json("status")["deliveries"])
    memory = MemoryLog(soak.bench)
    threads = [
        soak.repeat(DROP_EVERY_S, soak.drop),
        soak.repeat(RUN_EVERY_S, soak.start_by_hand),
        soak.repeat(READ_EVERY_S, soak.read),
        soak.repeat(2.0, memory.sample),
    ]
    try:
        soak.live_and_die(time.monotonic() + minutes * MINUTE_S, kill_every_s)
        soak.over.set()
        for thread in threads:
            thread.join()
        soak.settle()
        soak.check()
    finally:
        soak.over.set()
        status = soak.bench.stop()
    if status:
        soak.faults.append(f"the service ended with status {status}")
    verify = subprocess.run([*soak.verify_command(), "--rebuild"], capture_output=True, check=False)
    if verify.returncode:
        soak.faults.append("trama verify: " + verify.stdout.decode(errors="replace")[-600:])
    return memory


def main() -> None:
    """Soak, print, and say by the exit status whether all held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service_soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--kill-every", type=float, default=120.0, help="seconds")
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--root", type=Path, default=Path("build/service"))
    options = parser.parse_args()
    deliveries = int(options.minutes * MINUTE_S / DROP_EVERY_S) + 1
    soak = Soak(make_bench(options.root, options.cases, deliveries), random.Random(20260101))
    memory = run_soak(soak, options.minutes, options.kill_every)
    lives = f"{len(soak.starts_s)} lives of the service, the longest start {max(soak.starts_s):.1f} s"
    print(f"{options.minutes:g} minutes, {lives}, load of the machine {os.getloadavg()[2]:.1f}\n")
    print("\n".join(f"{name}: {count:,}" for name, count in sorted(soak.counts.items())))
    print(f"\n{memory.describe()}\n")
    print("\n".join(f"FAULT {each}" for each in soak.faults) or "Nothing lost, nothing twice.")
    sys.exit(1 if soak.faults else 0)


if __name__ == "__main__":
    main()
