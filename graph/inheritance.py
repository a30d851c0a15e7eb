"""Ids that stay: an entity or cluster goes on under the id of the earlier one that it shares most with.

Freshly computed ids name a thing by its smallest part, so that a record that sorts earlier would rename it.
Here each earlier id goes to the largest part of what bore it; ties are broken by id, so that the outcome
depends on what is compared and not on any order.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from graph.decided import occurrence_key
from graph.ids import KIND_LETTER, hashed_id
from resolution.upkeep.state import KeyedFrames

LASTING_SCHEMA = {"fresh_id": pl.String, "lasting_id": pl.String}
_KIND = {letter: kind for kind, letter in KIND_LETTER.items()}


def inherit(
    now: pl.DataFrame, before: pl.DataFrame, taken: Callable[[str], bool] = lambda _: False
) -> pl.DataFrame:
    """Say which id each thing goes on under.

    Args:
        now: `id, part`: what each thing of today is made of, under fresh ids.
        before: `id, part`: what it was made of earlier, a part in at most one thing.
        taken: Whether an id is that of a thing which neither frame holds, because it has not changed.

    Returns:
        `fresh_id, lasting_id` of those whose id differs, sorted; each lasting id is given once.
    """
    was, is_now = before.rename({"id": "old"}), now.rename({"id": "new"})
    shared = was.join(is_now, on="part").group_by("old", "new").len("parts")
    alone = (pl.len().over("old") == 1) & (pl.len().over("new") == 1)
    plain = shared.filter(alone).select("new", "old")
    mapping = _contested(shared.filter(~alone))
    renamed = dict(plain.filter(pl.col("new") != pl.col("old")).iter_rows()) | {
        new: old for new, old in mapping.items() if new != old
    }
    lasting = set(plain["old"]) | set(mapping.values())
    # A fresh id may be that of an earlier thing which now goes on as another one.
    matched = pl.concat([plain["new"], pl.Series("new", list(mapping), dtype=pl.String)])
    unmatched = is_now.select("new").unique().filter(~pl.col("new").is_in(matched.implode()))
    for fresh in unmatched["new"].sort().to_list():
        free = _free_id(fresh, lasting, taken)
        lasting.add(free)
        if free != fresh:
            renamed[fresh] = free
    return pl.DataFrame(sorted(renamed.items()), schema=LASTING_SCHEMA, orient="row")


def rename(frame: pl.DataFrame, lasting: pl.DataFrame, column: str = "entity_id") -> pl.DataFrame:
    """Replace fresh ids in a column by lasting ones; rows stay where they are."""
    if lasting.is_empty():
        return frame
    return frame.with_columns(pl.col(column).replace(lasting["fresh_id"], lasting["lasting_id"]))


def inherit_persons(mentions: pl.DataFrame, previous: pl.DataFrame | None) -> pl.DataFrame:
    """Give persons the ids that they had.

    Args:
        mentions: `Resolution.mentions`.
        previous: The earlier network's `mentions`, or None.

    Returns:
        The mentions with lasting `entity_id`.
    """
    if previous is None:
        return mentions
    part = pl.concat_str(["agency", pl.lit("/"), "record_id", pl.lit("#"), "person_no"]).alias("part")
    columns = [pl.col("entity_id").alias("id"), part]
    return rename(mentions, inherit(mentions.select(columns), previous.select(columns)))


def inherit_assets(assets: pl.DataFrame, previous: pl.DataFrame | None) -> pl.DataFrame:
    """Give assets the ids that they had.

    Args:
        assets: As `graph.entities.identify_assets` returns them.
        previous: The earlier network's `occurrences`, or None.

    Returns:
        The assets with lasting `entity_id`.
    """
    if previous is None:
        return assets
    columns = [
        pl.col("entity_id").alias("id"),
        pl.concat_str([occurrence_key(), pl.lit("|"), "kind"]).alias("part"),
    ]
    before = previous.filter(pl.col("kind") != "person").select(columns).unique("part")
    return rename(assets, inherit(assets.select(columns).unique(), before))


def taken_elsewhere(
    state: KeyedFrames, frame: str, fresh: pl.DataFrame, old: pl.DataFrame
) -> Callable[[str], bool]:
    """Whether an id of a frame is that of something other than what goes on here.

    Args:
        state: What is remembered of the network.
        frame: Its frame; the ids stand in `entity_id`, or in `cluster_id` of clusters.
        fresh: `id`: the ids that may be given.
        old: `id`: the ids of what goes on here.
    """
    column = "cluster_id" if frame == "clusters" else "entity_id"
    own = set(old["id"])
    asked = fresh["id"].unique()
    met = set(state.select(frame, column, asked)[column]) - own
    known = set(asked)

    def is_taken(wanted: str) -> bool:
        if wanted in known:
            return wanted in met
        found = state.select(frame, column, pl.Series(column, [wanted])).height
        return wanted not in own and found > 0

    return is_taken


def _contested(shared: pl.DataFrame) -> dict[str, str]:
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    order = shared.sort("parts", "old", "new", descending=[True, False, False])
    for old, new in order.select("old", "new").iter_rows():
        if new not in mapping and old not in taken:
            mapping[new] = old
            taken.add(old)
    return mapping


def _free_id(fresh: str, lasting: set[str], taken: Callable[[str], bool]) -> str:
    """Return the id itself, or one derived from it when another thing goes on under it."""
    free = fresh
    while free in lasting or taken(free):
        free = hashed_id(_KIND[fresh[0]], free)
    return free
