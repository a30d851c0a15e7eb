"""Which clusters changed between two publications, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flows.service.facts import ClusterFacts

Kind = Literal["born", "merged", "split", "grown", "shrunk", "updated", "retired"]


@dataclass(frozen=True)
class ClusterChange:
    """One cluster that is not as it was.

    Attributes:
        cluster_id: Its id.
        kind: What happened to it; `updated` when its persons are the same and something else is not.
        before: As it was; null when it is new.
        after: As it is; null when it is gone.
    """

    cluster_id: str
    kind: Kind
    before: ClusterFacts | None
    after: ClusterFacts | None


def find_changes(
    before: Mapping[str, ClusterFacts], after: Mapping[str, ClusterFacts]
) -> list[ClusterChange]:
    """Every cluster that is new, gone or different, by id."""
    return [
        ClusterChange(each, _name_kind(before.get(each), after.get(each)), before.get(each), after.get(each))
        for each in sorted(before.keys() | after.keys())
        if before.get(each) != after.get(each)
    ]


def _name_kind(before: ClusterFacts | None, after: ClusterFacts | None) -> Kind:
    if after is None:
        return "retired"
    if before is None:
        return "born"
    told: tuple[tuple[bool, Kind], ...] = (
        (after.merges > before.merges, "merged"),
        (after.splits > before.splits, "split"),
        (after.person_count > before.person_count, "grown"),
        (after.person_count < before.person_count, "shrunk"),
    )
    return next((kind for happened, kind in told if happened), "updated")
