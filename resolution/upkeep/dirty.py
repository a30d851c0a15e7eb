"""Which mentions a change touches, and the frames of what mentions say brought up to date.

Scores rest on more than the two mentions of a pair: on how many use a number, how common a name is, and how
many share a key of a candidate rule. Each of these is counted in steps, so that a change moves few of them;
those that it moves are followed here to the mentions they matter to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from resolution.candidates import BLOCK_RULES, block_keys
from resolution.features import stated_features
from resolution.frequencies import ASSUMED_NATIONALITY_FREQUENCY, value_frequencies, word_bits
from resolution.name_counts import NAME_KEYS, NameCounts
from resolution.shared_values import USER_BANDS, add_bands, band_values
from resolution.upkeep.begin import NUMBER
from resolution.upkeep.index import index_blocks, index_keys
from resolution.upkeep.state import KeyedFrames, counts_frame, counts_of

BAND_COLUMNS = [band.column for band in USER_BANDS]


@dataclass(frozen=True)
class Dirty:
    """What a change of records touches.

    Attributes:
        gone: Rows of `mentions` that are no more.
        fresh: Numbers of mentions that are new.
        touched: Numbers of all mentions, the fresh ones among them, whose pairs must be scored again.
        counts: How common names are now.
    """

    gone: pl.DataFrame
    fresh: pl.Series
    touched: pl.Series
    counts: NameCounts


def update_mentions(state: KeyedFrames, tables: Mapping[str, pl.DataFrame], gone_records: pl.Series) -> Dirty:
    """Bring `mentions`, `values`, `blocks` and `counts` up to date.

    Args:
        state: What is remembered.
        tables: Case tables of the records that are new or have changed, and no others.
        gone_records: `record_key` of the records that are withdrawn or have changed.
    """
    gone = state.select("mentions", "record_key", gone_records)
    before = counts_of(state.whole("counts"))
    stated, named = _numbered(tables, int(state.largest("groups", "number") or 0) + 1)
    counts = before.changed_by(NameCounts.of(stated), NameCounts.of(gone))
    renamed = _rarity_changed(before, counts)
    values, rebanded = _update_values(state, gone["number"], named)
    fresh = add_bands(stated, values.rename({"number": "idx"})).rename({"idx": "number"})
    refreshed = _refresh_lists(state, rebanded)
    crossing = _update_blocks(state, gone, pl.concat([fresh, refreshed], how="diagonal"), renamed)
    state.remove("mentions", "number", pl.concat([gone["number"], refreshed["number"]]))
    state.append("mentions", pl.concat([fresh, refreshed.select(fresh.columns)]))
    state.remove("counts", "what", pl.Series(["mention", "nationality", *NAME_KEYS]))
    state.append("counts", counts_frame(counts))
    bearers = state.select("blocks", "key", renamed)["number"]
    touched = pl.concat([fresh["number"], refreshed["number"], crossing, bearers]).unique()
    return Dirty(gone, fresh["number"], touched, counts)


def _numbered(tables: Mapping[str, pl.DataFrame], start: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Stated features and named values of new mentions, `idx` being their number, with `record`."""
    stated, named = stated_features(tables)
    stated = stated.with_columns((pl.col("idx") + start).cast(NUMBER))
    record = pl.col("idx").min().over("record_key").alias("record")
    return stated.with_columns(record), named.with_columns((pl.col("idx") + start).cast(NUMBER))


def _update_values(
    state: KeyedFrames, gone: pl.Series, named: pl.DataFrame
) -> tuple[pl.DataFrame, pl.Series]:
    """Replace values of mentions; return those of the new ones, and the numbers whose bands have changed."""
    keys = ["kind", "value"]
    added = named.filter(pl.col("kind") != "curp").rename({"idx": "number"})
    removed = state.select("values", "number", gone)
    touched = pl.concat([added.select(keys), removed.select(keys)]).unique()
    users = state.select("values", "value", touched["value"]).join(touched, on=keys, how="semi")
    kept = users.filter(~pl.col("number").is_in(gone.implode()))
    rebanded = band_values(pl.concat([kept.drop("band"), added.select(kept.drop("band").columns)]))
    moved = kept.join(rebanded.select("number", *keys, now="band"), on=["number", *keys], how="left").filter(
        ~pl.col("band").eq_missing(pl.col("now"))
    )
    state.remove("values", "number", gone)
    _replace_values(state, moved)
    fresh = rebanded.join(added.select("number").unique(), on="number", how="semi")
    state.append("values", fresh)
    return fresh, moved["number"].unique()


