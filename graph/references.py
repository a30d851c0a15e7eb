"""What a decision points to, as the keys of mentions and occurrences that outlive every rebuild."""

from __future__ import annotations

import polars as pl

from graph.decided import occurrence_key

MOST_KEYS = 50
"""Keys kept of an asset: one of them is enough to find it again, and records may be withdrawn."""


def keys_by_entity(occurrences: pl.DataFrame, entity_ids: list[str]) -> dict[str, tuple[str, ...]]:
    """Where each entity is written down.

    Args:
        occurrences: The network's.
        entity_ids: Entities asked for.

    Returns:
        All mentions of a person, the first `MOST_KEYS` occurrences of an asset, by entity id; entities that
        are not there are left out.
    """
    asked = occurrences.filter(pl.col("entity_id").is_in(entity_ids))
    listed = (
        asked.select("entity_id", "kind", occurrence_key())
        .group_by("entity_id", "kind")
        .agg(pl.col("occurrence_key").unique().sort())
    )
    return {
        entity: tuple(keys if kind == "person" else keys[:MOST_KEYS])
        for entity, kind, keys in listed.iter_rows()
    }


def entities_by_key(occurrences: pl.DataFrame, keys: list[str]) -> dict[str, str]:
    """Entity of each mention or occurrence, by its key; those that are not there are left out."""
    keyed = occurrences.select(occurrence_key(), "entity_id").filter(pl.col("occurrence_key").is_in(keys))
    return dict(keyed.iter_rows())
