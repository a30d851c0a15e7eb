"""The saved network, in the order that each of its frames has."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from graph.network import order_frame
from staging.network_store import load_network
from staging.store import Store


def load_frames(store: Store, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Saved frames by name, sorted: rows that a change brought stand where they would always have stood.

    Raises:
        ConfigError: When a frame is not there: the network has not been linked yet.
    """
    return {name: _ordered(name, frame) for name, frame in load_network(store, names).items()}


def _ordered(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    keys = {"pairs": ["left_id", "right_id"], "linked_records": ["record_key"]}
    return frame.sort(keys[name]) if name in keys else order_frame(name, frame)
