"""The rows that pages of some clusters are made from, found by key: the rest of a network stays unread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from flows.steps.compute import PAIRS
from graph.facts import record_key
from graph.holders import HOLDING_KINDS
from graph.network import Network, order_frame
from reports.view import READ
from resolution.upkeep.state import KeyedFrames
from staging.held_records import HeldRecords
from staging.kept_frames import StoredFrames
from staging.network_store import saved_table
from staging.remarks import mark_tables
from staging.store import Store

OF_CLUSTER = ("clusters", "key_players", "bridges", "corridors", "lineage")
"""Frames of which a page needs the rows of its own cluster."""

ENDS = ("source_id", "target_id")

_MENTION_ID = pl.format("{}/{}#{}", "agency", "record_id", "person_no").alias("mention_id")


@dataclass(frozen=True)
class Part:
    """As much of the holder's view as the pages of some clusters say.

    Attributes:
        network: All summaries of clusters; of the other frames what these clusters need, in its order.
        tables: The records that they rest on, and those that these were taken from.
        pairs: The doubtful pairs with an end in them.
    """

    network: Network
    tables: dict[str, pl.DataFrame]
    pairs: pl.DataFrame


def load_part(
    store: Store,
    saved: KeyedFrames,
    sources: pl.DataFrame,
    cluster_ids: Iterable[str],
    records: HeldRecords,
) -> Part:
    """What `reports.view.build_clusters` needs to make these clusters as it would make them among all.

    Args:
        store: The open store, its network that of its records.
        saved: The frames of that network.
        sources: `record_key, origin_ref` of the current records that were taken from another.
        cluster_ids: The clusters; those that there are not are passed over.
        records: The current records.
    """
    wanted = pl.Series("cluster_id", sorted(set(cluster_ids)), dtype=pl.String)
    frames = {name: saved.select(name, "cluster_id", wanted) for name in OF_CLUSTER}
    members = frames["clusters"]["entity_id"]
    frames["link_evidence"], held = _load_evidence(saved, members)
    frames["occurrences"] = saved.select("occurrences", "entity_id", _ids(members, held))
    frames["links"] = saved.select("links", "source_id", members)
    within = frames["occurrences"].filter(pl.col("entity_id").is_in(members.implode()))
    pairs = _load_pairs(
        saved, saved.select("mentions", "cluster_id", wanted).select(_MENTION_ID)["mention_id"]
    )
    doubted = [pairs[end].str.extract(r"^(.*)#[0-9]+$") for end in ("left_id", "right_id")]
    keys = _ids(within["record_key"], *doubted)
    frames["mentions"] = _load_mentions(saved, keys)
    shown = [frames["mentions"]["entity_id"], *(frames["links"][end] for end in ENDS)]
    frames["entities"] = saved.select("entities", "entity_id", _ids(members, *shown))
    frames["cluster_summary"] = saved.whole("cluster_summary")
    frames["damped_hubs"] = saved.whole("damped_hubs").clear()
    ordered = {name: order_frame(name, frame) for name, frame in frames.items()}
    of_records = records.of(_with_sources(keys, sources), READ)
    tables = mark_tables(store, {name: of_records[name] for name in READ})
    return Part(Network(**ordered), tables, pairs)


def load_cluster_records(store: Store, cluster_ids: Iterable[str]) -> pl.DataFrame:
    """`cluster_id, record_key` of every record that names anything of these clusters, each once, sorted."""
    saved = StoredFrames(store, saved_table)
    wanted = pl.Series("cluster_id", sorted(set(cluster_ids)), dtype=pl.String)
    members = saved.select("clusters", "cluster_id", wanted, ("cluster_id", "entity_id"))
    seen = saved.select("occurrences", "entity_id", members["entity_id"], ("entity_id", "record_key"))
    return members.join(seen, on="entity_id").select("cluster_id", "record_key").unique().sort(pl.all())


def _ids(*series: pl.Series) -> pl.Series:
    return pl.concat([each.alias("key") for each in series]).drop_nulls().unique()


def _load_evidence(saved: KeyedFrames, members: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Evidence of what members do and of what reaches them; telephones and accounts that may be theirs."""
    given = saved.select("link_evidence", "source_id", members)
    held = given.filter(pl.col("kind").is_in(HOLDING_KINDS))["target_id"]
    reached = _ids(members, held)
    received = saved.select("link_evidence", "target_id", reached)
    rest = given.filter(~pl.col("target_id").is_in(reached.implode()))
    return pl.concat([received, rest]), held


def _load_pairs(saved: KeyedFrames, mention_ids: pl.Series) -> pl.DataFrame:
    """The doubtful pairs with an end among these mentions."""
    ends = [saved.select(PAIRS, end, mention_ids) for end in ("left_id", "right_id")]
    found = pl.concat(ends).filter(pl.col("judgement") == "review")
    return found.unique(["left_id", "right_id"]).sort("left_id", "right_id")


def _load_mentions(saved: KeyedFrames, records: pl.Series) -> pl.DataFrame:
    """All mentions in records."""
    ids = records.str.splitn("/", 2).struct.field("field_1")
    return saved.select("mentions", "record_id", ids).filter(record_key().is_in(records.implode()))


def _with_sources(records: pl.Series, sources: pl.DataFrame) -> pl.Series:
    """Records, and those that they were taken from, however often."""
    named = dict(sources.select("record_key", "origin_ref").iter_rows())
    found = set(records.to_list())
    waiting = list(found)
    while waiting:
        source = named.get(waiting.pop())
        if source is not None and source not in found:
            found.add(source)
            waiting.append(source)
    return pl.Series("record_key", sorted(found), dtype=pl.String)
