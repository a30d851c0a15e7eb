"""Everything that a person row's name says, in the forms that resolution compares."""

from __future__ import annotations

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.full_names import split_full_name
from schemas.normalise.given_names import canonical_tokens, given_alternatives
from schemas.normalise.name_folding import alias_column, fold_name, fold_name_column
from schemas.normalise.phonetics import phonetic_key, phonetic_key_column

PARTS_TYPE = pl.Struct({"given_names": pl.String, "surname_1": pl.String, "surname_2": pl.String})
GIVEN_TYPE = pl.Struct(
    {
        "given_1": pl.String,
        "given_2": pl.String,
        "given_set": pl.List(pl.String),
        "given_alternatives": pl.List(pl.String),
        "given_phonetic": pl.String,
    }
)
SURNAMES_IN_ONE_FIELD = 2
FEATURES = (
    *("given_1", "given_2", "given_set", "given_alternatives", "surname_a", "surname_b", "surname_key"),
    *("surname_phonetic_key", "given_phonetic", "full_tokens", "alias_keys", "name_known"),
)


def name_features(persons: pl.DataFrame) -> pl.DataFrame:
    """What resolution compares of each person's name, a row for a row, in the same order.

    Args:
        persons: `given_names`, `surname_1`, `surname_2`, `full_name` (String), `aliases` (List of String).
            `full_name` is split where given names or surnames are missing.

    Returns:
        `given_1`, `given_2` (full names for short forms), `given_set` (sorted, distinct),
        `given_alternatives` (sorted: every full name a short form may stand for), `surname_a`, `surname_b`
        (folded, in the order given), `surname_key` (the pair sorted, joined by a space),
        `surname_phonetic_key` (likewise, by sound), `given_phonetic` (sound of `given_1`), `full_tokens`
        (sorted distinct words of the whole name), `alias_keys` (sorted, distinct), `name_known` (a given name
        or a surname is known). Lists are empty, never null.
    """
    parts = _folded_parts(persons)
    given = map_distinct(parts["given_names"], _given_features, GIVEN_TYPE).struct.unnest()
    surnames = _split_joint_surname(parts)
    table = pl.concat([given, surnames, _alias_keys(persons["aliases"]).to_frame()], how="horizontal")
    return _with_keys(table).select(FEATURES)


def surname_key(surname_1: str | None, surname_2: str | None) -> str | None:
    """Both surnames folded, sorted and joined, so that swapped ones meet; None when neither is known."""
    known = sorted(name for name in (fold_name(surname_1), fold_name(surname_2)) if name)
    return " ".join(known) or None


def surname_key_column(surname_1: pl.Series, surname_2: pl.Series) -> pl.Series:
    """`surname_key` over two Series, named as the first."""
    folded = pl.DataFrame({"a": fold_name_column(surname_1), "b": fold_name_column(surname_2)})
    return folded.select(_sorted_pair("a", "b"))[:, 0].rename(surname_1.name)


def _folded_parts(persons: pl.DataFrame) -> pl.DataFrame:
    columns = ("given_names", "surname_1", "surname_2")
    parts = pl.DataFrame({name: fold_name_column(persons[name].cast(pl.String)) for name in columns})
    split = map_distinct(
        persons["full_name"].cast(pl.String), split_full_name_fields, PARTS_TYPE
    ).struct.unnest()
    return parts.with_columns(
        given_names=pl.coalesce(parts["given_names"], split["given_names"]),
        surname_1=pl.coalesce(parts["surname_1"], split["surname_1"]),
        surname_2=pl.when(parts["surname_1"].is_null())
        .then(pl.coalesce(parts["surname_2"], split["surname_2"]))
        .otherwise(parts["surname_2"]),
    )


def split_full_name_fields(full_name: str) -> dict[str, str | None]:
    """`split_full_name` as a row."""
    return split_full_name(full_name)._asdict()


def _given_features(folded: str) -> dict[str, str | list[str] | None]:
    tokens = canonical_tokens(folded)
    distinct = sorted(set(tokens))
    alternatives = {part for token in distinct for name in given_alternatives(token) for part in name.split()}
    return {
        "given_1": tokens[0],
        "given_2": tokens[1] if len(tokens) > 1 else None,
        "given_set": distinct,
        "given_alternatives": sorted(alternatives),
        "given_phonetic": phonetic_key(tokens[0]),
    }


def _split_joint_surname(parts: pl.DataFrame) -> pl.DataFrame:
    """Two words in the first surname field and none in the second are both surnames."""
    words = pl.col("surname_1").str.split(" ")
    joint = pl.col("surname_2").is_null() & (words.list.len() == SURNAMES_IN_ONE_FIELD)
    return parts.select(
        surname_a=pl.when(joint).then(words.list.first()).otherwise("surname_1"),
        surname_b=pl.when(joint).then(words.list.last()).otherwise("surname_2"),
    )


def _with_keys(table: pl.DataFrame) -> pl.DataFrame:
    sounds = pl.DataFrame({name: phonetic_key_column(table[name]) for name in ("surname_a", "surname_b")})
    empty = pl.lit([], dtype=pl.List(pl.String))
    words = pl.concat_list(
        pl.col("given_set").fill_null(empty),
        *(pl.col(name).str.split(" ").fill_null(empty) for name in ("surname_a", "surname_b")),
    )
    return table.with_columns(
        pl.col("given_set", "given_alternatives").fill_null(empty),
        surname_key=_sorted_pair("surname_a", "surname_b"),
        surname_phonetic_key=sounds.select(_sorted_pair("surname_a", "surname_b"))[:, 0],
        full_tokens=words.list.unique().list.sort(),
        name_known=pl.any_horizontal(pl.col("given_1", "surname_a", "surname_b").is_not_null()),
    )


def _sorted_pair(left: str, right: str) -> pl.Expr:
    low, high = pl.min_horizontal(left, right), pl.max_horizontal(left, right)
    both = pl.col(left).is_not_null() & pl.col(right).is_not_null()
    return pl.when(both).then(pl.concat_str(low, high, separator=" ")).otherwise(low)


def _alias_keys(aliases: pl.Series) -> pl.Series:
    rows = pl.DataFrame({"row": pl.int_range(len(aliases), eager=True), "alias": aliases}).explode("alias")
    keys = rows.with_columns(alias_column(rows["alias"].cast(pl.String))).drop_nulls("alias")
    lists = keys.group_by("row").agg(pl.col("alias").unique().sort())
    every = pl.DataFrame({"row": pl.int_range(len(aliases), eager=True)}).join(
        lists, on="row", how="left", maintain_order="left"
    )
    return every["alias"].fill_null(pl.lit([], dtype=pl.List(pl.String))).rename("alias_keys")
