"""What the store holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from flows.counts import NetworkCounts
from flows.job import Job
from flows.steps.basis import count_saved, describe_basis
from staging.accounts import load_deliveries, load_ledger, store_status
from staging.decisions import network_ground
from staging.network_store import network_basis
from staging.releases import load_releases
from staging.remarks import Remarks, count_current_remarks
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
        remarks: What is odd about the current records or not whole.
    """

    store: dict[str, Any]
    agencies: pl.DataFrame
    network: NetworkCounts | None
    is_current: bool
    releases: pl.DataFrame
    remarks: Remarks

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
            **asdict(self.remarks),
            **network,
            "records": self.store["current_count"],
            "retracted_records": self.store["retracted_count"],
            "is_network_current": self.is_current,
            "last_received_at": last.isoformat() if last else None,
            "releases": [
                each | {"happened_at": each["happened_at"].isoformat()} for each in self.releases.to_dicts()
            ],
        }


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
        remarks = count_current_remarks(store)
        return Overview(state, agencies, network, is_current, _last_releases(store), remarks)


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
