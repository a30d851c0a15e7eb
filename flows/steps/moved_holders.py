"""Telephones and accounts that are somebody else's than before, by what was done to the saved network."""

from __future__ import annotations

import polars as pl

from graph.holders import HOLDING_KINDS, phone_and_account_holders
from resolution.upkeep.state import KeyedFrames
from staging.change_log import Moved
from staging.network_store import saved_table

EVIDENCE = ("source_id", "target_id", "kind", "record_key")
WRITTEN = ("entity_id", "record_key", "field")
"""What of `link_evidence` and `occurrences` says whose a telephone or account is."""


def find_moved_holders(saved: KeyedFrames, moved: Moved, assets: pl.Series) -> pl.Series:
    """Persons who hold one of these telephones or accounts and did not, or the other way round.

    One that is called in a hundred records gets evidence with most deliveries, and stays whose it is.

    Args:
        saved: The frames of the saved network.
        moved: What has happened to them.
        assets: Ids of what was written down or is in evidence otherwise than before.
    """
    evidence = saved.select("link_evidence", "target_id", assets, EVIDENCE)
    written = saved.select("occurrences", "entity_id", assets, WRITTEN)
    before = (
        moved.undo(saved_table("link_evidence"), evidence),
        moved.undo(saved_table("occurrences"), written),
    )
    now, was = _hold(evidence, written), _hold(*before)
    return pl.Series("person_id", sorted({person for _, person in now ^ was}), dtype=pl.String)


def _hold(evidence: pl.DataFrame, written: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Each of them with its holder."""
    holding = evidence.filter(pl.col("kind").is_in(HOLDING_KINDS))
    return frozenset(phone_and_account_holders(holding, written).iter_rows())
