"""The parts of a name that are compared, as columns beside each mention."""

from __future__ import annotations

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.names import name_features
from schemas.normalise.phonetics import phonetic_key

NAME_INPUTS = {
    "given_names": pl.String(),
    "surname_1": pl.String(),
    "surname_2": pl.String(),
    "full_name": pl.String(),
    "aliases": pl.List(pl.String),
}


def name_columns(persons: pl.DataFrame) -> pl.DataFrame:
    """Compared parts of each person's name, a row for a row.

    Args:
        persons: The name columns of the contract; missing ones count as null.

    Returns:
        `given_first`, `given_set`, `given_key` (sorted words), `given_sound`; `surname_1`, `surname_2`,
        `surname_set`, `surname_key` (sorted, twice where both are the same), `surname_sound`;
        `alias_keys`. Lists are null where nothing is known, a lone second surname counts as the first.
    """
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in NAME_INPUTS.items()
        if name not in persons.columns
    ]
    folded = name_features(persons.with_columns(missing)).select(
        given_first="given_1",
        given_set=_known(pl.col("given_set")),
        surname_1=pl.coalesce("surname_a", "surname_b"),
        surname_2=pl.when(pl.col("surname_a").is_not_null()).then("surname_b"),
        alias_keys=_known(pl.col("alias_keys")),
    )
    low, high = (each("surname_1", "surname_2") for each in (pl.min_horizontal, pl.max_horizontal))
    has_both = pl.col("surname_1").is_not_null() & pl.col("surname_2").is_not_null()
    keyed = folded.with_columns(
        given_key=pl.col("given_set").list.join(" "),
        surname_set=_known(pl.concat_list(low, pl.when(low != high).then(high)).list.drop_nulls()),
        surname_key=pl.when(has_both).then(pl.concat_str(low, high, separator=" ")).otherwise(low),
    )
    return keyed.with_columns(
        given_sound=_sounds(keyed["given_set"]), surname_sound=_sounds(keyed["surname_set"])
    )


def _known(lists: pl.Expr) -> pl.Expr:
    """Null in place of an empty list."""
    return pl.when(lists.list.len() > 0).then(lists)


def _sounds(lists: pl.Series) -> pl.Series:
    """How each word of each list sounds, sorted."""
    words = pl.DataFrame({"row": pl.int_range(len(lists), eager=True), "word": lists}).explode("word")
    heard = words.with_columns(map_distinct(words["word"], phonetic_key)).drop_nulls("word")
    per_row = heard.group_by("row").agg(pl.col("word").unique().sort())
    rows = pl.DataFrame({"row": pl.int_range(len(lists), eager=True)})
    return rows.join(per_row, on="row", how="left", maintain_order="left")["word"]
