"""Everything that a person row's name says, in the forms that resolution compares."""

from __future__ import annotations

import polars as pl

from schemas.normalise.distinct import map_distinct
from schemas.normalise.full_names import split_full_name
from schemas.normalise.given_names import canonical_tokens, given_alternatives
from schemas.normalise.name_folding import alias_column, fold_name, fold_name_column
from schemas.normalise.phonetics import phonetic_key_column
from schemas.sorted_lists import sort_lists

PARTS_SEPARATOR = "|"
SURNAMES_IN_ONE_FIELD = 2
SAINTS = ("san", "santa", "santo", "saint", "sainte", "st")
"""`San Martín` is one surname."""

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
    given = _given_features(parts["given_names"])
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
    joined = map_distinct(persons["full_name"].cast(pl.String), _split_and_join).rename("parts").to_frame()
    fields = pl.col("parts").str.split_exact(PARTS_SEPARATOR, 2).struct.rename_fields(list(columns))
    split = joined.select(fields.struct.unnest()).select(pl.all().replace("", None))
    return parts.with_columns(
        given_names=pl.coalesce(parts["given_names"], split["given_names"]),
        surname_1=pl.coalesce(parts["surname_1"], split["surname_1"]),
        surname_2=pl.when(parts["surname_1"].is_null())
        .then(pl.coalesce(parts["surname_2"], split["surname_2"]))
        .otherwise(parts["surname_2"]),
    )


def _split_and_join(full_name: str) -> str:
    return PARTS_SEPARATOR.join(part or "" for part in split_full_name(full_name))


def _given_features(folded: pl.Series) -> pl.DataFrame:
    table = pl.DataFrame({"full": map_distinct(folded, _read_out)})
    tokens = pl.col("full").str.split(" ")
    alternatives = map_distinct(table["full"], _alternatives_if_any)
    given_1 = table.select(tokens.list.first())[:, 0]
    return table.select(
        given_1=given_1,
        given_2=tokens.list.get(1, null_on_oob=True),
        given_set=sort_lists(tokens.list.unique()),
        given_alternatives=pl.coalesce(alternatives.str.split(" "), sort_lists(tokens.list.unique())),
        given_phonetic=phonetic_key_column(given_1),
    )


def _read_out(folded: str) -> str:
    return " ".join(canonical_tokens(folded))


def _alternatives_if_any(full: str) -> str | None:
    """Every name the tokens may stand for, joined; None where they stand for themselves only."""
    tokens = set(full.split())
    names = {part for token in tokens for name in given_alternatives(token) for part in name.split()}
    return None if names == tokens else " ".join(sorted(names))


def _split_joint_surname(parts: pl.DataFrame) -> pl.DataFrame:
    """Two words in the first surname field and none in the second are both surnames."""
    words = pl.col("surname_1").str.split(" ")
    is_saint = words.list.first().is_in(SAINTS)
    joint = pl.col("surname_2").is_null() & (words.list.len() == SURNAMES_IN_ONE_FIELD) & ~is_saint
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
        full_tokens=sort_lists(words.list.unique()),
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
