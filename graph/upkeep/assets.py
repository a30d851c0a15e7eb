"""Assets: those that came, those whose key, entity or holder is another one now, and whose they are."""

from __future__ import annotations

import polars as pl

from graph.decided import occurrence_key
from graph.entities import attribute_assets, identify_assets
from graph.inheritance import inherit, rename, taken_elsewhere
from graph.occurrences import stated_occurrences
from graph.upkeep.change import Tables, differences, ids, replace_rows
from graph.value_keys import settle_keys
from resolution.upkeep.state import KeyedFrames

PLACE = ["record_key", "table", "row_no", "field"]
"""Where an asset is written down."""


def update_assets(
    state: KeyedFrames, fresh: Tables, changed: pl.Series, people_records: pl.Series
) -> tuple[pl.Series, pl.Series]:
    """Bring `assets` up to date; `people` is so already.

    Args:
        state: What is remembered of the network.
        fresh: Case tables of the records that are new or have changed.
        changed: `record_key` of all records that came, went or changed.
        people_records: `record_key` of records in which a row has another person or status.

    Returns:
        `record_key` of records in which a row is another asset or somebody else's, and `entity_id` of the
        assets concerned, as they were and as they are.
    """
    gone = state.select("assets", "record_key", changed)
    state.remove("assets", "record_key", changed)
    new = stated_occurrences(fresh).with_columns(stated_key="value_key")
    settled, before = _settle_around(state, new, gone)
    identified = _identify(state, settled, before, gone)
    concerned = ids("entity_id", state.select("assets", "record_key", people_records)["entity_id"])
    others = state.select("assets", "entity_id", ids("entity_id", concerned, identified["entity_id"]))
    others = others.join(identified.select(PLACE), on=PLACE, how="anti")
    rows = pl.concat([identified, others.select(identified.columns)])
    owners = state.select("people", "record_key", rows.drop_nulls("person_no")["record_key"].unique())
    after = attribute_assets(rows, owners).select(gone.columns)
    was = pl.concat([before, others]).unique(PLACE)
    replace_rows(state, "assets", PLACE, was, after)
    moved = differences(after, pl.concat([was, gone]))
    return moved["record_key"].unique(), ids("entity_id", moved["entity_id"])


def _settle_around(
    state: KeyedFrames, new: pl.DataFrame, gone: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All occurrences of the keys that a change touches, settled anew; and those of them that were there."""
    told = pl.concat([new.select("stated_key", "other_key"), gone.select("stated_key", "other_key")])
    around = _sharing(state, told)
    around = _sharing(state, pl.concat([told, around.select("stated_key", "other_key")]))
    around = pl.concat([around, _by(state, "other_key", around["other_key"])]).unique(PLACE)
    stated = pl.concat([around.select(new.columns), new]).with_columns(value_key="stated_key")
    settled = settle_keys(stated)
    was = around.select(*PLACE, was="value_key")
    compared = settled.join(was, on=PLACE, how="left", maintain_order="left")
    moved = compared.filter(~pl.col("value_key").eq_missing(pl.col("was")))
    keys = ids("value_key", moved["value_key"], moved["was"], gone["value_key"])
    touched = compared.drop("was").filter(pl.col("value_key").is_in(keys.implode()))
    others = _by(state, "value_key", keys).join(touched.select(PLACE), on=PLACE, how="anti")
    others = others.join(around.select(PLACE), on=PLACE, how="anti")
    rows = pl.concat([touched, others.select(touched.columns)])
    before = pl.concat([around, others]).unique(PLACE)
    return rows, before.join(rows.select(PLACE), on=PLACE, how="semi")


def _sharing(state: KeyedFrames, told: pl.DataFrame) -> pl.DataFrame:
    found = [_by(state, name, told[name]) for name in ("stated_key", "other_key")]
    return pl.concat(found).unique(PLACE)


def _by(state: KeyedFrames, column: str, keys: pl.Series) -> pl.DataFrame:
    return state.select("assets", column, ids(column, keys))


def _identify(
    state: KeyedFrames, settled: pl.DataFrame, before: pl.DataFrame, gone: pl.DataFrame
) -> pl.DataFrame:
    """Give assets their entity, under the id that it had."""
    fresh = identify_assets(settled)
    part = pl.concat_str([occurrence_key(), pl.lit("|"), "kind"]).alias("part")
    columns = [pl.col("entity_id").alias("id"), part]
    was = pl.concat([before, gone]).select(columns).unique("part")
    now = fresh.select(columns).unique()
    return rename(fresh, inherit(now, was, taken_elsewhere(state, "assets", now, was)))
