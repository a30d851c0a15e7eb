"""What became of each cluster, and what caused it, for the forms that tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from reports.sections.grouping import clean_list, clean_text, group_rows


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a cluster; `day` is data time, `cause_ref` a record's or decision's key."""

    day: date | None
    change: str
    cause_kind: str | None
    cause_ref: str | None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a cluster since the report before; a partner is never told what has gone.

    `joined` are the labels of persons now in it, `moves` label, rank before (None: unranked) and rank now,
    `new_in` the numbers of the new records in the cluster's evidence.
    """

    is_new: bool = False
    new_records: int = 0
    gone_records: int = 0
    joined: tuple[str, ...] = ()
    left: int = 0
    moves: tuple[tuple[str, int | None, int], ...] = ()
    new_in: str = ""


def list_histories(lineage: pl.DataFrame) -> dict[str, tuple[Change, ...]]:
    """The changes of each cluster, oldest first.

    Args:
        lineage: The contract's `lineage`, of the network that the recipient may see.
    """
    rows = group_rows(lineage, "cluster_id", "at", "change", "cause_kind", "cause_ref")
    return {
        cluster_id: tuple(
            Change(
                day=row["at"].date() if row["at"] is not None else None,
                change=clean_text(row["change"]) or "",
                cause_kind=clean_text(row["cause_kind"]),
                cause_ref=clean_text(row["cause_ref"]),
                related=clean_list(row["related_cluster_ids"]),
            )
            for row in found
        )
        for cluster_id, found in rows.items()
    }
