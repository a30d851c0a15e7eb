"""What was committed and is in the store's log alone (`.wal`) when its process is killed is there again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from staging.accounts import load_deliveries, load_ledger
from staging.records import load_records
from staging.store import open_store
from tests.staging.conftest import make_record, to_ndjson

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("crashing_ingest.py")
RECORDS = 50


def log_of(store: Path) -> Path:
    return store.with_name(f"{store.name}.wal")


def held(store: Path) -> tuple[int, int, int]:
    """Deliveries, cases and persons of a store."""
    with open_store(store) as opened:
        tables = load_records(opened)
        accepted = load_ledger(opened)["accepted"].sum()
        assert accepted == sum(rows.height for rows in tables.values())
        return load_deliveries(opened).height, tables["cases"].height, tables["persons"].height


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose process was killed: one delivery is committed, the next is written and not."""
    folder = tmp_path_factory.mktemp("left")
    (folder / "landing" / "MX-INM").mkdir(parents=True)
    for at in range(2):
        records = [make_record(f"R-{at}-{number}") for number in range(RECORDS)]
        (folder / "landing" / "MX-INM" / f"{at}.ndjson").write_bytes(to_ndjson(*records))
    store = folder / "killed.duckdb"
    command = [sys.executable, str(SCRIPT), str(folder / "landing"), str(store), "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"inside\n"
        process.kill()
    return store


@pytest.fixture
def killed(left: Path, tmp_path: Path) -> Path:
    """The same store with its log, to be opened."""
    store = Path(shutil.copy(left, tmp_path))
    shutil.copy(log_of(left), tmp_path)
    return store


def test_the_next_who_opens_the_store_has_all_that_was_committed_and_no_more(
    killed: Path, tmp_path: Path
) -> None:
    alone = Path(shutil.copy(killed, tmp_path / "alone.duckdb"))
    assert log_of(killed).stat().st_size > 0
    assert held(alone) == (0, 0, 0), "the delivery should have been in the log alone"
    assert held(killed) == (1, RECORDS, 2 * RECORDS)


def test_once_opened_the_log_is_in_the_file(killed: Path, tmp_path: Path) -> None:
    found = held(killed)
    assert not log_of(killed).exists()
    assert held(Path(shutil.copy(killed, tmp_path / "alone.duckdb"))) == found == (1, RECORDS, 2 * RECORDS)


def test_a_log_that_breaks_off_costs_no_more_than_what_was_not_committed(killed: Path) -> None:
    log = log_of(killed)
    log.write_bytes(log.read_bytes() + b"\x07" * 11)  # the beginning of an entry that was being written
    assert held(killed) == (1, RECORDS, 2 * RECORDS)
