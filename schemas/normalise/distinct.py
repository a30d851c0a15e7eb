"""Apply a scalar function once for each distinct value of a column.

Names, addresses and documents repeat: the vectorised form of most concepts is the scalar one over the
distinct values, joined back. That makes the two agree by construction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl


def map_distinct(
    values: pl.Series,
    function: Callable[[Any], Any],
    dtype: pl.DataType | type[pl.DataType] = pl.String,
) -> pl.Series:
    """Call `function` on every distinct non-null value and give each row its result.

    Args:
        values: Any hashable column; null stays null without a call.
        function: A pure function of one value.
        dtype: Type of the result.

    Returns:
        A Series of the same length, order and name as `values`.
    """
    distinct = values.drop_nulls().unique()
    results = pl.Series("result", [function(value) for value in distinct.to_list()], dtype=dtype)
    lookup = pl.DataFrame({"key": distinct, "result": results})
    joined = pl.DataFrame({"key": values}).join(lookup, on="key", how="left", maintain_order="left")
    return joined["result"].rename(values.name)


def map_distinct_rows(
    frame: pl.DataFrame,
    function: Callable[..., Any],
    dtype: pl.DataType | type[pl.DataType] = pl.String,
) -> pl.Series:
    """Call `function` on every distinct row (nulls included), its columns as positional arguments.

    Args:
        frame: The columns in the order of the function's parameters.
        function: A pure function of one row.
        dtype: Type of the result.

    Returns:
        A Series of the frame's length and order, named `result`.
    """
    distinct = frame.unique()
    results = pl.Series("result", [function(*row) for row in distinct.iter_rows()], dtype=dtype)
    lookup = distinct.with_columns(results)
    joined = frame.join(lookup, on=frame.columns, how="left", nulls_equal=True, maintain_order="left")
    return joined["result"]
