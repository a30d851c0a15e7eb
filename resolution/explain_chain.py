"""The pairs that lead from one mention of a person to another."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from resolution.resolve import Resolution


class Hop(NamedTuple):
    """One pair on the way between two mentions of a person."""

    left_id: str
    right_id: str
    weight_bits: float | None
    reason: str


def chain_between(resolution: Resolution, left_id: str, right_id: str) -> tuple[Hop, ...]:
    """The shortest way from one mention to another along pairs judged the same, ties broken by mention id.

    Args:
        resolution: As `resolve` gives it.
        left_id: A mention of the person.
        right_id: Another one of the same person.

    Returns:
        The hops in order; empty when the two are not connected.
    """
    entity = resolution.mentions.filter(pl.col("mention_id") == left_id)["entity_id"].to_list()
    members = resolution.mentions.filter(pl.col("entity_id").is_in(entity))["mention_id"].to_list()
    same = resolution.pairs.filter(
        (pl.col("judgement") == "same") & pl.col("left_id").is_in(members) & pl.col("right_id").is_in(members)
    )
    hops: dict[str, list[tuple[str, Hop]]] = {}
    for row in (
        same.select("left_id", "right_id", "weight_bits", "reason").sort("left_id", "right_id").iter_rows()
    ):
        hop = Hop(*row)
        hops.setdefault(hop.left_id, []).append((hop.right_id, hop))
        hops.setdefault(hop.right_id, []).append((hop.left_id, hop))
    return _shortest(hops, left_id, right_id)


def _shortest(hops: dict[str, list[tuple[str, Hop]]], start: str, goal: str) -> tuple[Hop, ...]:
    ways: dict[str, tuple[Hop, ...]] = {start: ()}
    edge = [start]
    while edge and goal not in ways:
        reached: list[str] = []
        for place in edge:
            for other, hop in sorted(hops.get(place, [])):
                if other not in ways:
                    ways[other] = (*ways[place], hop)
                    reached.append(other)
        edge = reached
    return ways.get(goal, ())
