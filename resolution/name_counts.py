"""How often each name and nationality stands in all mentions: what a shared name is worth depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from resolution.frequencies import (
    ASSUMED_NATIONALITY_FREQUENCY,
    count_values,
    count_words,
    name_frequencies,
    rarity_key,
    value_frequencies,
)

NAME_KEYS = {"given_rarity": "given_key", "surname_rarity": "surname_key"}
"""Rarity column of the weights table → the feature whose words are counted for it."""


@dataclass(frozen=True)
class NameCounts:
    """Counts over all mentions.

    Attributes:
        words: For each column of `NAME_KEYS`: `nationality`, `word`, `uses`.
        nationalities: `key`, `uses`.
        mention_count: All mentions, with a name or without.
    """

    words: dict[str, pl.DataFrame]
    nationalities: pl.DataFrame
    mention_count: int

    @classmethod
    def of(cls, features: pl.DataFrame) -> Self:
        """Count the mentions of `features`."""
        nationality = features["nationality"]
        words = {column: count_words(nationality, features[key]) for column, key in NAME_KEYS.items()}
        return cls(words, count_values(nationality), features.height)

    def changed_by(self, added: Self, removed: Self) -> Self:
        """These counts with some mentions added and others removed."""
        words = {
            column: _changed(self.words[column], added.words[column], removed.words[column])
            for column in NAME_KEYS
        }
        nationalities = _changed(self.nationalities, added.nationalities, removed.nationalities)
        size = self.mention_count + added.mention_count - removed.mention_count
        return type(self)(words, nationalities, size)


def _changed(counts: pl.DataFrame, added: pl.DataFrame, removed: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in counts.columns if name != "uses"]
    every = pl.concat([counts, added, removed.with_columns(-pl.col("uses"))])
    return every.group_by(keys).agg(pl.col("uses").sum()).filter(pl.col("uses") > 0).sort(keys)


def rarity_bits(features: pl.DataFrame, counts: NameCounts) -> dict[str, npt.NDArray[np.float64]]:
    """For each rarity column of the weights table and each mention, log2 of how common its value is."""
    nationality = features["nationality"]
    tables = {
        column: name_frequencies(nationality, features[key], counts.words[column])
        for column, key in NAME_KEYS.items()
    }
    tables["nationality"] = value_frequencies(counts.nationalities, assumed=ASSUMED_NATIONALITY_FREQUENCY)
    keys = features.select(
        "nationality", **{column: rarity_key("nationality", key) for column, key in NAME_KEYS.items()}
    )
    found = {}
    for column, table in tables.items():
        known = keys.join(table, left_on=column, right_on="key", how="left", maintain_order="left")
        found[column] = known["frequency"].fill_null(1.0).log(2).to_numpy()
    return found
