"""Clusters that a change of the saved network reaches: those whose pages may come out otherwise.

The same question as that of `staging/sql/digest_clusters.sql`, asked from the other side: there all is looked
through that a page rests on, here it goes from the rows that moved to the pages that rest on them. What is
added to one is to be added to the other; `tests/flows/test_reached.py` holds them together.
"""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from flows.steps.compute import PAIRS
from flows.steps.past import LINKED_RECORDS, mention_key
from graph.facts import record_key
from resolution.upkeep.state import KeyedFrames
from staging.change_log import Moved
from staging.network_store import saved_table

OF_CLUSTER = ("clusters", "cluster_summary", "key_players", "bridges", "corridors", "lineage", "mentions")
"""Frames whose rows name the cluster on whose page they are."""

OF_ASSET = ("clusters", "occurrences")
"""Frames by which, with the evidence, it is said whose a telephone or account outside is."""

NAMED_BY = ("entity_id", "kind", "label", "value_text", "status", "is_protected")
"""What a page says at most of a person named in its records who is in another cluster, or in none."""

CREDITED_BY = ("called", "paid")
"""Evidence in a page's records by which it comes to speak of telephones and accounts outside."""

ENDS = ("source_id", "target_id")
MENTION = ("agency", "record_id", "person_no", "cluster_id")
PAIR = ("left_id", "right_id", "judgement")
EVIDENCE = (*ENDS, "kind", "record_key")


def find_reached(saved: KeyedFrames, moved: Moved, sources: pl.DataFrame) -> frozenset[str]:
    """Ids of the clusters whose pages rest on a row that moved; some of them may be gone.

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
    assets = _ids(*(_rows(moved, name, "entity_id").to_series() for name in OF_ASSET), evidence["target_id"])
    credited = saved.select("link_evidence", "target_id", assets, EVIDENCE)
    records = _ids(
        changed,
        _find_repeating(changed, sources),
        *(each.select(record_key()).to_series() for each in (mentions, renamed)),
        *(each.filter(pl.col("kind").is_in(CREDITED_BY))["record_key"] for each in (evidence, credited)),
    )
    shown = saved.select("occurrences", "record_key", records, ["entity_id"])["entity_id"]
    links = _rows(moved, "links", *ENDS)
    entities = _rows(moved, "entities", "entity_id").to_series()
    members = _ids(shown, assets, entities, *(each[end] for each in (links, evidence) for end in ENDS))
    of_members = saved.select("clusters", "entity_id", members, ["cluster_id"]).to_series()
    told = (mentions, renamed, _mentions_in(saved, changed))
    doubted = _find_doubted(saved, moved, _ids(*(each.select(mention_key()).to_series() for each in told)))
    own = (_rows(moved, name, "cluster_id").to_series() for name in OF_CLUSTER)
    return frozenset(_ids(of_members, doubted, _find_relatives(saved, moved), *own))


def _rows(moved: Moved, frame: str, *columns: str) -> pl.DataFrame:
    """Of the rows of a frame that moved, these columns."""
    rows = moved.rows(saved_table(frame))
    return pl.DataFrame(schema=dict.fromkeys(columns, pl.String)) if rows is None else rows.select(columns)


def _ids(*series: pl.Series) -> pl.Series:
    return pl.concat([each.alias("key").cast(pl.String) for each in series]).drop_nulls().unique()


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
    """Clusters on whose pages is a doubtful pair that moved, or of which a mention is told otherwise."""
    ends = ("left_id", "right_id")
    pairs = [_rows(moved, PAIRS, *PAIR), *(saved.select(PAIRS, end, told, PAIR) for end in ends)]
    doubtful = [each.filter(pl.col("judgement") == "review") for each in pairs]
    mentions = _ids(*(each[end] for each in doubtful for end in ends))
    records = mentions.str.extract(r"^(.*)#[0-9]+$").unique()
    found = _mentions_in(saved, records).filter(mention_key().is_in(mentions.implode()))
    return found["cluster_id"]


def _find_relatives(saved: KeyedFrames, moved: Moved) -> pl.Series:
    """Clusters whose history names one that was born or has gone: it is a link there while there is one."""
    rows = moved.rows(saved_table("cluster_summary"), ["cluster_id"])
    if rows is None or rows.is_empty():
        return pl.Series("cluster_id", [], dtype=pl.String)
    related = (
        saved.whole("lineage").select("cluster_id", "related_cluster_ids").explode("related_cluster_ids")
    )
    return related.filter(pl.col("related_cluster_ids").is_in(rows["cluster_id"].implode()))["cluster_id"]
