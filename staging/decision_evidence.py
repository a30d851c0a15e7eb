"""What a decision was made on, compared with what is there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from schemas.decisions import is_occurrence
from staging.store import Store

MOST_NAMED = 4
"""Changes told of one decision; one is enough to look again."""


def current_revisions(store: Store, record_keys: Iterable[str], recipient: str | None) -> dict[str, int]:
    """The revision that counts of each record, by its key.

    Args:
        store: The open store.
        record_keys: `AGENCY/RECORD` each.
        recipient: Partner who asks; null for the holder.

    Returns:
        Those that the store holds and the recipient may see; no other.
    """
    asked = pl.DataFrame({"record_key": sorted(set(record_keys))}, schema={"record_key": pl.String})
    with store.registered(asked):
        return dict(store.query("select_current_revisions", {"recipient": recipient}).iter_rows())


def record_of(key: str) -> str:
    """`AGENCY/RECORD` of a mention or an occurrence."""
    return key.rsplit("|", 3)[0] if is_occurrence(key) else key.rpartition("#")[0]


def describe_changes(
    rests_on: Iterable[str], revisions: Mapping[str, int], evidence: Iterable[str] = ()
) -> list[str]:
    """What has changed under a decision since it was made.

    Args:
        rests_on: `AGENCY/RECORD@REVISION` each, as the decision says.
        revisions: As `current_revisions` gives them for those records.
        evidence: Records that what was decided upon rests on now, where that is known.

    Returns:
        One text for each change, sorted by record; none when nothing has changed.
    """
    seen = {key: int(revision) for key, _, revision in (each.rpartition("@") for each in rests_on)}
    told = {key: _describe(revision, revisions.get(key)) for key, revision in seen.items()}
    added = {key: "is new" for key in evidence if key not in seen}
    return [f"{key} {said}" for key, said in sorted((told | added).items()) if said]


def _describe(before: int, now: int | None) -> str:
    if now is None:
        return "is no longer there"
    return "" if now == before else f"was revision {before} and is revision {now}"


def shorten(changes: list[str]) -> str:
    """The first changes in one line."""
    more = f" and {len(changes) - MOST_NAMED} more" if len(changes) > MOST_NAMED else ""
    return "; ".join(changes[:MOST_NAMED]) + more
