"""Frames with the thread that asks alone, where polars' others cost more than they save."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

T = TypeVar("T")


def on_same_thread(function: Callable[[], T]) -> T:
    """Call a function that does much with few rows.

    Polars hands each operation to a pool of threads and waits. For one of these to wake up takes .1 to .2 ms
    on virtual cores: a join of fifty rows takes .25 ms so, .03 ms without; those that find nothing to do
    spin a while. A link of ten records has 4,000 such operations. In a function that polars itself calls it
    works on the thread that asks; what comes out is the same.

    Args:
        function: What to call; whatever it raises is raised here.
    """
    results: list[T] = []
    failures: list[BaseException] = []

    def call(nothing: pl.DataFrame) -> pl.DataFrame:
        try:
            results.append(function())
        except BaseException as error:  # polars would make another one of it
            failures.append(error)
        return nothing

    pl.LazyFrame({"nothing": [None]}).map_batches(call).collect()
    if failures:
        raise failures[0]
    return results[0]
