"""The network as it was last saved, and what it was built from: for ids that stay and causes with names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from flows.steps.compute import NETWORK_FRAMES
from flows.steps.saved import load_frames
from graph.causes import Changes, compare_records
from graph.decided import Decided
from graph.facts import record_key
from graph.network import Network
from graph.pulls import compare_decisions
from staging.decisions import load_decisions
from staging.network_store import network_basis, network_frames
from staging.store import Store

LINKED_RECORDS = "linked_records"
"""Name under which `record_key, revision` of the records of a network are saved beside it."""

LINKED_DECISIONS = "linked_decisions"
"""Name under which `decision_id, mention_id, decided_at` of its decisions are saved beside it."""


@dataclass(frozen=True)
class Past:
    """The network before.

    Attributes:
        network: Its frames.
        ground: `linked_records` and `linked_decisions`; empty for a store of before they were kept.
        decisions: All ever made, as `load_decisions(only_active=False)` gives them.
    """

    network: Network
    ground: dict[str, pl.DataFrame]
    decisions: pl.DataFrame

    def compare(self, ground: Mapping[str, pl.DataFrame]) -> Changes | None:
        """What has changed since, or null where that is not known."""
        if not self.ground:
            return None
        return Changes(
            compare_records(ground[LINKED_RECORDS], self.ground[LINKED_RECORDS]),
            moved_decisions(self.decisions, ground[LINKED_DECISIONS], self.ground[LINKED_DECISIONS]),
        )


def mention_key() -> pl.Expr:
    """`AGENCY/RECORD#NO` of a person row."""
    return pl.concat_str([record_key(), pl.lit("#"), pl.col("person_no").cast(pl.String)]).alias("mention_id")


def describe_ground(tables: Mapping[str, pl.DataFrame], decided: Decided) -> dict[str, pl.DataFrame]:
    """What a network is built from, as it is saved beside it."""
    records = tables["cases"].select(record_key(), pl.col("revision").cast(pl.Int64)).sort("record_key")
    return {LINKED_RECORDS: records, LINKED_DECISIONS: decided.causes}


def load_past(store: Store) -> Past | None:
    """The network as it was last saved; null when none was."""
    if network_basis(store) is None:
        return None
    names = (LINKED_RECORDS, LINKED_DECISIONS)
    ground = load_frames(store, names) if network_frames(store).issuperset(names) else {}
    decisions = load_decisions(store, only_active=False)
    return Past(Network(**load_frames(store, NETWORK_FRAMES)), ground, decisions)


def moved_decisions(everything: pl.DataFrame, now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Decisions made or revoked, of all ever made, by `linked_decisions` of today and of before."""
    return compare_decisions(everything, now["decision_id"], before["decision_id"])
