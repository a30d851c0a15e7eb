"""Which distinct pairs of values a comparison meets, so that each is compared once.

A million candidate pairs meet the same two surnames, birth dates or lists of numbers again and again. What a
comparison says depends on the values in its own columns alone, so it is asked once for each distinct pair of
values, and its answer is handed to every pair of mentions that has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from resolution.comparison import Comparison

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Values:
    """What all mentions say in the columns of one comparison.

    Attributes:
        rows: The comparison's columns, one row a distinct value.
        numbers: Of each mention the row of its value; -1 where it says nothing at all.
    """

    rows: pl.DataFrame
    numbers: Places


@dataclass(frozen=True)
class ValuePairs:
    """What one comparison has to compare.

    Attributes:
        values: The comparison's columns, one row a distinct value.
        left: First value of each distinct pair, a row of `values`.
        right: Second value.
        met: For each pair of mentions the place of its pair of values in `left` and `right`; -1 where one
            side says nothing at all.
    """

    values: pl.DataFrame
    left: Places
    right: Places
    met: npt.NDArray[np.int32]


def compared_columns(comparison: Comparison) -> list[str]:
    """Columns that the conditions of a comparison read, sorted."""
    conditions = [comparison.null_condition, *(level.condition for level in comparison.levels)]
    return sorted(set(re.findall(r"\b(\w+)_l\b", " ".join(conditions))))


def value_pairs(values: Values, pairs: pl.DataFrame) -> ValuePairs:
    """The distinct pairs of values that a comparison meets in pairs of mentions, whichever side they are on.

    Args:
        values: As `number_values` gives them of all mentions.
        pairs: `left`, `right`: positions of mentions.
    """
    numbers, height = values.numbers, max(values.rows.height, 1)
    first, second = numbers[pairs["left"].to_numpy()], numbers[pairs["right"].to_numpy()]
    said = np.flatnonzero((first >= 0) & (second >= 0))
    low, high = np.minimum(first[said], second[said]), np.maximum(first[said], second[said])
    distinct, places = _distinct(low * height + high)
    met = np.full(pairs.height, -1, dtype=np.int32)
    met[said] = places
    return ValuePairs(values.rows, distinct // height, distinct % height, met)


def number_values(features: pl.DataFrame, comparison: Comparison) -> Values:
    """Number the distinct values of one comparison.

    Args:
        features: As `mention_features` gives them.
        comparison: Its conditions say which columns matter; they must not tell left from right.
    """
    rows = features.select(compared_columns(comparison))
    said = rows.with_row_index("row").filter(~pl.all_horizontal(pl.all().exclude("row").is_null()))
    grouped = said.group_by(rows.columns, maintain_order=True).agg("row").with_row_index("value")
    numbers = np.full(rows.height, -1, dtype=np.int64)
    places = grouped.select("value", "row").explode("row")
    numbers[places["row"].to_numpy()] = places["value"].to_numpy()
    return Values(grouped.drop("row", "value"), numbers)


def _distinct(keys: Places) -> tuple[Places, npt.NDArray[np.uint32]]:
    """Distinct keys, sorted, and the place of each key among them: by hashes, in half the time of a sort."""
    met = pl.DataFrame({"key": keys})
    distinct = met.unique().sort("key")
    placed = met.join(distinct.with_row_index("place"), on="key", how="left", maintain_order="left")
    return distinct["key"].to_numpy(), placed["place"].to_numpy()
