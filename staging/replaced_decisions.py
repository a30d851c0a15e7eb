"""What somebody decided before and now decides otherwise: revoked, with the new decision as the reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from schemas.decisions import Decision, decision_id
from staging.decisions import Keyed, decision_agencies, load_decisions
from staging.store import Store

REPLACEABLE = ("same", "not_same", "link_confirmed", "link_rejected")


def revoke_replaced(store: Store, made: Sequence[Keyed], *, agency: str | None = None) -> list[Keyed]:
    """The decisions, and a revocation of each that one of them replaces.

    Args:
        store: The open store.
        made: Decisions with the keys of their ends; those that say `replaces` are looked at.
        agency: Whose delivery they came in: only what the same agency delivered is replaced. Null by command.

    Returns:
        The decisions in their order, the revocations first.
    """
    if not any(each.replaces for each, _, _ in made):
        return list(made)
    agencies = decision_agencies(store)
    rows = load_decisions(store).to_dicts()
    own = [row for row in rows if agency is None or agencies.get(row["decision_id"]) == agency]
    revoked = {
        row["decision_id"]: _revoke(row["decision_id"], each[0])
        for each in made
        if each[0].replaces
        for row in _replaced(each, own)
    }
    return [*((decision, (), ()) for decision in revoked.values()), *made]


def _replaced(keyed: Keyed, rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Active decisions of the same person about the same two ends."""
    decision, left, right = keyed
    for row in rows:
        same_matter = row["judgement"] in REPLACEABLE and row["kind"] == decision.kind
        if not same_matter or row["decided_by"] != decision.by or row["decision_id"] == decision_id(decision):
            continue
        ends = set(row["left_keys"]), set(row["right_keys"])
        if any(one & set(left) and other & set(right) for one, other in (ends, ends[::-1])):
            yield row


def _revoke(decision: str, new: Decision) -> Decision:
    why = f"Replaced by {decision_id(new)}."
    return Decision(judgement="revoked", revokes=decision, by=new.by, at=new.at, why=why)
