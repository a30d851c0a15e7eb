"""What became of each cluster, and what caused it, for the forms that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from graph.lineage import order_changes
from reports.changes import Change
from reports.sections.grouping import clean_list, clean_text, group_rows


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
