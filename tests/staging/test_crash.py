"""kill -9 in the middle of an ingest: the store opens, each delivery is in or out, a repeat completes."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from staging.accounts import load_deliveries, load_ledger
from staging.records import load_records, staging_basis
from staging.store import open_store

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("crashing_ingest.py")
DELIVERIES, RECORDS, KILLS = 3, 100, 2


@pytest.fixture
def landing(tmp_path: Path, record: Callable[..., dict[str, Any]]) -> Path:
    folder = tmp_path / "landing" / "MX-INM"
    folder.mkdir(parents=True)
    for at in range(DELIVERIES):
        lines = (json.dumps(record(f"R-{at}-{number}")) for number in range(RECORDS))
        (folder / f"{at}.ndjson").write_text("\n".join(lines), encoding="utf-8")
    return folder.parent


def _start(landing: Path, store: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(landing), str(store), *options]
    stderr = subprocess.PIPE if options else None
    return subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=stderr, text=True
    )


def test_killed_ingest_leaves_each_delivery_whole_or_absent_and_a_repeat_completes(
    landing: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.duckdb"
    with _start(landing, whole) as process:
        assert process.stdout is not None
        process.stdout.readline()
        started = time.monotonic()
        assert process.wait(60) == 0
        duration = time.monotonic() - started
    with open_store(whole) as opened:
        expected, ledger = staging_basis(opened), load_ledger(opened)
    store = tmp_path / "killed.duckdb"
    moments = random.Random(5)
    for _ in range(KILLS):
        _kill_during(landing, store, moments.uniform(0, duration))
        _check_whole_or_absent(store)
    _kill_inside_a_transaction(landing, tmp_path / "inside.duckdb")
    with _start(landing, store) as process:
        assert process.wait(60) == 0
    with open_store(store) as opened:
        assert staging_basis(opened) == expected
        assert load_ledger(opened).equals(ledger)
        assert load_records(opened)["cases"].height == DELIVERIES * RECORDS


def _kill_during(landing: Path, store: Path, after_s: float) -> None:
    with _start(landing, store) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_s)
        process.kill()
        said = process.stdout.read().split("\n")
    acknowledged = {line.split()[0] for line in said if line.startswith("D-") and len(line.split()) == 2}
    with open_store(store) as opened:
        assert acknowledged <= set(load_deliveries(opened)["delivery_id"])


def _kill_inside_a_transaction(landing: Path, store: Path) -> None:
    with _start(landing, store, "1") as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "inside\n"
        process.kill()
    _check_whole_or_absent(store)
    with open_store(store) as opened:
        assert load_deliveries(opened).height == 1


def _check_whole_or_absent(store: Path) -> None:
    with open_store(store) as opened:
        delivered = load_deliveries(opened).height
        assert load_records(opened)["cases"].height == delivered * RECORDS
        assert load_records(opened)["persons"].height == delivered * RECORDS * 2
        assert load_ledger(opened)["accepted"].sum() == delivered * RECORDS * 4
