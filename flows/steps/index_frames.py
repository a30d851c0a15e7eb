"""The few columns that a report's index counts, without the frames that they are of."""

from __future__ import annotations

import dataclasses

import polars as pl

from graph.network import Network
from reports.report_view import ReportView
from reports.sections.intake import MAX_HUBS
from reports.view import complete_view
from resolution.upkeep.state import KeyedFrames
from staging.accounts import load_ledger, load_quarantine
from staging.held_records import HeldRecords
from staging.network_store import saved_table
from staging.store import Store

COUNTED = {"mentions": ["status"], "entities": ["kind", "status"], "clusters": ["cluster_id"]}
"""Frames of which the index counts rows, and the columns by which it does."""


def load_cases(store: Store, records: HeldRecords) -> pl.DataFrame:
    """`handling, reported_at` for each current record; the time is that of the newest with its handling."""
    cases = records.whole("cases", ("handling", "reported_at"))
    if cases is None:
        marks = store.query("count_current_marks")
    else:
        counted = pl.len().alias("record_count"), pl.col("reported_at").max()
        marks = cases.group_by("handling").agg(counted).sort("handling")
    return marks.select(pl.col("handling", "reported_at").repeat_by("record_count").explode())


def load_index(store: Store, saved: KeyedFrames, network: Network, cases: pl.DataFrame) -> ReportView:
    """All that the holder's index says besides its clusters.

    Args:
        store: The open store, its network that of its records.
        saved: The frames of that network.
        network: A part of the network, for the form of its frames.
        cases: What `load_cases` gave.
    """
    counted = {
        name: store.query_columns("select_whole", columns, table=saved_table(name))
        for name, columns in COUNTED.items()
    }
    hubs = saved.whole("damped_hubs").sort("user_count", "entity_id", descending=[True, False])
    shown = saved.select("occurrences", "entity_id", hubs.head(MAX_HUBS)["entity_id"])
    frames = dataclasses.replace(network, damped_hubs=hubs, occurrences=shown, **counted)
    books = load_ledger(store), load_quarantine(store)
    return complete_view((), frames, {"cases": cases}, books=books)
