"""What a reviewer may judge in a report page: plain values, as those of `reports.model`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class ReviewLink(NamedTuple):
    """One link that a reviewer may judge.

    `left` and `right` are mentions or places in records, the same in every view; `records` are places in
    `Review.records`; `marks` say why it is doubtful; `judgement` is what was decided of it already.
    """

    source_id: str
    target_id: str
    kind: str
    left: str
    right: str
    records: tuple[int, ...]
    origin_count: int
    marks: str
    judgement: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer may judge: `snapshot` names the state looked at, each record is `key@revision, grades`.

    `pairs` has, for each doubtful pair, the places of its records.
    """

    snapshot: str = ""
    records: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[int, ...], ...] = ()
    links: tuple[ReviewLink, ...] = ()
