"""Group the mentions of one connected component by the rules of `resolution.who_is_who`, in a table.

The sums of the weights between any two groups stand in a square table, so that a merge adds two rows and two
columns. The outcome is the one of `group_mentions`; a test holds the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from resolution.policy import Policy
from resolution.who_is_who import dates_agree

Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.bool_]]
"""Left, right, weight, and whether it is enough; the strongest first, ties by left and right."""


@dataclass(frozen=True)
class Profiles:
    """What can forbid a merge, by mention: its record, its CURP and its full birth date."""

    records: list[Any]
    curps: list[str | None]
    births: list[str | None]

    @classmethod
    def of(cls, features: pl.DataFrame) -> Profiles:
        """The profiles of all rows."""
        return cls(*(features[name].to_list() for name in ("record_key", "curp", "birth_text")))

    def part(self, start: int, end: int) -> Profiles:
        """Those from `start` up to, not including, `end`."""
        return Profiles(self.records[start:end], self.curps[start:end], self.births[start:end])


class _Table:
    """Groups named by one of their members, and the sums of the weights between them."""

    def __init__(self, profiles: Profiles, pairs: Pairs, policy: Policy) -> None:
        self._policy = policy
        size = len(profiles.records)
        left, right, bits, _ = pairs
        self._sums = np.full((size, size), policy.unscored_bits)
        self._sums[left, right] = bits
        self._sums[right, left] = bits
        self.root = list(range(size))
        self._members = [[place] for place in range(size)]
        self._records = [{record} for record in profiles.records]
        self._curps = [{curp} if curp else set() for curp in profiles.curps]
        self._births = [{birth} if birth else set() for birth in profiles.births]
        self._refused: dict[tuple[int, int], int] = {}

    def try_merge(self, first: int, second: int) -> bool:
        """Make two groups one, unless something forbids it."""
        size = len(self._members[first]) + len(self._members[second])
        if self._refused.get((first, second)) == size:
            return False
        if self._is_forbidden(first, second, size):
            self._refused[first, second] = self._refused[second, first] = size
            return False
        self._merge(first, second)
        return True

    def _is_forbidden(self, first: int, second: int, size: int) -> bool:
        if not self._records[first].isdisjoint(self._records[second]):
            return True
        if self._papers_clash(first, second) or size > self._policy.largest_entity:
            return True
        if size < self._policy.guarded_size:
            return False
        possible = len(self._members[first]) * len(self._members[second])
        return bool(self._sums[first, second] / possible < self._policy.support_bits)

    def _papers_clash(self, first: int, second: int) -> bool:
        curps, others = self._curps[first], self._curps[second]
        if curps and others:
            return curps.isdisjoint(others)
        births, dates = self._births[first], self._births[second]
        if not births or not dates or not births.isdisjoint(dates):
            return False
        return not any(dates_agree(left, right) for left in births for right in dates)

    def _merge(self, first: int, second: int) -> None:
        kept, gone = sorted((first, second), key=lambda root: -len(self._members[root]))
        for place in self._members[gone]:
            self.root[place] = kept
        self._members[kept] += self._members[gone]
        self._records[kept] |= self._records[gone]
        self._curps[kept] |= self._curps[gone]
        self._births[kept] |= self._births[gone]
        self._sums[kept] += self._sums[gone]
        self._sums[:, kept] += self._sums[:, gone]


def group_table(profiles: Profiles, pairs: Pairs, policy: Policy) -> list[int]:
    """The group of each mention of a component, named by its smallest member.

    Args:
        profiles: Of the component's mentions.
        pairs: All scored pairs of the component, sorted as `Pairs` says.
        policy: Thresholds.
    """
    table = _Table(profiles, pairs, policy)
    left, right, _, enough = pairs
    waiting = list(zip(left[enough].tolist(), right[enough].tolist(), strict=True))
    root, has_merged = table.root, True
    while waiting and has_merged:
        refused, has_merged = [], False
        for pair in waiting:
            first, second = root[pair[0]], root[pair[1]]
            if first == second:
                continue
            if table.try_merge(first, second):
                has_merged = True
            else:
                refused.append(pair)
        waiting = refused
    smallest: dict[int, int] = {}
    return [smallest.setdefault(group, place) for place, group in enumerate(root)]
