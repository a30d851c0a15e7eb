"""Say what is new since an earlier report, while clusters come in one by one.

A service writes its report with each delivery; its reader looks once a day. So what a report is compared
with does not move with each report: it is the last one of an earlier day, and where there is none the first
one there was. Days are data time: that of the newest report among the records. Within a day news adds up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reports.changes import News
from reports.html.state import Facts, State, describe_cluster, digest, forget_gone, recall_before
from reports.model import ClusterView
from reports.sections.numbers import list_numbers

MOVES_TOLD = 5
"""Ranks from the first on of which a change is told."""


class Base(NamedTuple):
    """The report that another is compared with: its clusters, and until when its records were reported."""

    clusters: Mapping[str, Facts]
    until: date | None


def moves_on(former: State, until: date | None) -> bool:
    """Whether a report of records until this day is compared with the one that lies there.

    Otherwise it is compared with what that one was compared with.
    """
    return former.before is None or (until is not None and former.until is not None and until > former.until)


def choose_base(former: State | None, until: date | None) -> Base | None:
    """What a report of records until this day is compared with; None where there is nothing."""
    if former is None:
        return None
    if moves_on(former, until):
        return Base(former.now, former.until)
    return Base(recall_before(former), former.before_until)


class Since:
    """This report beside an earlier one.

    Args:
        former: What lies in the folder; None where there is nothing.
        recipient: For whom the report is; None for the holder.
        until: Day of the newest report among its records, in UTC.
        is_whole: Whether all clusters come; a report of one of them does not take the place of one of all.
    """

    def __init__(
        self, former: State | None, recipient: str | None, until: date | None, *, is_whole: bool = True
    ) -> None:
        self._former, self._recipient, self._until, self._is_whole = former, recipient, until, is_whole
        self._base = choose_base(former, until)
        self._now: dict[str, Facts] = {}
        self._told: dict[str, bool] = {}
        self.news: dict[str, News] = {}

    def take(self, cluster: ClusterView) -> ClusterView:
        """The cluster with what is new of it."""
        now = self._now[cluster.cluster_id] = describe_cluster(cluster, self._recipient)
        if self._base is None:
            return cluster
        before = self._base.clusters.get(cluster.cluster_id)
        if before is not None and self._recipient is not None:
            before = forget_gone(before, now)
        news = News(is_new=True) if before is None else _compare(cluster, before, now, self._recipient)
        if news == News():
            return cluster
        self._told[cluster.cluster_id] = news.is_new
        news = self.news[cluster.cluster_id] = replace(news, since=self._base.until)
        return replace(cluster, news=news)

    def keep(self, cluster_id: str) -> None:
        """A cluster is as the report that lies there has it, and the same is new of it: its page stays.

        Raises:
            KeyError: That report has no such cluster, or what it said of it is news no more.
        """
        if self._former is None:
            raise KeyError(cluster_id)
        self._now[cluster_id] = self._former.now[cluster_id]
        if cluster_id in self._former.told:
            if moves_on(self._former, self._until):
                raise KeyError(cluster_id)
            self._told[cluster_id] = self._former.told[cluster_id]

    @property
    def is_first(self) -> bool:
        """Whether there is no other report to compare with: none, or this one itself."""
        former = self._former
        if former is None or former.before is not None:
            return former is None
        if any(former.now.get(key) != each for key, each in self._now.items()):
            return False
        return not self._is_whole or (len(self._now), self._until) == (len(former.now), former.until)

    @property
    def until(self) -> date | None:
        """Until when the records of the report were reported that this one is compared with."""
        return self._base.until if self._base else None

    @property
    def count_new(self) -> int:
        """Clusters that the earlier report had not."""
        return sum(self._told.values())

    @property
    def count_changed(self) -> int:
        """Clusters of which something else is new."""
        return len(self._told) - self.count_new

    @property
    def count_before(self) -> int:
        """How many clusters the earlier report had; 0 where that is not told."""
        if self._base is None or self._recipient is not None or not self._is_whole:
            return 0
        return len(self._base.clusters)

    @property
    def gone(self) -> tuple[str, ...]:
        """Clusters that the holder's earlier report had and this one has not; a partner is told of none."""
        if self._base is None or self._recipient is not None or not self._is_whole:
            return ()
        return tuple(sorted(set(self._base.clusters) - set(self._now)))

    def to_state(self) -> State:
        """What the next report is to be compared with."""
        if self._base is None or self.is_first:
            return State(self._now, self._until)
        earlier = self._base.clusters
        before = {key: earlier.get(key) for key in self._now}
        if self._recipient is None:
            before |= {key: earlier[key] for key in self.gone}
        else:
            before = {key: each and forget_gone(each, self._now[key]) for key, each in before.items()}
        differing = {key: each for key, each in before.items() if each != self._now.get(key)}
        return State(self._now, self._until, differing, self._base.until, self._told)


def _compare(cluster: ClusterView, before: Facts, now: Facts, recipient: str | None) -> News:
    joined, known = set(now.persons) - set(before.persons), set(before.records)
    fresh = (
        number
        for number, row in enumerate(cluster.evidence, start=1)
        if digest(row.record_key, recipient) not in known
    )
    persons = [node for node in cluster.nodes if node.kind == "person"]
    return News(
        new_records=len(set(now.records) - set(before.records)),
        gone_records=len(set(before.records) - set(now.records)),
        joined=tuple(sorted(node.label for node in persons if digest(node.entity_id, recipient) in joined)),
        left=len(set(before.persons) - set(now.persons)),
        moves=_list_moves(cluster, before, recipient),
        new_in=list_numbers(fresh),
    )


def _list_moves(
    cluster: ClusterView, before: Facts, recipient: str | None
) -> tuple[tuple[str, int | None, int], ...]:
    was_at = {each: place for place, each in enumerate(before.ranked, start=1)}
    told = enumerate(cluster.players[:MOVES_TOLD], start=1)
    moves = ((player.label, was_at.get(digest(player.entity_id, recipient)), place) for place, player in told)
    return tuple(move for move in moves if move[1] != move[2])
