"""Candidate pairs: which two mentions are worth comparing at all.

Comparing all 61,000 mentions with each other would be 1.9 billion comparisons. Two mentions become a
candidate pair when they share the key of at least one rule of `BLOCK_RULES`. Recall is limited here first,
so the rules overlap widely.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from schemas.sorted_lists import sort_lists

Places = npt.NDArray[np.uint32]
"""Positions (`idx`) of mentions."""

Marks = npt.NDArray[np.bool_]


class BlockRule(NamedTuple):
    """Mentions with the same key are paired, unless more than `most_mentions` share it.

    Attributes:
        name: Stable code, shown in explanations.
        parts: Columns that make the key; list columns are taken value by value.
        most_mentions: Larger groups are not paired: the key says too little and another rule is finer.
        fits: What a pair must fit besides, where the key alone is common: `birth` (birth years do not
            contradict), `lone_surname` (one of the two has only one surname, so that there is no other that
            contradicts).
    """

    name: str
    parts: tuple[str, ...]
    most_mentions: int
    fits: tuple[str, ...] = ()


BLOCK_RULES = (
    BlockRule("same_curp", ("curp",), 400),
    BlockRule("same_document", ("documents",), 400),
    BlockRule("same_private_phone", ("phones_private",), 200),
    BlockRule("same_shared_phone", ("phones_shared",), 50),
    BlockRule("same_online", ("online_private",), 200),
    BlockRule("same_account", ("accounts_private",), 50),
    BlockRule("same_plate", ("plates_private",), 50),
    BlockRule("same_full_name", ("given_key", "surname_key"), 800),
    BlockRule("same_surnames_first_name", ("surname_key", "given_set"), 500, ("birth",)),
    BlockRule("same_surname_first_name", ("surname_set", "given_set"), 400, ("birth", "lone_surname")),
    BlockRule("same_sound", ("surname_sound", "given_sound"), 400, ("birth", "lone_surname")),
    BlockRule(
        "same_surname_and_initials", ("surname_sound", "surname_initials", "given_sound"), 250, ("birth",)
    ),
    BlockRule("same_surname_sounds", ("surname_sound_key", "given_initial"), 250, ("birth",)),
    BlockRule("birth_date_and_surname", ("birth_text", "surname_sound"), 200),
    BlockRule("birth_date_and_first_name", ("birth_text", "given_sound"), 200),
    BlockRule("birth_year_and_name", ("birth_year", "surname_set", "given_initial"), 200, ("birth",)),
    BlockRule("birth_date_alone", ("birth_text",), 40),
    BlockRule("rare_alias", ("aliases_rare",), 60, ("birth",)),
    BlockRule("alias_and_birth_year", ("aliases_all", "birth_year"), 60, ("birth",)),
    BlockRule("alias_and_surname", ("aliases_all", "surname_set"), 100, ("birth",)),
    BlockRule("alias_and_first_name", ("aliases_all", "given_set"), 100, ("birth",)),
)


class _Facts(NamedTuple):
    """What `fits` reads of each mention, by its position.

    Attributes:
        birth_year: NaN where it is not known.
        lone_surname: Whether there is but one surname.
    """

    birth_year: npt.NDArray[np.float64]
    lone_surname: Marks

    @classmethod
    def of(cls, features: pl.DataFrame) -> Self:
        """The facts of all mentions of `features`."""
        lone = (features["surname_set"].list.len() == 1).fill_null(value=False)
        return cls(features["birth_year"].cast(pl.Float64).fill_null(np.nan).to_numpy(), lone.to_numpy())


def _birth_fits(facts: _Facts, left: Places, right: Places) -> Marks:
    return ~(np.abs(facts.birth_year[left] - facts.birth_year[right]) > 1)


def _has_lone_surname(facts: _Facts, left: Places, right: Places) -> Marks:
    return facts.lone_surname[left] | facts.lone_surname[right]


FITS: dict[str, Callable[[_Facts, Places, Places], Marks]] = {
    "birth": _birth_fits,
    "lone_surname": _has_lone_surname,
}
"""Conditions on pairs of mentions that share a rule's key."""


BLOCK_SCHEMA = {"idx": pl.UInt32, "rule": pl.UInt8, "key": pl.UInt64}
"""A mention under one key of one rule; rules are numbered as in `BLOCK_RULES`, keys are hashes."""


def candidate_pairs(features: pl.DataFrame) -> pl.DataFrame:
    """All pairs that some rule proposes, never two mentions of one record.

    Args:
        features: As `mention_features` gives them.

    Returns:
        `left`, `right` (UInt32, `left < right`), sorted.
    """
    return pairs_of_blocks(block_keys(features), features)


def block_keys(features: pl.DataFrame) -> pl.DataFrame:
    """Under which keys each mention stands: the columns of `BLOCK_SCHEMA`, each row once."""
    source = _with_block_columns(features)
    return pl.concat([_keys_of_rule(source, number) for number in range(len(BLOCK_RULES))])


