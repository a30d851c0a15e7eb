"""Fold a person's name or alias: the words that tell people apart, without accents, particles and fillers."""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.folding import fold_text

PARTICLE_WORDS = "de del la las los el y e da das do dos di du des der den van von le les mac mc"
PARTICLES = frozenset(PARTICLE_WORDS.split())
"""Dropped wherever a real word is left: partners write `De la Cruz`, others `Cruz`."""

UNKNOWN_PHRASES = """
    0, anonima, anonimo, anonyme, anonymous, desconocida, desconocido, fnu, fnu lnu, ignorada, ignorado,
    inconnu, inconnue, jane doe, john doe, lnu, n, n a, n d, n i, n n, na, nan, nd, ni, ninguno, nn, no
    aplica, no disponible, no identificada, no identificado, no name, no proporcionado, no proporciono,
    nombre desconocido, non disponible, non identifie, non identifiee, none, not available, not known,
    null, nulo, pendiente, por identificar, s n, sans nom, se desconoce, se ignora, sin alias, sin
    apellido, sin apellidos, sin dato, sin datos, sin identificar, sin nombre, sn, tbd, unidentified,
    unk, unknown, unknown unknown, x, xx, xxx, xxxx
"""
UNKNOWN_NAMES = frozenset(" ".join(phrase.split()) for phrase in UNKNOWN_PHRASES.split(","))
"""What clerks type where no name is known, folded (FNU/LNU: first/last name unknown in US files)."""

DIGITS = re.compile(r"[0-9]+")
MARIA_MARK = re.compile(r"\b[Mm]\.?[ªº]\.?")
ALIAS_MARK = re.compile(r"^\s*(?:\(\s*a\s*\)|a\s*/)\s*", re.IGNORECASE)
ALIAS_LEAD_WORDS = """
    alias aka apodado apodada apodo dit dite conocido conocida como surnom surnomme surnommee nickname
    el la los las lo le les l the
"""
ALIAS_LEADS = frozenset(ALIAS_LEAD_WORDS.split())


def fold_name(value: str | None) -> str | None:
    """The name's words in their order, folded, particles dropped.

    None when the text says that no name is known.

    `Mª` is read as `maria`. A name that consists of particles keeps them.
    """
    if value is None:
        return None
    marked = value if value.isascii() else MARIA_MARK.sub("maria ", value)
    words = DIGITS.sub(" ", fold_text(marked)).split()
    if not words or " ".join(words) in UNKNOWN_NAMES:
        return None
    kept = " ".join([word for word in words if word not in PARTICLES] or words)
    return None if kept in UNKNOWN_NAMES else kept


def fold_name_column(values: pl.Series) -> pl.Series:
    """`fold_name` over a String Series."""
    return map_distinct(values, fold_name)


def normalise_alias(value: str | None) -> str | None:
    """The alias without articles and without what announces it: `alias El Chino`, `(a) Chino` → `chino`.

    Digits stay (`El 40`); None when nothing is left or the text says that there is none.
    """
    if value is None:
        return None
    words = fold_text(ALIAS_MARK.sub("", value)).split()
    if " ".join(words) in UNKNOWN_NAMES:
        return None
    while words and words[0] in ALIAS_LEADS:
        words = words[1:]
    kept = " ".join(words)
    return None if not kept or kept in UNKNOWN_NAMES else kept


def alias_column(values: pl.Series) -> pl.Series:
    """`normalise_alias` over a String Series."""
    return map_distinct(values, normalise_alias)
