"""Decisions that are taken and change nothing: revoked before, or about somebody who is not in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from flows.steps.decision_keys import Lookup
from flows.steps.past import LINKED_DECISIONS, mention_key, moved_decisions
from flows.steps.saved import load_frames
from graph.persons import IN_DOUBT, person_status
from schemas.decisions import Decision, decision_id
from staging.decisions import load_decisions
from staging.network_store import network_frames
from staging.store import Store

NOT_IN_DOUBT = "in the network of the last link this person is `{status}`, and no record says otherwise"
SETTLED_ALREADY = "this person is settled as `{status}` already, by {settled_by}"


@dataclass(frozen=True)
class Revoked:
    """A decision that is in the store and holds no more.

    Attributes:
        decision_id: The decision.
        revoked_by: Id of its revocation.
        revoked_at: When that was decided.
    """

    decision_id: str
    revoked_by: str
    revoked_at: datetime


def find_revoked(everything: pl.DataFrame, ids: Sequence[str]) -> tuple[Revoked, ...]:
    """Those of the decisions that were revoked.

    Args:
        everything: As `staging.decisions.load_decisions(only_active=False)` gives it.
        ids: Ids of decisions.
    """
    at = pl.col("decided_at").dt.convert_time_zone("UTC")
    rows = everything.filter(pl.col("revokes").is_in(ids)).select("revokes", "decision_id", at)
    return tuple(Revoked(*row) for row in rows.sort("revokes", "decision_id").iter_rows())


def find_idle(store: Store, made: Sequence[Decision], lookup: Lookup) -> dict[str, str]:
    """Why decisions that settle somebody's status change nothing, by their ids.

    They are kept all the same, and count once records come to disagree. Whom other decisions since the last
    link join with somebody or part, nobody can tell yet: of them nothing is said.

    Args:
        store: The open store, these decisions stored.
        made: Decisions, of any kind.
        lookup: What they name.
    """
    settling = {decision_id(each): each for each in made if each.judgement == "settled"}
    if not settling or LINKED_DECISIONS not in network_frames(store):
        return {}
    frames = load_frames(store, ["mentions", LINKED_DECISIONS])
    mentions = frames["mentions"].select(mention_key(), "entity_id", "status")
    everything = load_decisions(store, only_active=False)
    active = everything.filter("is_active")
    moved = moved_decisions(everything, active, frames[LINKED_DECISIONS])
    regrouped = moved.filter(pl.col("judgement").is_in(["same", "not_same"]))["mention_id"]
    told = {
        name: _why_idle(name, each, mentions, (active, regrouped), lookup) for name, each in settling.items()
    }
    return {name: why for name, why in told.items() if why}


def _why_idle(
    name: str,
    decision: Decision,
    mentions: pl.DataFrame,
    decided: tuple[pl.DataFrame, pl.Series],
    lookup: Lookup,
) -> str:
    active, regrouped = decided
    own = lookup.keys[decision.person or ""]
    entity = mentions.filter(pl.col("mention_id").is_in(own))["entity_id"]
    person = mentions.filter(pl.col("entity_id").is_in(entity.implode()))
    if person.is_empty() or person["mention_id"].is_in(regrouped.implode()).any():
        return ""
    stated = person.select(person_status()).item()
    if stated not in IN_DOUBT:
        return NOT_IN_DOUBT.format(status=stated)
    others = active.filter(
        (pl.col("judgement") == "settled")
        & (pl.col("decision_id") != name)
        & (pl.col("left_keys").list.set_intersection(person["mention_id"].to_list()).list.len() > 0)
    )
    if others.is_empty() or set(others["status"]) != {decision.status}:
        return ""
    first = others.sort("decided_at", "decision_id")["decision_id"][0]
    return SETTLED_ALREADY.format(status=decision.status, settled_by=first)
