"""Which decisions were made on records that have changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.steps.decision_keys import Lookup, find_link
from schemas.decisions import UNSURE, Decision, decision_id
from schemas.errors import TramaError
from staging.decision_evidence import current_revisions, describe_changes, shorten
from staging.store import Store

NAMED_AT_MOST = 5


def find_stale(
    store: Store, made: Sequence[Decision], lookup: Lookup, *, recipient: str | None, is_complete: bool
) -> dict[str, str]:
    """What has changed under each decision since it was made.

    Args:
        store: The open store.
        made: Decisions; those that do not say which records they rest on, and notes, are passed over.
        lookup: What they name.
        recipient: Who decided, where it is a partner: what it may no longer see is gone for it.
        is_complete: Whether the report was of all records. Of a partner's, new records of a link do not
            count: they may have been held back from the report as well.

    Returns:
        What changed, in words, by decision id; decisions on unchanged records are not in it.
    """
    asked = [each for each in made if each.rests_on is not None and each.judgement != UNSURE]
    records = [rest.rpartition("@")[0] for each in asked for rest in each.rests_on or ()]
    now = {decision_id(each): _evidence_now(each, lookup) if is_complete else [] for each in asked}
    everything = [*records, *(key for keys in now.values() for key in keys)]
    revisions = current_revisions(store, everything, recipient)
    found = {
        decision_id(each): describe_changes(
            each.rests_on or (), revisions, [key for key in now[decision_id(each)] if key in revisions]
        )
        for each in asked
    }
    return {name: shorten(changes) for name, changes in found.items() if changes}


def _evidence_now(decision: Decision, lookup: Lookup) -> list[str]:
    if decision.kind is None:
        return []
    try:
        return lookup.evidence[find_link(decision, lookup)]
    except TramaError:  # that it is gone is told when its keys are looked for
        return []


def refuse_stale(stale: Mapping[str, str], made: Sequence[Decision]) -> None:
    """Refuse decisions on records that have changed.

    Raises:
        TramaError: Naming the decisions, what each is about, and what has changed.
    """
    if not stale:
        return
    about = {decision_id(each): f"{each.judgement}: {each.left} and {each.right}" for each in made}
    told = [f"{name} ({about[name]}): {changes}" for name, changes in list(stale.items())[:NAMED_AT_MOST]]
    more = f", and {len(stale) - NAMED_AT_MOST} more" if len(stale) > NAMED_AT_MOST else ""
    raise TramaError(
        f"{len(stale)} of {len(made)} decisions are stale, the records under them have changed since: "
        f"{' | '.join(told)}{more}. Nothing was stored. Look again in a new report, or say --accept-stale."
    )
