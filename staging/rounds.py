"""Raw tables in rounds of validation, so that memory follows the round and not the delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from schemas.raw import RawTable

_ROUND = "validation_round"


def split_rounds(tables: Mapping[str, RawTable], records: int) -> Iterator[dict[str, RawTable]]:
    """Flat tables cut so that all rows of one record stay together; small or nested deliveries come whole.

    Args:
        tables: Raw tables with contract column names.
        records: Case rows per round, about.

    Yields:
        Every table, with a part of its rows in their own order.
    """
    cases = tables["cases"].frame
    rounds = -(-cases.height // records)
    is_nested = any(table.frame["parent_row"].is_not_null().any() for table in tables.values())
    if rounds <= 1 or is_nested or not {"agency", "record_id"} <= set(cases.columns):
        yield dict(tables)
        return
    marked = {
        name: table.frame.with_columns(_round_of(table.frame, rounds)) for name, table in tables.items()
    }
    for number in range(rounds):
        yield {
            name: replace(table, frame=marked[name].filter(pl.col(_ROUND) == number).drop(_ROUND))
            for name, table in tables.items()
        }


def _round_of(frame: pl.DataFrame, rounds: int) -> pl.Expr:
    keys = [pl.col(key).str.strip_chars() for key in ("agency", "record_id") if key in frame.columns]
    if len(keys) < 2:
        return pl.lit(0, dtype=pl.UInt64).alias(_ROUND)
    return (pl.concat_str(keys, separator="/", ignore_nulls=True).hash(seed=0) % rounds).alias(_ROUND)
