"""How a folded word sounds in Mexican and Central American Spanish: Velázquez meets Belasques.

Our own code, made of the spellings that sound alike there: b/v/w, s/z and c before e and i, mute h, ll/y, x/j
and g before e and i, qu/k/c, m before b and p, doubled letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from schemas.normalise.distinct import map_distinct

SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"sh", "ch"),
        (r"(?<!c)h", ""),
        (r"ck", "k"),
        (r"qu?(?=[ei])", "k"),
        (r"q", "k"),
        (r"c(?=[ei])", "s"),
        (r"c(?!h)", "k"),
        (r"z", "s"),
        (r"ll", "y"),
        (r"y(?![aeiou])", "i"),
        (r"[vw]", "b"),
        (r"g(?=[ei])|x", "j"),
        (r"n(?=[bp])", "m"),
        (r"(.)\1+", r"\1"),
    )
)
"""In this order: mute h goes first so that what it parted is seen together, doubled letters last."""

ROUNDS = 4
"""A round may bring two letters together that the next one reads; four are enough for any name seen."""


def phonetic_key(folded: str | None) -> str | None:
    """The sound of folded words (`fold_name`), word by word; the key of a key is itself."""
    if folded is None:
        return None
    return " ".join([_hear_word(word) for word in folded.split()]) or folded


def phonetic_key_column(values: pl.Series) -> pl.Series:
    """`phonetic_key` over a Series of folded words."""
    return map_distinct(values, phonetic_key)


@lru_cache(maxsize=200_000)
def _hear_word(word: str) -> str:
    heard = word
    for _ in range(ROUNDS):
        before = heard
        for pattern, sound in SOUNDS:
            heard = pattern.sub(sound, heard)
        if heard == before:
            break
    return heard or word
