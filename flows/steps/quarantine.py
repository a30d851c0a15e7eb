"""What was put aside, and what was taken in with a warning: by kind and delivery, or row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.job import Job
from flows.steps.advice import advise
from graph.facts import record_key
from reports.masking import mask_messages, mask_warnings
from schemas.errors import ConfigError
from staging.accounts import load_deliveries, load_ledger, load_quarantine
from staging.remarks import load_incomplete, load_warning_kinds, load_warnings_of
from staging.store import Store


@dataclass(frozen=True)
class QuarantineSummary:
    """What was put aside, and what was taken in with a warning.

    Attributes:
        reasons: `table, column, check, rows, deliveries`, the most frequent first.
        warnings: `table, column, check, warnings, deliveries`, likewise; of files as well as of rows.
        deliveries: `delivery_id, path, rows, warnings, incomplete_records`, by path, of those that have any.
    """

    reasons: pl.DataFrame
    warnings: pl.DataFrame
    deliveries: pl.DataFrame

    def counts(self) -> dict[str, Any]:
        """The summary as one object of JSON values."""
        sums = {name: int(self.deliveries[name].sum()) for name in ("warnings", "incomplete_records")}
        return {
            "quarantined": int(self.deliveries["rows"].sum()),
            **sums,
            "reasons": self.reasons.to_dicts(),
            "warning_kinds": self.warnings.to_dicts(),
            "by_delivery": self.deliveries.to_dicts(),
        }


@dataclass(frozen=True)
class DeliveryFindings:
    """What was found wrong or odd in one delivery; never the rows' own content.

    Attributes:
        rows: `source, table, row, column, check, message`, one line a failing check of a quarantined row.
        warnings: `table, row, column, check, message` of what was taken in all the same.
        advice: `check, what_to_do` for each kind of warning among them.
        incomplete: `AGENCY/RECORD` of each record that was taken in without a row of its.
    """

    rows: pl.DataFrame
    warnings: pl.DataFrame
    advice: pl.DataFrame
    incomplete: tuple[str, ...]

    def counts(self) -> dict[str, Any]:
        """The findings as one object of JSON values."""
        return {
            "rows": self.rows.to_dicts(),
            "warnings": self.warnings.join(self.advice, on="check", maintain_order="left").to_dicts(),
            "incomplete_records": list(self.incomplete),
        }


def quarantine_step(job: Job) -> QuarantineSummary:
    """What was put aside and what was warned of, by kind and by delivery.

    Raises:
        ConfigError: There is no store.
    """
    with job.opened_for_reading() as store:
        kinds = load_warning_kinds(store)
        return QuarantineSummary(_count_reasons(store), _sum_kinds(kinds), _count_by_delivery(store, kinds))


def _count_reasons(store: Store) -> pl.DataFrame:
    # Rows of a nested record share its line, so only the row as received tells them apart.
    row_count = pl.struct("delivery_id", "source", "row", "raw").n_unique().cast(pl.Int64).alias("rows")
    reasons = load_quarantine(store).group_by("table", "column", "check").agg(row_count, _count_deliveries())
    return reasons.sort("rows", "table", "column", "check", descending=[True, False, False, False])


def _sum_kinds(kinds: pl.DataFrame) -> pl.DataFrame:
    count = pl.col("warnings").sum().cast(pl.Int64)
    summed = kinds.group_by("table", "column", "check").agg(count, _count_deliveries())
    return summed.sort("warnings", "table", "column", "check", descending=[True, False, False, False])


def _count_deliveries() -> pl.Expr:
    return pl.col("delivery_id").n_unique().cast(pl.Int64).alias("deliveries")


def _count_by_delivery(store: Store, kinds: pl.DataFrame) -> pl.DataFrame:
    counts = {
        "rows": load_ledger(store).select("delivery_id", pl.col("quarantined").alias("rows")),
        "warnings": kinds.select("delivery_id", "warnings"),
        "incomplete_records": load_incomplete(store).with_columns(incomplete_records=pl.lit(1)),
    }
    found = load_deliveries(store).select("delivery_id", "path")
    for name, counted in counts.items():
        summed = counted.group_by("delivery_id").agg(pl.col(name).sum().cast(pl.Int64))
        found = found.join(summed, on="delivery_id", how="left").with_columns(pl.col(name).fill_null(0))
    return found.filter(pl.any_horizontal(pl.col(*counts) > 0)).sort("path", "delivery_id")


def delivery_findings_step(job: Job, *, delivery_id: str) -> DeliveryFindings:
    """The quarantined rows and the warnings of one delivery.

    Raises:
        ConfigError: There is no store, or no such delivery in it.
    """
    with job.opened_for_reading() as store:
        deliveries, rows = load_deliveries(store), load_quarantine(store)
        noted, incomplete = load_warnings_of(store, delivery_id), load_incomplete(store)
    if delivery_id not in deliveries["delivery_id"]:
        raise ConfigError(
            f"There is no delivery {delivery_id}; `trama quarantine` lists those with anything to look at."
        )
    own = mask_messages(rows.filter(pl.col("delivery_id") == delivery_id))
    place = ("table", "row", "column", "check")
    warnings = mask_warnings(noted).select(*place, "message").sort(*place, "message")
    return DeliveryFindings(
        own.select("source", *place, "message").sort("source", "table", "row", "column"),
        warnings,
        advise(warnings["check"]),
        _list_keys(incomplete.filter(pl.col("delivery_id") == delivery_id)),
    )


def _list_keys(records: pl.DataFrame) -> tuple[str, ...]:
    return tuple(records.select(record_key()).to_series())
