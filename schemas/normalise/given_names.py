"""Given names: short and pet forms, abbreviations, and which words are given names at all.

`hypocoristics.csv` maps a folded short form to the full names it may stand for (`|` between them); several
full names mean that the short form alone does not tell. `given_names.csv` lists given names common along the
corridors. Both are our own compilations of common knowledge.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

ABBREVIATIONS = {
    "ma": "maria",
    "jse": "jose",
    "mtra": "",
    "lic": "",
    "sr": "",
    "sra": "",
    "don": "",
    "dona": "",
    "jr": "",
}
"""Written before another given name; a title stands for nothing."""

DEVOTIONAL_NAMES = """
    asuncion carmen concepcion cruz dolores guadalupe isabel jesus luz maria natividad refugio santos
    socorro trinidad
"""
JOSE_BEFORE = frozenset(DEVOTIONAL_NAMES.split())
"""`J. Jesús`, `J. Refugio`: before a devotional name the initial is José's; before others it may as well be
Juan's."""


def canonical_given(token: str) -> str:
    """The full name of a folded short form where only one is possible, else the token as it is.

    Args:
        token: One folded word, such as `pepe`.

    Returns:
        `jose` for `pepe`; `beto` for `beto`, which may be Alberto, Roberto or Humberto. May hold two words:
        `maria jose` for `majo`.
    """
    formal = short_forms().get(token, (token,))
    return formal[0] if len(formal) == 1 else token


def given_alternatives(token: str) -> tuple[str, ...]:
    """Every name that a folded given name may stand for, itself included, sorted."""
    return tuple(sorted({token, *short_forms().get(token, ())}))


def canonical_tokens(folded: str) -> list[str]:
    """The folded given names as full names, in their order, abbreviations and pairs (`jean mi`) read out."""
    words = _read_abbreviations(_read_pairs(folded.split()))
    return [part for word in words for part in canonical_given(word).split()]


def is_given_name(token: str) -> bool:
    """Whether a folded word is known as a given name, its short or pet forms included."""
    return token in known_given_names()


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Short form → the full names it may stand for, as the table has them."""
    text = files("schemas.normalise").joinpath("hypocoristics.csv").read_text(encoding="utf-8")
    return {row["short"]: tuple(row["formal"].split("|")) for row in csv.DictReader(text.splitlines())}


@cache
def known_given_names() -> frozenset[str]:
    """Every word that the two tables know as a given name."""
    _header, *listed = (
        files("schemas.normalise").joinpath("given_names.csv").read_text(encoding="utf-8").split()
    )
    formal = (part for names in short_forms().values() for name in names for part in name.split())
    return frozenset({*listed, *formal, *(word for word in short_forms() if " " not in word)})


def _read_abbreviations(words: list[str]) -> list[str]:
    read: list[str] = []
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        if word == "j" and following in JOSE_BEFORE:
            read.append("jose")
        else:
            read.append(ABBREVIATIONS.get(word, word))
    return [word for word in read if word] or words


def _read_pairs(words: list[str]) -> list[str]:
    read: list[str] = []
    for word in words:
        if read and (pair := f"{read[-1]} {word}") in short_forms():
            read[-1:] = canonical_given(pair).split()
        else:
            read.append(word)
    return read
