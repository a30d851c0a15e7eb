"""The derived network in the store: saved and loaded whole, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from schemas.errors import ConfigError
from staging.kept_frames import mark_kept
from staging.store import Store

_PREFIX = "net_"


def save_network(
    store: Store,
    frames: Mapping[str, pl.DataFrame],
    *,
    basis: str,
    kept: str | None = None,
) -> None:
    """Replace the saved network by these frames.

    Args:
        store: The open store.
        frames: Frames by name (lower case, such as `links`), with any columns, nested lists included.
        basis: Fingerprint of what they were computed from; `network_basis` gives it back.
        kept: Version of what has been kept to take this network up again; null where nothing has.
    """
    with store.transaction():
        mark_kept(store, kept)
        for table in store.query("select_network_tables")["table_name"]:
            store.run("drop_network_frame", table=table)
        for name, frame in sorted(frames.items()):
            with store.registered(frame, is_read_whole=True):
                store.run("replace_network_frame", table=saved_table(name))
        mark_network(store, basis)


def saved_table(name: str) -> str:
    """The table of a saved frame."""
    return f"{_PREFIX}{name}"


def is_saved_table(table: str) -> bool:
    """Whether a table is that of a saved frame."""
    return table.startswith(_PREFIX)


def mark_network(store: Store, basis: str) -> None:
    """Say what the saved network rests on, within the transaction that is open."""
    store.run("clear_network_state")
    store.run("insert_network_state", {"basis": basis})


def count_network_rows(store: Store) -> dict[str, int]:
    """The size of the saved network: `mentions, persons, entities, links, clusters`."""
    return dict(store.query("count_network").row(0, named=True))


def load_network(store: Store, names: Iterable[str] | None = None) -> dict[str, pl.DataFrame]:
    """Saved frames by name, rows in the order they were saved in.

    Args:
        store: The open store.
        names: Which frames; all when null.

    Raises:
        ConfigError: When a frame is not there: the network has not been linked yet.
    """
    tables = store.query("select_network_tables")["table_name"].to_list()
    saved = [table.removeprefix(_PREFIX) for table in tables]
    wanted = saved if names is None else sorted(names)
    missing = sorted(set(wanted) - set(saved))
    if missing:
        raise ConfigError(f"the store holds no {', '.join(missing)}: run `trama link` first")
    return {name: store.query("select_network_frame", table=saved_table(name)) for name in wanted}


def network_frames(store: Store) -> frozenset[str]:
    """Names of the saved frames."""
    tables = store.query("select_network_tables")["table_name"].to_list()
    return frozenset(table.removeprefix(_PREFIX) for table in tables)


def network_basis(store: Store) -> str | None:
    """The basis that the saved network was given, or null when none is saved."""
    rows = store.query("select_network_basis")
    return str(rows["basis"][0]) if rows.height else None
