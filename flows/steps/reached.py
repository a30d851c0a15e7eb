"""Clusters that a change of the saved network reaches: those whose pages may come out otherwise.

The same question as that of `staging/sql/digest_clusters.sql`, asked from the other side: there all is looked
through that a page rests on, here it goes from the rows that moved to the pages that rest on them. What is
added to one is to be added to the other; `tests/flows/test_reached.py` holds them together. Here can be told
what the number there cannot: that a telephone has got more evidence and is whose it was.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from flows.steps.compute import PAIRS
from flows.steps.moved_holders import EVIDENCE, find_moved_holders
from flows.steps.past import LINKED_RECORDS, mention_key
from graph.facts import record_key
from graph.holders import HOLDING_KINDS
from resolution.upkeep.state import KeyedFrames
from staging.change_log import Moved
from staging.network_store import saved_table

OF_CLUSTER = ("clusters", "key_players", "bridges", "corridors", "lineage", "mentions")
"""Frames whose rows name the cluster on whose page they are."""

UNTOLD = ("inner_share",)
"""What a summary has of a cluster and no page says; links to others outside move it."""

NAMED_BY = ("entity_id", "kind", "label", "value_text", "status", "is_protected")
"""What a page says at most of a person named in its records who is in another cluster, or in none."""

CREDITED_BY = ("called", "paid")
"""Evidence in a page's records by which the holder of a telephone or account is credited."""

ENDS = ("source_id", "target_id")
MENTION = ("agency", "record_id", "person_no", "entity_id", "cluster_id")
PAIR = ("left_id", "right_id", "judgement")


@dataclass(frozen=True)
class Reached:
    """Ids of clusters; some of them may be gone.

    Attributes:
        pages: Those whose pages may come out otherwise.
        numbers: Those and all others of which `staging.cluster_digests` may give another number.
    """

    pages: frozenset[str]
    numbers: frozenset[str]


def find_reached(saved: KeyedFrames, moved: Moved, sources: pl.DataFrame) -> Reached:
    """The clusters that rest on a row that moved.

    Args:
        saved: The frames of the saved network.
        moved: What has happened to them.
        sources: `record_key, origin_ref` of the current records that were taken from another.
    """
    changed = moved.touched(
        saved_table(LINKED_RECORDS), "record_key"
    )  # one may have got rows and kept its number
    evidence, mentions = _rows(moved, "link_evidence", *EVIDENCE), _rows(moved, "mentions", *MENTION)
    renamed = saved.select("mentions", "entity_id", _find_renamed(moved), MENTION)
    records = _ids(
        changed,
        _find_repeating(changed, sources),
        *(each.select(record_key()).to_series() for each in (mentions, renamed)),
        evidence.filter(pl.col("kind").is_in(CREDITED_BY))["record_key"],
    )
    named = _named_in(saved, records)
    written, entities = (_rows(moved, name, "entity_id").to_series() for name in ("occurrences", "entities"))
    members = _ids(named, written, entities, *(evidence[end] for end in ENDS))
    told = (mentions, renamed, _mentions_in(saved, changed))
    own = (_rows(moved, name, "cluster_id").to_series() for name in OF_CLUSTER)
    assets = _ids(written, evidence["target_id"])
    pages = frozenset(
        _ids(
            _homes_of(saved, _ids(members, find_moved_holders(saved, moved, assets))),
            _find_linked(saved, _rows(moved, "links", *ENDS)),
            _find_doubted(saved, moved, _ids(*(each.select(mention_key()).to_series() for each in told))),
            _find_summarised(moved),
            _find_relatives(saved, moved),
            *own,
        )
    )
    return Reached(pages, pages.union(_find_crediting(saved, assets)))


def _rows(moved: Moved, frame: str, *columns: str) -> pl.DataFrame:
    """Of the rows of a frame that moved, these columns."""
    rows = moved.rows(saved_table(frame))
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String)) if rows is None else rows.select(columns)


def _ids(*series: pl.Series) -> pl.Series:
    return pl.concat([each.alias("key").cast(pl.String) for each in series]).drop_nulls().unique()


def _find_crediting(saved: KeyedFrames, assets: pl.Series) -> pl.Series:
    """Clusters in whose records such a telephone or account is called or paid, and that may hold it."""
    received = saved.select("link_evidence", "target_id", assets, EVIDENCE)
    holders = received.filter(pl.col("kind").is_in(HOLDING_KINDS))["source_id"]
    records = received.filter(pl.col("kind").is_in(CREDITED_BY))["record_key"]
    shown = _homes_of(saved, _ids(_named_in(saved, _ids(records))))
    homes = _homes_of(saved, _ids(holders))
    return homes.filter(homes.is_in(shown.implode()))


