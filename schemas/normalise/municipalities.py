"""Names of municipalities and towns: `Cd. Juárez`, `Ciudad Juárez` and `Juarez` are one."""

from __future__ import annotations

import re

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.folding import fold_text

WORDS = {
    "sta": "santa",
    "sto": "santo",
    "gral": "general",
    "nvo": "nuevo",
    "nva": "nueva",
    "sn": "san",
    "st": "saint",
    "ste": "sainte",
    "pto": "puerto",
    "fco": "francisco",
    "hgo": "hidalgo",
    "mpio": "municipio",
}
DROPPED = frozenset(
    {
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "y",
        "cd",
        "ciudad",
        "city",
        "ville",
        "municipio",
        "heroica",
        "h",
        "alcaldia",
    }
)
"""Dropped wherever a real word is left."""

SAME = {
    "cdmx": "mexico",
    "df": "mexico",
    "d f": "mexico",
    "distrito federal": "mexico",
    "mexico df": "mexico",
}
NOT_STATED = frozenset(
    {"na", "n a", "nd", "sn", "s n", "desconocido", "no especificado", "unknown", "inconnu", "otro"}
)


def fold_municipality(value: str | None) -> str | None:
    """The town's own words, folded.

    What follows a comma (the state) is left out. None when it says nothing.
    """
    if value is None:
        return None
    whole = fold_text(re.sub(r"\([^)]*\)", " ", value).split(",")[0])
    if not whole or whole in NOT_STATED:
        return None
    words = [WORDS.get(word, word) for word in whole.split()]
    kept = " ".join([word for word in words if word not in DROPPED] or words)
    return None if kept in NOT_STATED else SAME.get(kept, kept)


def municipality_column(values: pl.Series) -> pl.Series:
    """`fold_municipality` over a String Series."""
    return map_distinct(values, fold_municipality)
