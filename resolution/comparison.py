"""What a comparison of two mentions is made of."""

from __future__ import annotations

from typing import NamedTuple

MISSING = "missing"
"""Name of the level where one side does not say it."""


class Level(NamedTuple):
    """One grade of agreement.

    Attributes:
        name: Stable code, key of its wording in `explain_words`.
        condition: SQL, or `else`.
        m: Probability of the level among mentions of one person.
        u: Probability of the level among mentions of different persons; ignored where `rarity` has a value.
        rarity: Column whose value's frequency stands in for `u`.
        why: Where the figures come from.
    """

    name: str
    condition: str
    m: float
    u: float
    rarity: str | None
    why: str


class Comparison(NamedTuple):
    """One thing that is compared, with its levels from best to worst."""

    name: str
    null_condition: str
    levels: tuple[Level, ...]


def either_null(column: str) -> str:
    """Condition: one side does not say it."""
    return f"{column}_l is null or {column}_r is null"


def either_empty(column: str) -> str:
    """Condition: one side's list is empty."""
    return f"coalesce(len({column}_l), 0) = 0 or coalesce(len({column}_r), 0) = 0"


def shared_only(name: str, levels: tuple[tuple[str, str, float], ...]) -> Comparison:
    """A comparison in which sharing says something and not sharing says nothing.

    Args:
        name: Its name.
        levels: List column, why, and bits of sharing one of its values.
    """
    empty = " and ".join(f"({either_empty(column)})" for column, _, _ in levels)
    graded = [
        Level(f"shared_{column}", f"list_has_any({column}_l, {column}_r)", 0.5, 0.5 / 2**bits, None, why)
        for column, why, bits in levels
    ]
    return Comparison(name, empty, (*graded, Level("none_shared", "else", 0.5, 0.5, None, "Says nothing")))