def pairs_of_blocks(
    blocks: pl.DataFrame, features: pl.DataFrame, ends: pl.DataFrame | None = None
) -> pl.DataFrame:
    """All pairs of mentions that share a key, where not too many do.

    Args:
        blocks: As `block_keys` gives them, all that stand under a key or none of them.
        features: As `mention_features` gives them; `idx` of `blocks` is their position.
        ends: `idx` of mentions of which one must be in a pair; None asks for no such thing.

    Returns:
        `left`, `right` (UInt32, `left < right`), sorted.
    """
    facts = _Facts.of(features)
    parts = [
        _pairs_of_rule(blocks.filter(pl.col("rule") == number), rule, facts, ends)
        for number, rule in enumerate(BLOCK_RULES)
    ]
    found = np.concatenate(parts)
    parts.clear()  # of a million cases these are gigabytes
    found.sort()
    is_new = np.append(True, found[1:] != found[:-1])[: len(found)]
    pairs = pl.DataFrame({"pair": found[is_new]}, schema={"pair": pl.UInt64}).select(
        left=(pl.col("pair") // 2**32).cast(pl.UInt32), right=(pl.col("pair") % 2**32).cast(pl.UInt32)
    )
    records = features["record_key"].rank("dense")
    same_record = records.gather(pairs["left"]) == records.gather(pairs["right"])
    return pairs.filter(~same_record)


def pairing_blocks(blocks: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key proposes pairs: at least two mentions share it, and not too many.

    Args:
        blocks: Columns of `BLOCK_SCHEMA`, the mention under any name; all that stand under a key or none.
    """
    most = pl.Series([rule.most_mentions for rule in BLOCK_RULES], dtype=pl.UInt32)
    sizes = blocks.group_by("rule", "key").len("size")
    pairing = sizes.filter((pl.col("size") > 1) & (pl.col("size") <= most.gather(sizes["rule"])))
    return blocks.join(pairing, on=["rule", "key"], how="semi")


def rules_of_pair(features: pl.DataFrame) -> list[str]:
    """Names of the rules whose key two mentions share, caps aside; `features` holds the two rows."""
    both = features.drop("idx").with_row_index("idx")
    blocks, facts = block_keys(both), _Facts.of(both)
    return [
        rule.name
        for number, rule in enumerate(BLOCK_RULES)
        if len(_pairs_of_rule(blocks.filter(pl.col("rule") == number), rule, facts))
    ]


def _with_block_columns(features: pl.DataFrame) -> pl.DataFrame:
    empty = pl.lit([], dtype=pl.List(pl.String))
    initials = pl.col("surname_set").list.eval(pl.element().str.slice(0, 1))
    return features.with_columns(
        surname_initials=sort_lists(initials).list.join(""),
        surname_sound_key=sort_lists(pl.col("surname_sound")).list.join(" "),
        given_initial=pl.col("given_set").list.eval(pl.element().str.slice(0, 1)).list.unique(),
        aliases_all=pl.coalesce("aliases_rare", empty).list.concat(pl.coalesce("aliases_common", empty)),
    )


def _keys_of_rule(source: pl.DataFrame, number: int) -> pl.DataFrame:
    parts = BLOCK_RULES[number].parts
    keyed = source.select("idx", *[pl.col(part).alias(f"key_{part}") for part in parts])
    for part in parts:
        if isinstance(source.schema[part], pl.List):
            keyed = keyed.explode(f"key_{part}")
    keys = [f"key_{part}" for part in parts]
    rule = pl.lit(number, dtype=pl.UInt8).alias("rule")
    return keyed.drop_nulls(keys).select("idx", rule, key=pl.struct(keys).hash()).unique()


def _pairs_of_rule(
    keyed: pl.DataFrame, rule: BlockRule, facts: _Facts, ends: pl.DataFrame | None = None
) -> npt.NDArray[np.uint64]:
    """Pairs as one number each: left position * 2**32 + right position; a pair may come several times."""
    size = pl.len().over("key")
    keyed = keyed.select("idx", "key").filter((size > 1) & (size <= rule.most_mentions))
    left, right = _pairs_within(keyed) if ends is None else _pairs_with(keyed, ends)
    for fit in rule.fits:
        is_fit = FITS[fit](facts, left, right)
        left, right = left[is_fit], right[is_fit]
    return left.astype(np.uint64) << np.uint64(32) | right


def _pairs_within(keyed: pl.DataFrame) -> tuple[Places, Places]:
    """Each two mentions that share a key, the smaller position left.

    Of a group of n they are counted off, which takes half the time of a join: that makes n² of them first.
    """
    ordered = keyed.sort("key", "idx")
    sizes = ordered["key"].rle().struct.field("len").cast(pl.Int64).to_numpy()
    rows = np.arange(ordered.height)
    later = np.repeat(np.cumsum(sizes), sizes) - rows - 1  # rows of the same group after each
    first = np.repeat(rows, later)
    second = np.arange(len(first)) + np.repeat(rows + 1 - np.cumsum(later) + later, later)
    idx = ordered["idx"].to_numpy()
    return idx[first], idx[second]


def _pairs_with(keyed: pl.DataFrame, ends: pl.DataFrame) -> tuple[Places, Places]:
    """As `_pairs_within`, of pairs that one of `ends` is in."""
    chosen = keyed.join(ends, on="idx", how="semi")
    joined = chosen.join(keyed, on="key", suffix="_r").filter(pl.col("idx") != pl.col("idx_r"))
    one, other = joined["idx"].to_numpy(), joined["idx_r"].to_numpy()
    return np.minimum(one, other), np.maximum(one, other)
