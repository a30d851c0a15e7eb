"""How common a value is, in steps of a power of two, so that a few new records leave every score as it was."""

from __future__ import annotations

import polars as pl

ASSUMED_COUNT = 1500.0
"""Mentions that the assumed frequency weighs as much as: in a first small delivery a name is not common because it
occurs twice."""

ASSUMED_NAME_FREQUENCY = 1 / 250
"""Middle of Spanish-speaking countries' name statistics (INE, INEGI: the commonest surname 1 in 30, the 500th 1 in 3000)."""

ASSUMED_NATIONALITY_FREQUENCY = 1 / 6
"""The corridors' actors come from about six countries."""

RAREST = 2.0**-13
"""No word counts as rarer: beyond this it is more likely a spelling than a name."""


def word_frequencies(words: pl.Series, *, assumed: float) -> pl.DataFrame:
    """Relative frequency of each word, shrunk towards an assumed one and rounded to a power of two.

    Args:
        words: One row a use of the word.
        assumed: Frequency before anything was counted.

    Returns:
        `word`, `bits` (whole number: -log2 of the frequency), sorted by word.
    """
    counts = words.drop_nulls().rename("word").to_frame().group_by("word").len()
    total = max(counts["len"].sum(), 1) + ASSUMED_COUNT
    share = (pl.col("len") + ASSUMED_COUNT * assumed) / total
    bits = (-share.clip(RAREST, 1.0).log(2)).round().cast(pl.Int64)
    return counts.select("word", bits.alias("bits")).sort("word")


def key_frequencies(keys: pl.Series, *, assumed: float) -> pl.DataFrame:
    """Frequency of names of several words: the product of their words' frequencies.

    The product is known where the very combination occurs once; sharing *Zaldívar Ochoa* is judged by how many
    Zaldívars and how many Ochoas there are.

    Args:
        keys: Words joined by blanks, or null.
        assumed: Frequency of a word before anything was counted.

    Returns:
        `key`, `frequency`, sorted by key.
    """
    words = keys.drop_nulls().str.split(" ").explode()
    table = word_frequencies(words, assumed=assumed)
    distinct = pl.DataFrame({"key": keys.drop_nulls().unique().sort()})
    exploded = distinct.with_columns(word=pl.col("key").str.split(" ")).explode("word")
    bits = exploded.join(table, on="word", how="left").group_by("key").agg(pl.col("bits").sum())
    return bits.select("key", frequency=2.0 ** -pl.col("bits")).sort("key")
