"""What became of a cluster and what is new of it: plain values, as those of `reports.model`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a cluster; `day` is when it became known, `cause_ref` a record's or decision's key.

    `visible_from` is when the record behind it happened: from then on it could have been seen, had all been
    known at once. None where the cause is no record, or one that the page does not show.
    """

    day: date | None
    change: str
    cause_kind: str | None
    cause_ref: str | None
    related: tuple[str, ...] = ()
    visible_from: date | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a cluster since an earlier report; a partner is never told what has gone.

    `since` is the day of the newest report among that one's records,
    `joined` are the labels of persons now in it, `moves` label, rank before (None: unranked) and rank now,
    `new_in` the numbers of the new records in the cluster's evidence.
    """

    is_new: bool = False
    new_records: int = 0
    gone_records: int = 0
    joined: tuple[str, ...] = ()
    left: int = 0
    moves: tuple[tuple[str, int | None, int], ...] = ()
    new_in: str = ""
    since: date | None = None
