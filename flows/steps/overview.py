"""What the store holds, and what was put aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from flows.counts import NetworkCounts
from flows.job import Job
from flows.steps.basis import count_saved, describe_basis
from reports.masking import mask_messages
from schemas.errors import ConfigError
from staging.accounts import load_deliveries, load_ledger, load_quarantine, store_status
from staging.decisions import network_ground
from staging.network_store import network_basis
from staging.releases import load_releases
from staging.store import Store

LAST_RELEASES = 5
"""Releases that `trama status` shows; the log in the store has all."""


@dataclass(frozen=True)
class Overview:
    """What `trama status` shows.

    Attributes:
        store: One row of counts, as `staging.accounts.store_status` gives it.
        agencies: `agency, deliveries, received, accepted, quarantined, duplicates`, by agency.
        network: The saved network's size; null when there is none.
        is_current: Whether that network is of the records and settings as they are.
        releases: `release_id, recipient, event, decided_by, happened_at` of what was last released or asked
            for, the newest first.
    """

    store: dict[str, Any]
    agencies: pl.DataFrame
    network: NetworkCounts | None
    is_current: bool
    releases: pl.DataFrame

    def counts(self) -> dict[str, Any]:
        """The overview as one flat object of JSON values."""
        last = self.store["last_received_at"]
        sums = {
            name: int(self.agencies[name].sum())
            for name in ("received", "accepted", "quarantined", "duplicates")
        }
        network = asdict(self.network or NetworkCounts())
        del network["changed"]
        return {
            "deliveries": self.store["delivery_count"],
            "unreadable": self.store["unreadable_count"],
            **sums,
            **network,
            "records": self.store["current_count"],
            "retracted_records": self.store["retracted_count"],
            "is_network_current": self.is_current,
            "last_received_at": last.isoformat() if last else None,
            "releases": [
                each | {"happened_at": each["happened_at"].isoformat()} for each in self.releases.to_dicts()
            ],
        }


@dataclass(frozen=True)
class QuarantineSummary:
    """What was put aside.

    Attributes:
        reasons: `table, column, check, rows, deliveries`, the most frequent first.
        deliveries: `delivery_id, path, rows`, by path.
    """

    reasons: pl.DataFrame
    deliveries: pl.DataFrame


def overview_step(job: Job) -> Overview:
    """What the store holds.

    Raises:
        ConfigError: There is no store.
    """
    with job.opened_for_reading() as store:
        saved = network_basis(store)
        network = None if saved is None else count_saved(store, has_changed=False)
        is_current = saved == describe_basis(network_ground(store), job.settings)
        agencies = _sum_by_agency(load_ledger(store), load_deliveries(store))
        state = store_status(store).row(0, named=True)
        return Overview(state, agencies, network, is_current, _last_releases(store))


def _last_releases(store: Store) -> pl.DataFrame:
    """How the last releases stand: the newest event of each."""
    columns = ("release_id", "recipient", "event", "decided_by", "happened_at")
    log = load_releases(store).with_row_index("place").group_by("release_id").agg(
        pl.col("decided_by").drop_nulls().last(), pl.col("place", "recipient", "event", "happened_at").last()
    )  # fmt: skip
    return log.sort("place", descending=True).head(LAST_RELEASES).select(columns)


def _sum_by_agency(ledger: pl.DataFrame, deliveries: pl.DataFrame) -> pl.DataFrame:
    counted = ("received", "accepted", "quarantined", "duplicates")
    lines = deliveries.select("delivery_id", "agency").join(ledger, on="delivery_id", how="left")
    sums = [pl.col(name).sum().cast(pl.Int64) for name in counted]
    return (
        lines.group_by("agency")
        .agg(pl.col("delivery_id").n_unique().alias("deliveries"), *sums)
        .sort("agency")
    )


def quarantine_step(job: Job) -> QuarantineSummary:
    """What was put aside, by reason and by delivery.

    Raises:
        ConfigError: There is no store.
    """
    with job.opened_for_reading() as store:
        deliveries, rows, ledger = load_deliveries(store), load_quarantine(store), load_ledger(store)
    # Rows of a nested record share its line, so only the row as received tells them apart.
    row_count = pl.struct("delivery_id", "source", "row", "raw").n_unique().cast(pl.Int64).alias("rows")
    reasons = rows.group_by("table", "column", "check").agg(
        row_count, pl.col("delivery_id").n_unique().cast(pl.Int64).alias("deliveries")
    )
    by_delivery = ledger.group_by("delivery_id").agg(pl.col("quarantined").sum().cast(pl.Int64).alias("rows"))
    named = by_delivery.filter(pl.col("rows") > 0).join(
        deliveries.select("delivery_id", "path"), on="delivery_id", how="left"
    )
    return QuarantineSummary(
        reasons.sort("rows", "table", "column", "check", descending=[True, False, False, False]),
        named.select("delivery_id", "path", "rows").sort("path", "delivery_id"),
    )


def quarantined_rows_step(job: Job, *, delivery_id: str) -> pl.DataFrame:
    """The quarantined rows of one delivery, one line a failing check.

    Returns:
        `source, table, row, column, check, message`; never the rows' own content.

    Raises:
        ConfigError: There is no store, or no such delivery in it.
    """
    with job.opened_for_reading() as store:
        deliveries, rows = load_deliveries(store), load_quarantine(store)
    if delivery_id not in deliveries["delivery_id"]:
        raise ConfigError(
            f"There is no delivery {delivery_id}; `trama quarantine` lists those with quarantined rows."
        )
    own = mask_messages(rows.filter(pl.col("delivery_id") == delivery_id))
    return own.select("source", "table", "row", "column", "check", "message").sort(
        "source", "table", "row", "column"
    )
