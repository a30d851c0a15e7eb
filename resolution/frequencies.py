"""How common a value is, in powers of two, so that a few new records leave every score as it was."""

from __future__ import annotations

import polars as pl

ASSUMED_COUNT = 1500.0
"""Mentions that the assumed frequency weighs as much as: in a first small delivery a name is not common
because it occurs twice."""

ASSUMED_NAME_FREQUENCY = 1 / 250
"""Middle of Spanish-speaking countries' name statistics (INE, INEGI: the commonest surname 1 in 30, the
500th 1 in 3000)."""

COMMON_NAME_FREQUENCIES = {
    **dict.fromkeys(("jose", "maria", "juan"), 1 / 16),
    **dict.fromkeys(
        ("luis", "carlos", "francisco", "antonio", "miguel", "jesus", "guadalupe", "ana"), 1 / 32
    ),
    **dict.fromkeys(("hernandez", "garcia", "martinez", "lopez", "gonzalez"), 1 / 32),
    **dict.fromkeys(("rodriguez", "perez", "sanchez", "ramirez", "cruz", "flores", "gomez"), 1 / 64),
}
"""The commonest names, in powers of two, assumed as such before a delivery has shown it (same sources)."""

ASSUMED_NATIONALITY_FREQUENCY = 1 / 6
"""The corridors' actors come from about six countries."""

NATIONAL_COUNT = 200.0
"""Mentions that a word's overall frequency weighs as much as when its frequency within a nationality is
estimated."""

RAREST = 2.0**-12
"""No word counts as rarer: beyond this it is more likely a spelling than a name."""

ANY = "-"
"""Stands for an unknown nationality in a rarity key."""

_NAMED = {"nationality": pl.String, "key": pl.String}


def rarity_key(nationality: str, key: str) -> pl.Expr:
    """Value under which the frequency of a name is looked up: the nationality and the name's words."""
    return pl.format("{}|{}", pl.col(nationality).fill_null(ANY), key)


def count_words(nationality: pl.Series, keys: pl.Series) -> pl.DataFrame:
    """How often each word of a name stands in mentions of each nationality.

    Args:
        nationality: ISO code or null, one row a mention.
        keys: The name's words joined by blanks, or null.

    Returns:
        `nationality`, `word`, `uses`, sorted.
    """
    words = _words(pl.DataFrame({"nationality": nationality, "key": keys}, schema=_NAMED).drop_nulls("key"))
    counted = words.group_by("nationality", "word").agg(uses=pl.len().cast(pl.Int64))
    return counted.sort("nationality", "word")


def name_frequencies(nationality: pl.Series, keys: pl.Series, counts: pl.DataFrame) -> pl.DataFrame:
    """How common names are among mentions of their nationality, in whole powers of two.

    A name is the product of its words: sharing *Zaldívar Ochoa* is judged by how many Zaldívars and how
    many Ochoas there are, also where the two meet once. Words are counted within a nationality, because
    names follow it: that two Haitians are both called Joseph says little, however rare the name is among
    all mentions, and the nationality has its own comparison. Where the nationality is unknown the frequency
    among all mentions counts.

    Args:
        nationality: ISO code or null, one row a mention.
        keys: The name's words joined by blanks, or null.
        counts: As `count_words` gives them, of all mentions.

    Returns:
        `key` (as `rarity_key` makes it), `frequency`, sorted by key.
    """
    mentions = pl.DataFrame({"nationality": nationality, "key": keys}, schema=_NAMED).drop_nulls("key")
    distinct = pl.concat(
        [mentions, mentions.with_columns(nationality=pl.lit(None, dtype=pl.String))]
    ).unique()
    wanted = _words(distinct)
    wanted = wanted.with_columns(bits=word_bits(counts, wanted))
    named = wanted.group_by(rarity=rarity_key("nationality", "key")).agg(pl.col("bits").sum())
    return named.select(key="rarity", frequency=2.0 ** -pl.col("bits")).sort("key")


def _words(mentions: pl.DataFrame) -> pl.DataFrame:
    return mentions.with_columns(word=pl.col("key").str.split(" ")).explode("word")


def word_bits(counts: pl.DataFrame, wanted: pl.DataFrame) -> pl.Series:
    """How rare each wanted word is within its nationality, in whole bits.

    Args:
        counts: As `count_words` gives them, of all mentions.
        wanted: `nationality` (null: among all mentions), `word`.
    """
    assumed = pl.col("word").replace_strict(COMMON_NAME_FREQUENCIES, default=ASSUMED_NAME_FREQUENCY)
    overall = counts.group_by("word").agg(pl.col("uses").sum())
    overall = overall.select("word", overall=pl.col("uses") + ASSUMED_COUNT * assumed)
    overall = overall.with_columns(pl.col("overall") / (int(counts["uses"].sum()) + ASSUMED_COUNT))
    sizes = counts.group_by("nationality").agg(size=pl.col("uses").sum())
    joined = (
        wanted.select("nationality", "word")
        .join(overall, on="word", how="left", maintain_order="left")
        .join(counts, on=["nationality", "word"], how="left", maintain_order="left")
        .join(sizes, on="nationality", how="left", maintain_order="left")
    )
    uses, size = pl.col("uses").fill_null(0), pl.col("size").fill_null(0)
    share = (uses + NATIONAL_COUNT * pl.col("overall")) / (size + NATIONAL_COUNT)
    return joined.select(_bits(share))[:, 0]


def count_values(values: pl.Series) -> pl.DataFrame:
    """How often each value stands: `key`, `uses`, sorted."""
    counted = values.drop_nulls().rename("key").to_frame().group_by("key")
    return counted.agg(uses=pl.len().cast(pl.Int64)).sort("key")


def value_frequencies(counts: pl.DataFrame, *, assumed: float) -> pl.DataFrame:
    """Relative frequency of each value, shrunk towards an assumed one and rounded to a power of two.

    Args:
        counts: As `count_values` gives them.
        assumed: Frequency that a value is taken for before it was counted.

    Returns:
        `key`, `frequency`, sorted by key.
    """
    share = (pl.col("uses") + ASSUMED_COUNT * assumed) / (int(counts["uses"].sum()) + ASSUMED_COUNT)
    return counts.select("key", frequency=2.0 ** -_bits(share)).sort("key")


def _bits(share: pl.Expr) -> pl.Expr:
    return (-share.clip(RAREST, 1.0).log(2)).round().cast(pl.Int64)
