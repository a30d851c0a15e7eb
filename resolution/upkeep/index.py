"""Finding mentions by what a change may touch: the words of their names and their nationality.

The entries stand beside the keys of the candidate rules, under numbers of their own.
"""

from __future__ import annotations

import polars as pl

from resolution.name_counts import NAME_KEYS

INDEX_RULES = {"given_rarity": 200, "surname_rarity": 201, "nationality": 202}
"""Rarity column → its number among the rules of `blocks`; candidate rules have small ones."""


def index_blocks(features: pl.DataFrame) -> pl.DataFrame:
    """Entries for each word of each mention's names, and for its nationality: as `block_keys` gives keys."""
    parts = []
    for column, key in NAME_KEYS.items():
        words = features.select("idx", "nationality", word=pl.col(key).str.split(" "))
        exploded = words.explode("word").drop_nulls("word").unique()
        parts.append(_entries(exploded, column))
    known = features.select("idx", "nationality", word=pl.lit(None, dtype=pl.String))
    parts.append(_entries(known.drop_nulls("nationality"), "nationality"))
    return pl.concat(parts)


def index_keys(wanted: pl.DataFrame, column: str) -> pl.Series:
    """The keys under which mentions with these `nationality` and `word` are found."""
    return wanted.select(_key(column))["key"]


def _entries(words: pl.DataFrame, column: str) -> pl.DataFrame:
    rule = pl.lit(INDEX_RULES[column], dtype=pl.UInt8).alias("rule")
    return words.select("idx", rule, _key(column))


def _key(column: str) -> pl.Expr:
    what = pl.lit(column).alias("what")
    return pl.struct(what, pl.col("nationality"), pl.col("word")).hash().alias("key")
