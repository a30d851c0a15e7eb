"""Who is who: group mentions into persons along the best pairs, unless something forbids it.

Pairs are taken from the strongest down; a pair merges the groups of its two mentions unless a cannot-link
holds between any two of their members, or the groups as wholes do not support it. So a wrong pair in the
middle does not chain two persons together, and a decision `not_same` holds against every path. The outcome
of a connected component of pairs depends on that component alone, and not on the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from resolution.policy import Policy
from schemas.errors import ConfigError


class Obstacle(Enum):
    """Why two groups of mentions may not be one person."""

    SAME_RECORD = "same_record"
    CURP = "two_curps"
    BIRTH = "birth_dates"
    DECISION = "decided_not_same"
    SUPPORT = "weak_support"
    SIZE = "too_many"


@dataclass(frozen=True)
class Mention:
    """A mention's id and what can forbid a merge: its record, its CURP and its full birth date."""

    mention_id: str
    record_key: str
    curp: str | None = None
    birth_text: str | None = None


@dataclass(frozen=True)
class ScoredPair:
    """Two mentions by position, the weight between them, and whether it is enough by itself."""

    left: int
    right: int
    bits: float
    is_enough: bool


@dataclass(slots=True)
class _Group:
    members: list[int]
    records: set[str]
    curps: set[str]
    births: set[str]
    weights: dict[int, tuple[int, float]] = field(default_factory=dict)


