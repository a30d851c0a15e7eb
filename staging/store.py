"""The store: one DuckDB file, one connection, held for one unit of work.

DuckDB lets a single process write and nobody else read meanwhile, so a unit of work opens the store, does
its work and closes it. Who finds it taken waits and tries again until a deadline. Nothing is ever fetched
from a network: extensions are neither installed nor loaded by themselves.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from schemas.errors import SchemaError, StoreBusyError, TramaError
from staging.statements import list_migrations, load_statement

_RETRY_S = 0.05
_IN_UTC = "set timezone = 'UTC'"
_LOCKED = "could not set lock"
"""What DuckDB says of a file that another program has open; of a damaged one it speaks of blocks."""
_ALIGNED = ("ACERO_ALIGNMENT_HANDLING", "reallocate")
"""Where DuckDB lets Arrow filter a frame, Arrow copies what lies crooked in memory, instead of warning on the
terminal (Arrow C++, environment variables)."""
Value = str | int | float | bool | None | object


@dataclass(frozen=True)
class StoreOptions:
    """How the store may use the machine.

    Attributes:
        threads: Threads of the database; null for one per core.
        memory_limit: Such as `1GB`; null for the database's own default (80 % of the machine's).
        leaves_log: Whether the store, once closed, may leave its log (`.wal`) beside the file for whoever
            opens it next, which is about to happen: to write it into the file takes a fifth of a second.
    """

    threads: int | None = None
    memory_limit: str | None = None
    leaves_log: bool = False


@dataclass(frozen=True)
class Store:
    """An open store. Made by `open_store`; statements are named, frames go in as Arrow tables.

    Attributes:
        path: The DuckDB file.
        connection: The one connection to it.
        holds_back: Whether new records wait for the window of their incident month (`staging.backfill`).
    """

    path: Path
    connection: duckdb.DuckDBPyConnection
    holds_back: bool = False

    def run(self, name: str, values: Mapping[str, Value] | None = None, **identifiers: str) -> None:
        """Execute the statement of `sql/<name>.sql` with bound values."""
        self.connection.execute(load_statement(name, **identifiers), dict(values) if values else None)

    def query(self, name: str, values: Mapping[str, Value] | None = None, **identifiers: str) -> pl.DataFrame:
        """The rows of the statement of `sql/<name>.sql`."""
        return self.connection.execute(
            load_statement(name, **identifiers), dict(values) if values else None
        ).pl()

    def query_columns(
        self, name: str, columns: Sequence[str], values: Mapping[str, Value] | None = None, **identifiers: str
    ) -> pl.DataFrame:
        """As `query`; only these columns are fetched."""
        listed = ", ".join(f'"{column}"' for column in columns)
        text = f"select {listed} from (\n{load_statement(name, **identifiers)}\n)"
        return self.connection.execute(text, dict(values) if values else None).pl()

    def insert(self, table: str, rows: pl.DataFrame) -> None:
        """Append rows to a table by column name; the frame's columns must be among the table's."""
        if rows.height:
            with self.registered(rows, is_read_whole=True):
                self.run("insert_rows", table=table)

    @contextmanager
    def registered(self, rows: pl.DataFrame, *, is_read_whole: bool = False) -> Iterator[None]:
        """The frame as the view `incoming_frame`, for as long as the block lasts.

        Args:
            rows: The frame.
            is_read_whole: The statements read all of it, as for an insert: text is then handed over as it
                lies in memory, at half the cost. Arrow cannot filter that form of text, as a join may ask.
        """
        level = pl.CompatLevel.newest() if is_read_whole else None
        self.connection.register("incoming_frame", rows.to_arrow(compat_level=level))
        try:
            yield
        finally:
            self.connection.unregister("incoming_frame")

    @contextmanager
    def beside(self) -> Iterator[Store]:
        """The store through another connection, which sees what is committed, and no more."""
        connection = self.connection.cursor()
        try:
            connection.execute(_IN_UTC)
            yield replace(self, connection=connection)
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that the block does, or nothing of it."""
        self.connection.begin()
        try:
            yield
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()


@contextmanager
def open_store(
    path: Path, *, timeout_s: float = 30.0, options: StoreOptions | None = None
) -> Iterator[Store]:
    """The store at a path, made when it is not there, brought to this version's tables.

    Args:
        path: The DuckDB file.
        timeout_s: How long to wait while another program has it open.
        options: Threads and memory.

    Raises:
        StoreBusyError: When another program keeps it open.
        TramaError: When the file is no store: no DuckDB file, a damaged one, or one with tables of something
            else, which is left as it is.
        SchemaError: When a newer version of Trama wrote it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault(*_ALIGNED)
    connection = _connect_patiently(path, timeout_s, _settings(options or StoreOptions()))
    try:
        connection.execute(_IN_UTC)
        if options is not None and options.leaves_log:
            connection.execute("pragma disable_checkpoint_on_shutdown")
        store = Store(path, connection)
        _migrate(store)
        yield store
    finally:
        connection.close()


def _settings(options: StoreOptions) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if options.threads is not None:
        settings["threads"] = options.threads
    if options.memory_limit is not None:
        settings["memory_limit"] = options.memory_limit
    return settings


def _connect_patiently(
    path: Path, timeout_s: float, settings: dict[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            return duckdb.connect(str(path), config=settings)
        except duckdb.IOException as error:
            if _LOCKED not in str(error).lower():
                message = f"{path.name} cannot be opened as a store: it is no DuckDB file, or it is damaged"
                raise TramaError(message) from error
            if time.monotonic() >= deadline:
                message = (
                    f"the store {path.name} is in use by another program (waited {timeout_s:g} s); "
                    "wait until that has ended, or close it, and run the command again"
                )
                raise StoreBusyError(message) from error
            time.sleep(_RETRY_S)


def _refuse_foreign(store: Store) -> None:
    """Let nothing be written into somebody else's database."""
    has = store.query("select_own_tables").row(0, named=True)
    says_version = has["has_version_table"] and "version" in store.query("select_version_columns")["name"]
    is_ours = says_version and has["has_deliveries"]
    is_new = not has["other_count"] and says_version == has["has_version_table"]
    if not (is_ours or is_new):
        raise TramaError(
            f"{store.path.name} is a DuckDB file, but no store of Trama: it has tables of something "
            "else, and was left as it is; name another file with --store, one that does not exist yet for a "
            "new store"
        )


def _migrate(store: Store) -> None:
    _refuse_foreign(store)
    store.run("create_schema_version")
    stored = int(store.query("select_schema_version")["version"][0])
    migrations = list_migrations()
    known = migrations[-1][0]
    if stored > known:
        raise SchemaError(
            f"the store {store.path.name} was written by a newer Trama (tables {stored}, "
            f"this one knows {known}); update Trama, or open another store"
        )
    if stored == known:
        return
    with store.transaction():
        for version, statement in migrations:
            if version > stored:
                store.connection.execute(statement)
        store.run("insert_schema_version", {"version": known})
