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
    """

    network: Network
    ground: dict[str, pl.DataFrame]

    def compare(self, ground: Mapping[str, pl.DataFrame]) -> Changes | None:
        """What has changed since, or null where that is not known."""
        if not self.ground:
            return None
        return Changes(
            compare_records(ground[LINKED_RECORDS], self.ground[LINKED_RECORDS]),
            compare_decisions(ground[LINKED_DECISIONS], self.ground[LINKED_DECISIONS]),
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
    return Past(Network(**load_frames(store, NETWORK_FRAMES)), ground)


def compare_decisions(now: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Decisions made or revoked: the rows of `decision_id, mention_id, decided_at` that only one side has."""
    made = now.join(before, on="decision_id", how="anti")
    revoked = before.join(now, on="decision_id", how="anti")
    return pl.concat([made, revoked]).sort("decision_id", "mention_id")
