"""Saving and loading the derived network."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from schemas.errors import ConfigError, SchemaError
from staging.network_store import load_network, network_basis, save_network
from staging.store import Store, open_store

LINKS = pl.DataFrame(
    {
        "source_id": ["P-B", "P-A"],
        "weight": [1.5, None],
        "reasons": [["called", "paid"], []],
        "seen": [date(2023, 1, 2), None],
        "parts": [{"bits": 1.0, "level": "x"}, {"bits": 2.0, "level": None}],
        "directed": [True, False],
    }
)


def test_frames_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "s.duckdb"
    empty = LINKS.clear()
    with open_store(path) as store:
        assert network_basis(store) is None
        save_network(store, {"links": LINKS, "clusters": empty}, basis="abc")
    with open_store(path) as store:
        loaded = load_network(store)
        assert loaded["links"].equals(LINKS)
        assert loaded["links"].schema == LINKS.schema
        assert loaded["clusters"].schema == empty.schema
        assert network_basis(store) == "abc"


def test_saving_again_replaces_every_frame(store: Store) -> None:
    save_network(store, {"links": LINKS, "old": LINKS}, basis="1")
    save_network(store, {"links": LINKS.head(1)}, basis="2")
    assert {name: frame.height for name, frame in load_network(store).items()} == {"links": 1}
    assert network_basis(store) == "2"


def test_failed_save_leaves_the_old_network(store: Store) -> None:
    save_network(store, {"links": LINKS}, basis="1")
    with pytest.raises(SchemaError, match="no plain table"):
        save_network(store, {"a": LINKS, "links; drop table cases": LINKS}, basis="2")
    assert load_network(store)["links"].equals(LINKS)
    assert network_basis(store) == "1"


def test_missing_frame_says_what_to_do(store: Store) -> None:
    with pytest.raises(ConfigError, match="trama link"):
        load_network(store, ["links"])