def _replace_values(state: KeyedFrames, moved: pl.DataFrame) -> None:
    """Give values their new band (`now`); every row of the mentions concerned is written again."""
    numbers = moved["number"].unique()
    rows = state.select("values", "number", numbers)
    key = ["number", "kind", "value"]
    now = moved.select(*key, "now", has_moved=pl.lit(value=True)).unique(key)
    joined = rows.join(now, on=key, how="left")
    band = pl.when(pl.col("has_moved").fill_null(value=False)).then("now").otherwise("band").alias("band")
    state.remove("values", "number", numbers)
    state.append("values", joined.with_columns(band).select(rows.columns))


def _refresh_lists(state: KeyedFrames, numbers: pl.Series) -> pl.DataFrame:
    """Mentions whose lists have changed, with the lists as they are now."""
    rows = state.select("mentions", "number", numbers)
    values = state.select("values", "number", numbers).rename({"number": "idx"})
    bare = rows.drop(BAND_COLUMNS).rename({"number": "idx"})
    return add_bands(bare, values).rename({"idx": "number"})


def _update_blocks(
    state: KeyedFrames, gone: pl.DataFrame, changed: pl.DataFrame, renamed: pl.Series
) -> pl.Series:
    """Replace the keys of mentions; return the mentions under keys that are too common now or were before.

    `renamed` are keys that will be asked for next: one look at this longest of frames serves for both.
    """
    known = state.select("mentions", "number", changed["number"])
    was, now = (keys_of(mentions) for mentions in (pl.concat([gone, known]), changed))
    row = ["number", "rule", "key"]
    fresh, old = now.join(was, on=row, how="anti"), was.join(now, on=row, how="anti")
    keys = pl.concat([fresh, old]).filter(pl.col("rule") < len(BLOCK_RULES)).select("rule", "key").unique()
    state.select("blocks", "key", pl.concat([keys["key"], renamed]))
    before = _members(state, keys)
    state.remove_rows("blocks", old)
    state.append("blocks", fresh)
    after = _members(state, keys)
    sizes = _size(before, "before").join(_size(after, "after"), on=["rule", "key"], how="full", coalesce=True)
    cap = pl.col("rule").replace_strict(
        {place: rule.most_mentions for place, rule in enumerate(BLOCK_RULES)}, return_dtype=pl.Int64
    )
    is_common = [pl.col(name).fill_null(0) > cap for name in ("before", "after")]
    crossed = sizes.filter(is_common[0] != is_common[1]).select("rule", "key")
    return after.join(crossed, on=["rule", "key"], how="semi")["number"]


def keys_of(mentions: pl.DataFrame) -> pl.DataFrame:
    """The rows of `blocks` of these mentions, worked out and not sought: that frame is by far the longest."""
    features = mentions.rename({"number": "idx"})
    return pl.concat([block_keys(features), index_blocks(features)]).rename({"idx": "number"})


def _members(state: KeyedFrames, keys: pl.DataFrame) -> pl.DataFrame:
    return state.select("blocks", "key", keys["key"]).join(keys, on=["rule", "key"], how="semi")


def _size(members: pl.DataFrame, name: str) -> pl.DataFrame:
    return members.group_by("rule", "key").agg(pl.len().cast(pl.Int64).alias(name))


def _rarity_changed(before: NameCounts, after: NameCounts) -> pl.Series:
    """Keys of words and nationalities that have become rarer or commoner by a whole step."""
    keys = [pl.Series("key", [], dtype=pl.UInt64)]
    for column in NAME_KEYS:
        words = after.words[column].select("nationality", "word")
        known = words.join(before.words[column], on=["nationality", "word"], how="semi", nulls_equal=True)
        bits = [word_bits(counts.words[column], known) for counts in (before, after)]
        keys.append(index_keys(known.filter(bits[0] != bits[1]), column))
    keys.append(index_keys(_nationalities_changed(before, after), "nationality"))
    return pl.concat(keys)


def _nationalities_changed(before: NameCounts, after: NameCounts) -> pl.DataFrame:
    was, now = (
        value_frequencies(counts.nationalities, assumed=ASSUMED_NATIONALITY_FREQUENCY)
        for counts in (before, after)
    )
    joined = now.join(was, on="key", suffix="_before")
    moved = joined.filter(pl.col("frequency") != pl.col("frequency_before"))
    return moved.select(nationality="key", word=pl.lit(None, dtype=pl.String))
