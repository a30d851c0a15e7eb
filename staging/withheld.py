"""What a recipient may not see: references that lead there are taken out, and what is there is listed."""

from __future__ import annotations

import polars as pl

from schemas.withheld import WITHHELD_ORIGIN
from staging.store import Store


def withhold_origins(cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with every `origin_ref` to a record that is not among them replaced by a mark.

    Records taken from one and the same such source get the same mark, made of the smallest of their own
    keys: they still count as one origin, and the mark says nothing that these records do not. It is the same
    whether the source is held back, withdrawn or was never delivered.

    Args:
        cases: Cases that the recipient may see.
    """
    key = pl.concat_str("agency", "record_id", separator="/")
    shown = cases.select(key.alias("record_key"))["record_key"]
    leads_away = pl.col("origin_ref").is_not_null() & ~pl.col("origin_ref").is_in(shown.implode())
    mark = pl.concat_str(pl.lit(WITHHELD_ORIGIN), key.min().over("origin_ref"))
    return cases.with_columns(pl.when(leads_away).then(mark).otherwise("origin_ref").alias("origin_ref"))


def list_withheld(store: Store, shown: pl.DataFrame) -> pl.DataFrame:
    """The current records that are not shown.

    Args:
        store: The open store.
        shown: Cases that the recipient may see; `agency` and `record_id` are read.

    Returns:
        `agency, record_id, handling`, sorted by key.
    """
    keys = ["agency", "record_id"]
    return store.query("select_current_handling").join(shown.select(keys), on=keys, how="anti").sort(keys)
