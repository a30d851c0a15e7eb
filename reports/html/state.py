"""What a report said of each cluster, kept beside its index so that the next one can say what is new.

`report.json` holds this report's state whole and, of the earlier one that it was compared with, only what
differed. A report of the same records is compared with that one again, so writing it anew changes no byte.
Keys of records and ids of persons are there as digests, made for one recipient. Of a partner's earlier report
nothing is kept that is not in this one: what has gone from a partner's view may be held back, and is told
neither in words nor by a digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2s
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from reports.model import ClusterView

STATE = "report.json"
"""The file's name, beside the index."""

RANKS_KEPT = 10
"""Ranked persons whose place is remembered, from the first on."""

DIGEST_BYTES = 6


class Facts(NamedTuple):
    """One cluster as a report showed it, in digests: records and persons sorted, the ranked by rank."""

    records: tuple[str, ...]
    persons: tuple[str, ...]
    ranked: tuple[str, ...]


class State(NamedTuple):
    """One report, and what was different in the earlier one that it was compared with.

    `before` has the clusters that were different, None for one that was not there; it is None itself where
    there was no earlier report. `until` and `before_until` are the days of the newest report among the
    records of each, `told` the clusters of which the page says something new, and whether they are new.
    """

    now: Mapping[str, Facts]
    until: date | None = None
    before: Mapping[str, Facts | None] | None = None
    before_until: date | None = None
    told: Mapping[str, bool] = MappingProxyType({})


def digest(value: str, recipient: str | None) -> str:
    """A short digest of a key or id; another one for each recipient."""
    text = f"{recipient or ''}|{value}"
    return blake2s(text.encode("utf-8"), digest_size=DIGEST_BYTES).hexdigest()


def describe_cluster(cluster: ClusterView, recipient: str | None) -> Facts:
    """What is remembered of a cluster."""
    persons = (node.entity_id for node in cluster.nodes if node.kind == "person")
    return Facts(
        tuple(sorted(digest(row.record_key, recipient) for row in cluster.evidence)),
        tuple(sorted(digest(each, recipient) for each in persons)),
        tuple(digest(player.entity_id, recipient) for player in cluster.players[:RANKS_KEPT]),
    )


def forget_gone(before: Facts, now: Facts) -> Facts:
    """What may be kept of a partner's earlier report: of ranks nothing where anything has gone."""
    records, persons = frozenset(now.records), frozenset(now.persons)
    is_whole = records.issuperset(before.records) and persons.issuperset((*before.persons, *before.ranked))
    return Facts(
        tuple(each for each in before.records if each in records),
        tuple(each for each in before.persons if each in persons),
        before.ranked if is_whole else now.ranked,
    )


def recall_before(state: State) -> dict[str, Facts]:
    """All clusters of the earlier report; of a partner's, those that are left of it."""
    before = state.before or {}
    same = {key: each for key, each in state.now.items() if key not in before}
    return same | {key: each for key, each in before.items() if each is not None}


class _LastState:
    """The state that this process has read or written last, and which file it is in."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], State | None] | None = None

    def recall(self, file: Path, recipient: str | None) -> State | None:
        stamp, last = _stamp(file, recipient), self._last
        if last is None or last[0] != stamp:  # another thread may change it meanwhile: one look at it
            last = self._last = (stamp, _load_state(file, recipient))
        return last[1]

    def keep(self, file: Path, recipient: str | None, state: State) -> None:
        self._last = (_stamp(file, recipient), state)


_LAST = _LastState()
"""Of a large report it takes long to read, and is asked for twice; a service reads what it wrote itself."""


def _stamp(file: Path, recipient: str | None) -> tuple[object, ...]:
    """Which file it is, wherever it is moved; for another recipient it is another's state."""
    found = file.stat()
    return recipient, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def read_state(out: Path, recipient: str | None) -> State | None:
    """The state in a folder; None where there is none, it cannot be read, or it is another recipient's."""
    try:
        return _LAST.recall(out / STATE, recipient)
    except OSError:
        return None


def _load_state(file: Path, recipient: str | None) -> State | None:
    try:
        noted: dict[str, Any] = orjson.loads(file.read_bytes())
        if noted["recipient"] != recipient:
            return None
        before = noted["before"]
        known = None if before is None else {key: _to_facts(each) for key, each in before.items()}
        now = {str(key): Facts(*map(tuple, each)) for key, each in noted["now"].items()}
        days = (_to_day(noted[name]) for name in ("until", "before_until"))
        told = {str(key): bool(each) for key, each in noted["told"].items()}
        until, before_until = days
        return State(now, until, known, before_until, told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _to_day(noted: str | None) -> date | None:
    return None if noted is None else date.fromisoformat(noted)


def _to_facts(noted: list[list[str]] | None) -> Facts | None:
    return None if noted is None else Facts(*map(tuple, noted))


def write_state(folder: Path, state: State, recipient: str | None) -> None:
    """Note the state of a report."""
    noted = {"recipient": recipient, **state._asdict(), "told": dict(state.told)}
    options = orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    (folder / STATE).write_bytes(orjson.dumps(noted, default=tuple, option=options))
    _LAST.keep(folder / STATE, recipient, state)
