"""What became of each cluster, and what caused it, for the forms that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from graph.lineage import order_changes
from reports.sections.grouping import clean_list, clean_text, group_rows


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a cluster; `day` is when it became known, `cause_ref` a record's or decision's key.

    `visible_from` is when the record behind it happened: from then on it could have been seen, had all been
    known at once. None where the cause is no record, or one that the page does not show.
    """

    day: date | None
    change: str
    cause_kind: str | None
    cause_ref: str | None
    related: tuple[str, ...] = ()
    visible_from: date | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a cluster since an earlier report; a partner is never told what has gone.

    `since` is the day of the newest report among that one's records,
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
    since: date | None = None


def list_histories(lineage: pl.DataFrame) -> dict[str, tuple[Change, ...]]:
    """The changes of each cluster, as they became known.

    Args:
        lineage: The contract's `lineage`, of the network that the recipient may see.
    """
    rows = group_rows(order_changes(lineage), "cluster_id")
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


def tell_visible(changes: Iterable[Change], days: Mapping[str, date | None]) -> tuple[Change, ...]:
    """The changes with the day from which each could have been seen.

    Args:
        changes: Those of one cluster.
        days: When each record of the cluster happened, by key.
    """
    return tuple(
        replace(each, visible_from=days.get(each.cause_ref or "")) if each.cause_kind == "record" else each
        for each in changes
    )


def date_changes(lineage: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The lineage with `visible_from`: when the record behind each change happened.

    Args:
        lineage: The contract's `lineage`.
        records: `record_key, incident_start_date` of the records that the recipient may see.

    Returns:
        The rows in their order; null where the cause is no record, or one that has been withdrawn.
    """
    days = records.select(
        pl.lit("record").alias("cause_kind"),
        pl.col("record_key").alias("cause_ref"),
        pl.col("incident_start_date").cast(pl.Date).alias("visible_from"),
    )
    return lineage.join(days, on=["cause_kind", "cause_ref"], how="left", maintain_order="left")
