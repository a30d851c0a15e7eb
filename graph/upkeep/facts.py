"""Facts of records: those that came, and those whose chain of sources runs through one that changed."""

from __future__ import annotations

import polars as pl

from graph.facts import stated_facts
from graph.origins import resolve_origins
from graph.upkeep.change import ids
from resolution.upkeep.state import KeyedFrames

ORIGIN = ["origin_key", "is_circular"]


def update_facts(state: KeyedFrames, cases: pl.DataFrame, changed: pl.Series) -> pl.Series:
    """Bring `facts` up to date.

    Args:
        state: What is remembered of the network.
        cases: Of the records that are new or have changed.
        changed: `record_key` of all records that came, went or changed.

    Returns:
        `record_key` of the records of which a fact has changed, those that came among them.
    """
    stated = stated_facts(cases)
    leaning = _leaning_on(state, changed)
    state.remove("facts", "record_key", changed)
    kept = state.select("facts", "record_key", leaning)
    known = pl.concat([kept.drop(ORIGIN), stated.select(kept.drop(ORIGIN).columns)])
    chain = pl.concat([known, _sources_of(state, known)]).select("record_key", "origin_ref").unique()
    found = known.join(resolve_origins(chain), on="record_key").select(kept.columns)
    moved = found.join(kept, on=["record_key", *ORIGIN], how="anti")
    state.remove("facts", "record_key", moved["record_key"])
    state.append("facts", moved)
    return moved["record_key"]


def _leaning_on(state: KeyedFrames, records: pl.Series) -> pl.Series:
    """Records that were taken from these, or from one that was, however often."""
    found, new = records, records
    while new.len():
        taken = state.select("facts", "origin_ref", new)["record_key"]
        new = taken.filter(~taken.is_in(found.implode())).unique()
        found = pl.concat([found, new])
    return found


def _sources_of(state: KeyedFrames, known: pl.DataFrame) -> pl.DataFrame:
    """Records that these were taken from, to the end of each chain."""
    columns = known.columns
    found, wanted = known, ids("record_key", known["origin_ref"])
    while wanted.len():
        new = state.select("facts", "record_key", wanted).select(columns)
        new = new.join(found, on="record_key", how="anti")
        found, wanted = pl.concat([found, new]), ids("record_key", new["origin_ref"])
    return found.join(known, on="record_key", how="anti")
