"""What one recipient may see: the holder's saved network, or a partner's, computed afresh and never saved."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from flows.job import Job
from flows.settings import Settings
from flows.steps.basis import CHANGED, check_current, describe_basis
from flows.steps.compute import NETWORK_FRAMES, PAIRS, compute_network
from flows.steps.link import Linked
from flows.steps.past import mention_key
from flows.steps.saved import load_frames
from graph.decided import arrange_decisions
from graph.facts import record_key
from graph.network import Network
from reports.manifest import COUNTED_FRAMES, count_held_back
from reports.release import releasable_decisions
from reports.report_view import HeldBack, ReportView
from reports.view import build_view
from schemas.errors import ConfigError
from staging.accounts import load_deliveries, load_ledger, load_quarantine
from staging.decisions import load_decisions, network_ground
from staging.network_store import network_basis
from staging.records import load_records
from staging.remarks import mark_tables
from staging.store import Store
from staging.withheld import list_withheld


@dataclass(frozen=True)
class RecipientView:
    """All that reports and exports for one recipient are written from.

    Attributes:
        tables: The records that the recipient may see, cases with what marks them (`mark_cases`).
        pairs: Resolution's pairs over them.
        network: The network of them.
        ledger: The contract's ledger rows.
        quarantine: The contract's quarantine rows.
        basis: Which network it is; null for a partner, whose network is saved nowhere.
        held_back: What a partner's view leaves out; null for the holder.
    """

    tables: dict[str, pl.DataFrame]
    pairs: pl.DataFrame
    network: Network
    ledger: pl.DataFrame
    quarantine: pl.DataFrame
    basis: str | None = None
    held_back: HeldBack | None = None


def view_pages(view: RecipientView, recipient: str | None) -> ReportView:
    """All that a report for the recipient says, without what is held back."""
    return build_view(
        view.network,
        view.tables,
        view.pairs,
        ledger=view.ledger,
        quarantine=view.quarantine,
        recipient=recipient,
    )


def load_view(job: Job, recipient: str | None) -> RecipientView:
    """The view of a recipient.

    Args:
        job: Store, settings and listener.
        recipient: Partner code; null for the holder.

    Raises:
        ConfigError: There is no store, no network or no such form of partner code.
    """
    if recipient is not None:
        return _compute_partner_view(job, recipient)
    with job.opened_for_reading() as store:
        return read_holder_view(store, job.settings)


def read_holder_view(store: Store, settings: Settings) -> RecipientView:
    """The holder's view from an open store.

    Raises:
        ConfigError: There is no network, or it is not of the records as they are.
    """
    check_current(store, settings)
    frames = load_frames(store, NETWORK_FRAMES)
    pairs = load_frames(store, [PAIRS])[PAIRS]
    books = load_ledger(store), load_quarantine(store)
    tables = mark_tables(store, load_records(store))
    return RecipientView(tables, pairs, Network(**frames), *books, network_basis(store))


def view_linked(linked: Linked, job: Job) -> RecipientView:
    """The holder's view of a network that has just been saved, without reading it back.

    Args:
        linked: The network as it was computed.
        job: Store, settings and listener.

    Raises:
        ConfigError: Records, decisions or the network itself have changed since.
    """
    with job.opened_for_reading() as store:
        check_current(store, job.settings)
        if network_basis(store) != linked.basis:
            raise ConfigError(CHANGED)
        books = load_ledger(store), load_quarantine(store)
        tables = mark_tables(store, linked.tables)
    network = Network(**{name: linked.frames[name] for name in NETWORK_FRAMES})
    return RecipientView(tables, linked.frames[PAIRS], network, *books, linked.basis)


def _compute_partner_view(job: Job, recipient: str) -> RecipientView:
    with job.opened_for_reading() as store:
        tables = load_records(store, recipient=recipient)
        ledger, quarantine = _load_own_books(store, recipient)
        keys = tables["cases"].select(record_key())["record_key"]
        active = releasable_decisions(load_decisions(store), keys)
        held_back = _count_held_back(store, job, recipient, tables["cases"])
        marked = mark_tables(store, tables)
    mentions = tables["persons"].select(mention_key()).to_series()
    decided = arrange_decisions(active, mentions, is_complete=False)
    computed = compute_network(tables, job, decided=decided)
    return RecipientView(
        marked, computed.resolution.pairs, computed.network, ledger, quarantine, held_back=held_back
    )


def _count_held_back(store: Store, job: Job, recipient: str, cases: pl.DataFrame) -> HeldBack:
    """What the partner does not see; persons, links and clusters only where the saved network is current."""
    is_current = network_basis(store) == describe_basis(network_ground(store), job.settings)
    saved = load_frames(store, COUNTED_FRAMES) if is_current else None
    return count_held_back(recipient, list_withheld(store, cases), cases["agency"], saved)


def _load_own_books(store: Store, recipient: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ledger and quarantine of what the partner delivered; the rest would tell who else delivers what."""
    own = load_deliveries(store).filter(pl.col("agency") == recipient).select("delivery_id")
    return (
        load_ledger(store).join(own, on="delivery_id", how="semi", maintain_order="left"),
        load_quarantine(store).join(own, on="delivery_id", how="semi", maintain_order="left"),
    )
