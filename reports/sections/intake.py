"""What came in, what was turned away, and which hubs were damped: the index page's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from reports.report_view import Hub, QuarantineLine, Totals
from reports.sections.grouping import clean_text, group_tuples
from reports.sections.network import label_of
from schemas.codes import PROTECTED_BY_STRENGTH

MAX_HUBS = 100
"""Hubs the index shows, those with most users first."""

MAX_HUB_RECORDS = 200
"""Records the index names of each hub; all of them are found by its number or name."""

WHOLE_DELIVERY = "delivery"
"""What stands for the table where a delivery was turned away whole, as in the ledger."""


def list_hubs(hubs: pl.DataFrame, occurrences: pl.DataFrame) -> tuple[Hub, ...]:
    """The damped hubs, the most used first.

    Args:
        hubs: The network's `damped_hubs`.
        occurrences: Where each entity is written down.
    """
    ordered = hubs.sort("user_count", "entity_id", descending=[True, False]).head(MAX_HUBS)
    seen = occurrences.select("entity_id", "record_key").join(ordered, on="entity_id", how="semi").unique()
    records = group_tuples(seen.sort("entity_id", "record_key"), "entity_id", "record_key")
    return tuple(
        Hub(
            kind=clean_text(row["kind"]) or "",
            label=label_of(row),
            user_count=row["user_count"],
            record_count=row["record_count"],
            factor=float(row["factor"]),
            reason=clean_text(row["reason"]) or "",
            entity_id=row["entity_id"],
            records=tuple(key for (key,) in records.get(row["entity_id"], [])[:MAX_HUB_RECORDS]),
        )
        for row in ordered.iter_rows(named=True)
    )


def count_quarantine(quarantine: pl.DataFrame) -> tuple[QuarantineLine, ...]:
    """Quarantined rows by table and check, the most frequent first; a row counts for each check it fails."""
    if quarantine.is_empty():
        return ()
    # child rows of a nested record share its line: the row as received tells them apart
    parts = [name for name in ("delivery_id", "source", "row", "raw") if name in quarantine.columns]
    row = pl.struct(parts).n_unique()
    counts = quarantine.group_by("table", "check").agg(
        row.alias("row_count"), pl.col("delivery_id").n_unique().alias("delivery_count")
    )
    ordered = counts.sort("row_count", "table", "check", descending=[True, False, False])
    return tuple(
        QuarantineLine(
            clean_text(line["table"]) or WHOLE_DELIVERY,
            clean_text(line["check"]) or "",
            line["row_count"],
            line["delivery_count"],
        )
        for line in ordered.iter_rows(named=True)
    )


def newest_report(cases: pl.DataFrame) -> date | None:
    """Day (UTC) of the newest report among the records: until when what is told of them was known."""
    newest = cases["reported_at"].max() if "reported_at" in cases.columns else None
    return newest.astimezone(UTC).date() if isinstance(newest, datetime) else None


def count_totals(
    cases: pl.DataFrame,
    mentions: pl.DataFrame,
    entities: pl.DataFrame,
    clusters: pl.DataFrame,
    ledger: pl.DataFrame,
) -> Totals:
    """The figures that open the index page."""
    persons = entities.filter(pl.col("kind") == "person")
    received, quarantined = (
        int(ledger[name].sum()) if ledger.height else 0 for name in ("received", "quarantined")
    )
    return Totals(
        records=cases.height,
        mentions=mentions.height,
        persons=persons.height,
        protected=persons.filter(pl.col("status").is_in(PROTECTED_BY_STRENGTH)).height,
        clusters=clusters["cluster_id"].n_unique(),
        deliveries=ledger["delivery_id"].n_unique() if ledger.height else 0,
        received=received,
        quarantined=quarantined,
    )
