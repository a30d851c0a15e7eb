"""Opening the store: patience, versions, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from schemas.errors import SchemaError, TramaError
from staging.statements import list_migrations, load_statement
from staging.store import Store, StoreOptions, open_store

HOLD = """
import duckdb, sys, time
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


def _hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def test_store_in_use_is_refused_after_the_deadline_in_words(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with _hold(path, 30) as process:
        started = time.monotonic()
        with (
            pytest.raises(TramaError, match=r"s\.duckdb is in use by another program") as caught,
            open_store(path, timeout_s=0.3),
        ):
            pass
        assert time.monotonic() - started < 5
        assert str(tmp_path) not in str(caught.value)
        process.kill()


def test_waits_for_a_store_that_is_soon_free(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with _hold(path, 0.5), open_store(path, timeout_s=30) as store:
        assert store.query("select_ledger").height == 0


def test_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    path.write_text("not a database, but long enough to look at " * 500, encoding="utf-8")
    with pytest.raises(TramaError, match="no DuckDB file"), open_store(path):
        pass


@pytest.mark.parametrize(
    "statements",
    [
        ["create table ledger (entry varchar)"],
        ["create view totals as select 1 as total"],
        ["create table schema_version (version bigint)", "create table other (name varchar)"],
        ["create table schema_version (major integer)"],
    ],
    ids=["a table", "a view", "a version of its own", "a version of another form"],
)
def test_database_of_something_else_is_refused_and_left_as_it_is(
    tmp_path: Path, statements: list[str]
) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    before = path.read_bytes()
    with (
        pytest.raises(TramaError, match=r"other\.duckdb is a DuckDB file, but no store.*--store"),
        open_store(path),
    ):
        pass
    assert path.read_bytes() == before


def test_store_whose_first_opening_was_cut_short_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table schema_version (version bigint not null)")
    with open_store(path) as store:
        assert store.query("select_ledger").height == 0


def test_damaged_store_is_not_said_to_be_in_use(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table filler as select range as number from range(100000)")
    content = bytearray(path.read_bytes())
    content[4096:4200] = b"\xff" * 104
    path.write_bytes(content[:9000])
    with pytest.raises(TramaError, match="damaged"), open_store(path, timeout_s=0.2):
        pass


def test_newer_store_is_refused_politely(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    with open_store(path) as store:
        store.run("insert_schema_version", {"version": 9999})
    with pytest.raises(SchemaError, match="newer"), open_store(path):
        pass


def test_older_store_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    migrations = list_migrations()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table schema_version (version bigint not null)")
        for _, statement in migrations[:-1]:
            connection.execute(statement)
        connection.execute("insert into schema_version values (?)", [migrations[-1][0] - 1])
    with open_store(path) as store:
        assert store.query("select_schema_version")["version"].to_list() == [migrations[-1][0]]
        assert store.connection.execute("select count(*) from legs").fetchone() == (0,)


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _ in list_migrations()] == list(range(1, len(list_migrations()) + 1))


def test_nothing_is_fetched_from_a_network_and_limits_hold(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.duckdb", options=StoreOptions(threads=1, memory_limit="300MB")) as store:
        read = "select current_setting(?)"
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            assert store.connection.execute(read, [name]).fetchone() == (False,)
        assert store.connection.execute(read, ["threads"]).fetchone() == (1,)


def test_failed_transaction_changes_nothing(store: Store) -> None:
    def fail_halfway() -> None:
        with store.transaction():
            store.run("insert_network_state", {"basis": "x"})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail_halfway()
    assert store.query("select_network_basis").height == 0


def test_identifiers_are_never_free_text() -> None:
    with pytest.raises(SchemaError, match="no plain table"):
        load_statement("drop_incoming", table="x; drop table cases")
    with pytest.raises(SchemaError, match="placeholder"):
        load_statement("drop_incoming")