class _Groups(dict[int, _Group]):
    """Groups by the place of a member; a mention that nothing has touched yet is its own group."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        super().__init__()
        self._mentions = mentions

    def __missing__(self, place: int) -> _Group:
        mention = self._mentions[place]
        curps = {mention.curp} if mention.curp else set()
        births = {mention.birth_text} if mention.birth_text else set()
        self[place] = _Group([place], {mention.record_key}, curps, births)
        return self[place]


def dates_agree(left: str, right: str) -> bool:
    """Whether two ISO dates may be one date with a usual error.

    That is: other day or month of one year, one digit mistyped, or two digits exchanged.
    """
    if left[:4] == right[:4]:
        return True
    differing = [place for place in range(len(left)) if left[place] != right[place]]
    return len(differing) == 1 or (len(differing) == 2 and sorted(left) == sorted(right))


class Grouping:
    """Groups of mentions that grow by merging.

    Args:
        mentions: All mentions, by position.
        pairs: Scored pairs, also those too weak to merge: they tell how well two groups support a merge.
        forbidden: Pairs of positions that an investigator holds apart.
        policy: Thresholds.
    """

    def __init__(
        self,
        mentions: Sequence[Mention],
        pairs: Sequence[ScoredPair],
        forbidden: Iterable[tuple[int, int]],
        policy: Policy,
    ) -> None:
        self._policy = policy
        self._root = list(range(len(mentions)))
        self._groups = _Groups(mentions)
        self._apart: dict[int, set[int]] = {}
        for left, right in forbidden:
            self._apart.setdefault(left, set()).add(right)
            self._apart.setdefault(right, set()).add(left)
        for pair in pairs:
            self._groups[pair.left].weights[pair.right] = (1, pair.bits)
            self._groups[pair.right].weights[pair.left] = (1, pair.bits)

    def root_of(self, place: int) -> int:
        """The group that a mention is in, named by one of its members."""
        while self._root[place] != place:
            self._root[place] = self._root[self._root[place]]
            place = self._root[place]
        return place

    def held_apart(self, left: int, right: int) -> tuple[int, int] | None:
        """The smallest pair of mentions of the two groups that an investigator holds apart, if any."""
        members = set(self._groups[self.root_of(right)].members)
        own = self._groups[self.root_of(left)].members
        clashes = (
            (place, other) for place in own for other in self._apart.get(place, ()) if other in members
        )
        return min(clashes, default=None)

    def obstacle(self, left: int, right: int) -> Obstacle | None:
        """What forbids that the groups of two mentions are one person, the hardest reason first."""
        first, second = self._groups[self.root_of(left)], self._groups[self.root_of(right)]
        if self._apart and self.held_apart(left, right):
            return Obstacle.DECISION
        if not first.records.isdisjoint(second.records):
            return Obstacle.SAME_RECORD
        if first.curps and second.curps and first.curps.isdisjoint(second.curps):
            return Obstacle.CURP
        if _births_clash(first, second):
            return Obstacle.BIRTH
        return self._weak_support(first, second, self.root_of(right))

    def _weak_support(self, first: _Group, second: _Group, second_root: int) -> Obstacle | None:
        size = len(first.members) + len(second.members)
        if size > self._policy.largest_entity:
            return Obstacle.SIZE
        if size < self._policy.guarded_size:
            return None
        possible = len(first.members) * len(second.members)
        count, bits = first.weights.get(second_root, (0, 0.0))
        mean = (bits + (possible - count) * self._policy.unscored_bits) / possible
        return Obstacle.SUPPORT if mean < self._policy.support_bits else None

    def merge(self, left: int, right: int) -> None:
        """Make the groups of two mentions one."""
        kept, gone = sorted(
            (self.root_of(left), self.root_of(right)), key=lambda root: -len(self._groups[root].weights)
        )
        if kept == gone:
            return
        into, source = self._groups[kept], self._groups[gone]
        del self._groups[gone]
        self._root[gone] = kept
        into.members += source.members
        into.records |= source.records
        into.curps |= source.curps
        into.births |= source.births
        self._move_weights(kept, gone, source.weights)

    def _move_weights(self, kept: int, gone: int, weights: dict[int, tuple[int, float]]) -> None:
        into = self._groups[kept].weights
        into.pop(gone, None)
        for other, (count, bits) in weights.items():
            if other == kept:
                continue
            had_count, had_bits = into.get(other, (0, 0.0))
            joined = (had_count + count, had_bits + bits)
            into[other] = joined
            others = self._groups[other].weights
            del others[gone]
            others[kept] = joined


def _births_clash(first: _Group, second: _Group) -> bool:
    if not first.births or not second.births or first.curps & second.curps:
        return False
    return not any(dates_agree(left, right) for left in first.births for right in second.births)


def group_mentions(
    mentions: Sequence[Mention],
    pairs: Sequence[ScoredPair],
    *,
    must: Sequence[tuple[int, int]],
    forbidden: Sequence[tuple[int, int]],
    policy: Policy,
) -> Grouping:
    """Group mentions into persons.

    Args:
        mentions: All mentions, by position.
        pairs: Scored pairs of positions.
        must: Pairs that an investigator says are the same person; merged first, against any cannot-link but
            a decision.
        forbidden: Pairs that an investigator says are not.
        policy: Thresholds.

    Raises:
        ConfigError: When decisions `same` chain two mentions together that another decision holds apart.
    """
    groups = Grouping(mentions, pairs, forbidden, policy)
    for left, right in sorted(must):
        if clash := groups.held_apart(left, right):
            raise ConfigError(
                f"decisions contradict each other: {_named(mentions, (left, right))} are decided `same`,"
                f" {_named(mentions, clash)} `not_same`, and the first makes the second one person:"
                " revoke one of the two"
            )
        groups.merge(left, right)
    enough = sorted(
        (pair for pair in pairs if pair.is_enough), key=lambda pair: (-pair.bits, pair.left, pair.right)
    )
    while enough:
        enough, before = _sweep(groups, enough), len(enough)
        if len(enough) == before:
            break
    return groups


def _sweep(groups: Grouping, pairs: Iterable[ScoredPair]) -> list[ScoredPair]:
    """Merge along the pairs; return those that were refused, which a later merge may allow."""
    refused = []
    for pair in pairs:
        if groups.root_of(pair.left) == groups.root_of(pair.right):
            continue
        if groups.obstacle(pair.left, pair.right) is None:
            groups.merge(pair.left, pair.right)
        else:
            refused.append(pair)
    return refused


def _named(mentions: Sequence[Mention], pair: tuple[int, int]) -> str:
    return " and ".join(sorted(mentions[place].mention_id for place in pair))
