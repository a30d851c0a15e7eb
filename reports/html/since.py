"""Say what is new since the last report that was different, while clusters come in one by one.

Whether this report is the last one over again, or a new one, shows only when the first difference does.
Until then a cluster that had news in the last report waits: it has the same news again, or none.
"""

from __future__ import annotations

from dataclasses import replace

from reports.history import News
from reports.html.state import Facts, State, describe_cluster, digest, forget_gone
from reports.model import ClusterView
from reports.sections.numbers import list_numbers

MOVES_TOLD = 5
"""Ranks from the first on of which a change is told."""


class Since:
    """This report beside the last one.

    Args:
        former: What lies in the folder; None where there is nothing.
        recipient: For whom the report is; None for the holder.
        is_whole: Whether all clusters come; a report of one of them does not take the place of one of all.
    """

    def __init__(self, former: State | None, recipient: str | None, *, is_whole: bool = True) -> None:
        self._former, self._recipient, self._is_whole = former, recipient, is_whole
        self._is_other = False
        self._waiting: list[ClusterView] = []
        self._now: dict[str, Facts] = {}
        self.news: dict[str, News] = {}

    def take(self, cluster: ClusterView) -> list[ClusterView]:
        """The clusters that can be drawn now that this one is known, with what is new of them."""
        facts = self._now[cluster.cluster_id] = describe_cluster(cluster, self._recipient)
        if self._former is None:
            return [cluster]
        if facts != self._former.now.get(cluster.cluster_id):
            ready = [*self._release(), self._tell(cluster, self._former.now.get(cluster.cluster_id))]
            self._is_other = True
            return ready
        if not self._is_other and cluster.cluster_id in (self._former.before or {}):
            self._waiting.append(cluster)
            return []
        return [cluster]

    def keep(self, cluster_id: str) -> None:
        """A cluster is as the last report has it, and that said nothing new of it: its page stays as it is.

        Raises:
            KeyError: The last report has no such cluster.
        """
        if self._former is None:
            raise KeyError(cluster_id)
        self._now[cluster_id] = self._former.now[cluster_id]

    def _release(self) -> list[ClusterView]:
        """The clusters that waited, none of which has changed since the last report."""
        ready, self._waiting = self._waiting, []
        return ready

    def settle(self) -> list[ClusterView]:
        """The clusters that are left when all have come."""
        if self._former is None:
            return []
        if self._is_whole and set(self._former.now) != set(self._now):
            self._is_other = True
        waited, before = self._release(), self._former.before or {}
        return waited if self._is_other else [self._tell(each, before[each.cluster_id]) for each in waited]

    def _tell(self, cluster: ClusterView, before: Facts | None) -> ClusterView:
        now = self._now[cluster.cluster_id]
        is_partner = self._recipient is not None
        known = forget_gone(before, now) if before is not None and is_partner else before
        news = News(is_new=True) if known is None else _compare(cluster, known, now, self._recipient)
        if news == News():
            return cluster
        self.news[cluster.cluster_id] = news
        return replace(cluster, news=news)

    @property
    def is_first(self) -> bool:
        """Whether there is no other report to compare with."""
        return self._former is None or (self._former.before is None and not self._is_other)

    @property
    def count_before(self) -> int:
        """How many clusters the report had that this one is compared with; 0 where that is not told."""
        if self._former is None or self._recipient is not None or not self._is_whole:
            return 0
        return len(self._former.now) if self._is_other else self._former.count_before

    @property
    def gone(self) -> tuple[str, ...]:
        """Clusters that the holder's report before had and this one has not; a partner is told of none."""
        if self._former is None or self._recipient is not None or not self._is_whole:
            return ()
        earlier = self._former.now if self._is_other else self._former.before or {}
        return tuple(sorted(set(earlier) - set(self._now)))

    def to_state(self) -> State:
        """What the next report is to be compared with."""
        former = self._former
        if former is None:
            return State(self._now)
        if not self._is_other:
            return State(self._now, former.before, former.count_before)
        before: dict[str, Facts | None] = {key: former.now.get(key) for key in self._now}
        if self._recipient is None:
            before |= {key: former.now[key] for key in self.gone}
        else:
            before = {key: each and forget_gone(each, self._now[key]) for key, each in before.items()}
        differing = {key: each for key, each in before.items() if each != self._now.get(key)}
        return State(self._now, differing, self.count_before)


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
