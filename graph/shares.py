"""How well two ways to put persons into clusters agree."""

from __future__ import annotations

import polars as pl


def pairwise_f1(left: pl.DataFrame, right: pl.DataFrame) -> float:
    """F1 over pairs of entities that are in one cluster: 1 when both say the same of every pair.

    Args:
        left: `cluster_id, entity_id`, an entity in at most one cluster.
        right: The other one.
    """
    shared = (
        left.join(right, on="entity_id", suffix="_right").group_by("cluster_id", "cluster_id_right").len()
    )
    both, one, other = (
        _count_pairs(frame["len"])
        for frame in (shared, left.group_by("cluster_id").len(), right.group_by("cluster_id").len())
    )
    return 1.0 if one + other == 0 else 2 * both / (one + other)


def _count_pairs(sizes: pl.Series) -> int:
    wide = sizes.cast(pl.Int64)
    return int((wide * (wide - 1) // 2).sum())