def _named_in(saved: KeyedFrames, records: pl.Series) -> pl.Series:
    """All that is named in records."""
    return saved.select("occurrences", "record_key", records, ["entity_id"])["entity_id"]


def _homes_of(saved: KeyedFrames, entities: pl.Series) -> pl.Series:
    """Clusters with one of these as a member."""
    return saved.select("clusters", "entity_id", entities, ["cluster_id"])["cluster_id"]


def _find_linked(saved: KeyedFrames, links: pl.DataFrame) -> pl.Series:
    """Clusters with both ends of one of these links; an end that went elsewhere is a row of `clusters`."""
    ends = _ids(*(links[end] for end in ENDS))
    homes = saved.select("clusters", "entity_id", ends, ("entity_id", "cluster_id"))
    home_of = dict(homes.iter_rows())
    both = ((home_of.get(left), home_of.get(right)) for left, right in links.iter_rows())
    return pl.Series([left for left, right in both if left == right], dtype=pl.String)


def _find_summarised(moved: Moved) -> pl.Series:
    """Clusters of whose summary something moved that a page says."""
    rows = moved.rows(saved_table("cluster_summary"), without=UNTOLD)
    return pl.Series([], dtype=pl.String) if rows is None else rows["cluster_id"]


def _find_renamed(moved: Moved) -> pl.Series:
    """Persons of whom something else is said wherever they are named."""
    rows = moved.rows(saved_table("entities"), NAMED_BY)
    if rows is None:
        return pl.Series("entity_id", [], dtype=pl.String)
    return rows.filter(pl.col("kind") == "person")["entity_id"].unique()


def _find_repeating(changed: pl.Series, sources: pl.DataFrame) -> pl.Series:
    """Records that were taken from these, however often: where they come from may be told otherwise."""
    repeated_by: defaultdict[str, list[str]] = defaultdict(list)
    for record, source in sources.select("record_key", "origin_ref").iter_rows():
        repeated_by[source].append(record)
    found: set[str] = set()
    waiting = changed.to_list()
    while waiting:
        fresh = set(repeated_by.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return pl.Series("record_key", sorted(found), dtype=pl.String)


def _mentions_in(saved: KeyedFrames, records: pl.Series) -> pl.DataFrame:
    """All mentions in records."""
    ids = records.str.splitn("/", 2).struct.field("field_1")
    found = saved.select("mentions", "record_id", ids, MENTION)
    return found.filter(record_key().is_in(records.implode()))


def _find_doubted(saved: KeyedFrames, moved: Moved, told: pl.Series) -> pl.Series:
    """Clusters on whose pages is a doubtful pair that moved, or of which a mention is told otherwise.

    Two mentions of one person are no doubtful pair to a reader, and were none if neither is told otherwise.
    """
    ends = ("left_id", "right_id")
    found = [_rows(moved, PAIRS, *PAIR), *(saved.select(PAIRS, end, told, PAIR) for end in ends)]
    pairs = pl.concat([each.filter(pl.col("judgement") == "review").select(ends) for each in found])
    whose = _find_whose(saved, _ids(*(pairs[end] for end in ends)))
    is_told, nobody = frozenset(told), (None, None)
    clusters: set[str | None] = set()
    for left_id, right_id in pairs.iter_rows():
        left, right = whose.get(left_id, nobody), whose.get(right_id, nobody)
        if left[0] != right[0] or not is_told.isdisjoint((left_id, right_id)):
            clusters |= {left[1], right[1]}
    return pl.Series(list(clusters), dtype=pl.String)


def _find_whose(saved: KeyedFrames, mentions: pl.Series) -> dict[str, tuple[str, str | None]]:
    """Person and cluster of each mention."""
    found = _mentions_in(saved, mentions.str.extract(r"^(.*)#[0-9]+$").unique())
    rows = found.select(mention_key(), "entity_id", "cluster_id").iter_rows()
    return {mention: (entity, cluster) for mention, entity, cluster in rows}


def _find_relatives(saved: KeyedFrames, moved: Moved) -> pl.Series:
    """Clusters whose history names one that was born or has gone: it is a link there while there is one."""
    rows = moved.rows(saved_table("cluster_summary"), ["cluster_id"])
    if rows is None or rows.is_empty():
        return pl.Series("cluster_id", [], dtype=pl.String)
    related = (
        saved.whole("lineage").select("cluster_id", "related_cluster_ids").explode("related_cluster_ids")
    )
    return related.filter(pl.col("related_cluster_ids").is_in(rows["cluster_id"].implode()))["cluster_id"]
