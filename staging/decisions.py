"""Decisions in the store: appended, never changed, and part of what the network rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from schemas.decisions import UNSURE, Decision, decision_id
from schemas.errors import TramaError
from staging.contradictions import refuse_contradictions
from staging.records import staging_basis
from staging.store import Store

Keyed = tuple[Decision, tuple[str, ...], tuple[str, ...]]
"""A decision with the keys of mentions or occurrences that its two ends stand for."""


def load_decisions(store: Store, *, only_active: bool = True) -> pl.DataFrame:
    """Decisions, oldest first.

    Args:
        store: The open store.
        only_active: Without revocations and what they revoke.

    Returns:
        `decision_id, judgement, left_keys, right_keys, kind, status, revokes, decided_by, decided_at, reason,
        evidence, recorded_at, is_active`. Keys are mention ids, or `AGENCY/RECORD|table|row|field`.
    """
    rows = store.query("select_decisions")
    return rows.filter("is_active") if only_active else rows


def network_ground(store: Store, decision_ids: Sequence[str] | None = None) -> str:
    """Fingerprint of records and decisions: equal ground, equal network.

    Args:
        store: The open store.
        decision_ids: The decisions; null for those that hold.
    """
    basis = staging_basis(store)
    ids = load_decisions(store)["decision_id"].to_list() if decision_ids is None else decision_ids
    if not ids:
        return basis
    return hashlib.sha256("\n".join([basis, *sorted(ids)]).encode()).hexdigest()


def known_mentions(store: Store, mention_ids: Sequence[str]) -> frozenset[str]:
    """Those of the mentions that are person rows of current records."""
    asked = pl.DataFrame({"mention_id": sorted(set(mention_ids))}, schema={"mention_id": pl.String})
    with store.registered(asked):
        return frozenset(store.query("select_known_mentions")["mention_id"])


def known_decisions(store: Store) -> frozenset[str]:
    """Ids of all decisions and notes that were ever stored."""
    decided, noted = (store.query(name) for name in ("select_decisions", "select_decision_notes"))
    return frozenset([*decided["decision_id"], *noted["decision_id"]])


def decision_agencies(store: Store) -> dict[str, str]:
    """Agency whose delivery brought a decision, by its id; what was given by command is not in it."""
    rows = store.query("select_decision_sources")
    return dict(rows.select("decision_id", "agency").iter_rows())


def store_decisions(store: Store, made: Sequence[Keyed], *, recorded_at: datetime) -> int:
    """Append the decisions that are not there yet, all or none, in a transaction of their own.

    Args:
        store: The open store.
        made: Decisions with the keys of their ends.
        recorded_at: When they are stored (aware).

    Returns:
        How many were new.

    Raises:
        TramaError: When decisions contradict each other, or a revocation names none that holds.
    """
    with store.transaction():
        return append_decisions(store, made, recorded_at=recorded_at)


def append_decisions(store: Store, made: Sequence[Keyed], *, recorded_at: datetime) -> int:
    """The same in the caller's transaction; what is `unsure` goes to the notes, which nothing rests on."""
    known = known_decisions(store)
    fresh = [each for each in made if decision_id(each[0]) not in known]
    noted = [each for each in fresh if each[0].judgement == UNSURE]
    stored = _append_decided(store, [each for each in fresh if each[0].judgement != UNSURE], recorded_at)
    return stored + _append_notes(store, noted, recorded_at)


def _append_notes(store: Store, made: Sequence[Keyed], recorded_at: datetime) -> int:
    notes = store.query("select_decision_notes")
    rows = _rows(made, recorded_at, load_decisions(store, only_active=False).drop("is_active").schema)
    fresh = rows.select(notes.columns).unique("decision_id", maintain_order=True)
    store.insert("decision_notes", fresh)
    return fresh.height


def _append_decided(store: Store, made: Sequence[Keyed], recorded_at: datetime) -> int:
    stored = load_decisions(store, only_active=False)
    fresh = _rows(made, recorded_at, stored.drop("is_active").schema)
    fresh = fresh.unique("decision_id", maintain_order=True)
    if fresh.is_empty():
        return 0
    _refuse_idle_revocations(stored, fresh)
    gone = pl.concat([stored["revokes"], fresh["revokes"]]).drop_nulls()
    everything = pl.concat([stored.drop("is_active"), fresh])
    holding = (pl.col("judgement") != "revoked") & ~pl.col("decision_id").is_in(gone.implode())
    refuse_contradictions(everything.filter(holding))
    store.insert("decisions", fresh)
    return fresh.height


def _rows(made: Sequence[Keyed], recorded_at: datetime, schema: pl.Schema) -> pl.DataFrame:
    rows = [
        (
            decision_id(each),
            each.judgement,
            list(left),
            list(right),
            each.kind,
            each.status,
            each.revokes,
            each.by,
            None if each.at is None else each.at.astimezone(UTC),
            each.why,
            each.evidence,
            recorded_at.astimezone(UTC),
        )
        for each, left, right in made
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _refuse_idle_revocations(stored: pl.DataFrame, fresh: pl.DataFrame) -> None:
    """A revocation that revokes nothing is a mistake of the writer's: a wrong id, or somebody was quicker."""
    decided = pl.concat([stored.select("decision_id", "judgement"), fresh.select("decision_id", "judgement")])
    can_go = set(decided.filter(pl.col("judgement") != "revoked")["decision_id"])
    already = set(stored["revokes"].drop_nulls())
    seen: set[str] = set()
    for target in fresh["revokes"].drop_nulls():
        if target not in can_go:
            raise TramaError(f"There is no decision {target} to revoke; nothing was stored.")
        if target in already or target in seen:
            raise TramaError(f"The decision {target} is revoked already; nothing was stored.")
        seen.add(target)
