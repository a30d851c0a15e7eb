"""Decisions that cannot hold at once are refused, with both named."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from schemas.errors import TramaError

_Row = Mapping[str, Any]
_Graph = Mapping[str, list[tuple[str, str]]]


def refuse_contradictions(active: pl.DataFrame) -> None:
    """Look for decisions that contradict each other, chains of `same` included.

    Args:
        active: Decisions that hold, as `staging.decisions.load_decisions` gives them.

    Raises:
        TramaError: Naming the decisions.
    """
    rows = active.sort("decided_at", "decision_id").to_dicts()
    _refuse_chains(rows)
    _refuse_others(rows)


def _refuse_chains(rows: list[dict[str, Any]]) -> None:
    graph = _sameness(row for row in rows if row["judgement"] == "same")
    for row in rows:
        if row["judgement"] != "not_same":
            continue
        for left in row["left_keys"]:
            if chain := _find_chain(graph, left, frozenset(row["right_keys"])):
                others = ", ".join(sorted(set(chain)))
                ends = f"{row['left_keys'][0]} and {row['right_keys'][0]}"
                raise TramaError(
                    f"{row['decision_id']} (not_same: {ends}) contradicts {others} (same); nothing was "
                    "stored. Revoke one of them first."
                )


def _sameness(rows: Iterable[_Row]) -> _Graph:
    """Mentions that a decision makes one person, each with the decision's id."""
    graph: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        keys = [*row["left_keys"], *row["right_keys"]]
        for one, other in pairwise(keys):
            graph[one].append((other, row["decision_id"]))
            graph[other].append((one, row["decision_id"]))
    return graph


def _find_chain(graph: _Graph, start: str, targets: frozenset[str]) -> list[str]:
    """Ids of the decisions along the shortest path from a mention to one of the targets; empty for none."""
    if start in targets:
        return []
    came_from: dict[str, tuple[str, str]] = {start: ("", "")}
    queue = deque([start])
    while queue:
        place = queue.popleft()
        if place in targets:
            return list(_walk_back(came_from, place))
        for other, decision in graph.get(place, []):
            if other not in came_from:
                came_from[other] = (place, decision)
                queue.append(other)
    return []


def _walk_back(came_from: Mapping[str, tuple[str, str]], place: str) -> Iterator[str]:
    while came_from[place][0]:
        place, decision = came_from[place]
        yield decision


def _refuse_others(rows: list[dict[str, Any]]) -> None:
    """Links judged both ways, and persons settled to two statuses."""
    said: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        if row["judgement"] not in {"link_confirmed", "link_rejected", "settled"}:
            continue
        verdict = row["status"] or row["judgement"]
        for place in _places(row):
            other = said.setdefault(place, row)
            if (other["status"] or other["judgement"]) != verdict:
                raise TramaError(
                    f"{row['decision_id']} ({verdict}) contradicts {other['decision_id']} "
                    f"({other['status'] or other['judgement']}) about {place[-1]}; nothing was stored. "
                    "Revoke one of them first."
                )


def _places(row: _Row) -> Iterator[tuple[str, ...]]:
    if row["judgement"] == "settled":
        yield from (("settled", key) for key in row["left_keys"])
        return
    for left in row["left_keys"]:
        yield from ((row["kind"], left, right) for right in row["right_keys"])
