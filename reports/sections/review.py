"""What a reviewer may judge of a cluster, named so that the decisions mean the same wherever they arrive.

Ends are mentions and places in records, never ids of entities: those differ from one recipient's view to
another's. Each judgement knows the records, with their revisions, that it is made on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.decided import occurrence_key
from reports.model import DoubtfulPair
from reports.review import Review, ReviewLink
from reports.sections.grouping import clean_text, group_tuples, with_columns_present

MAX_LINKS = 300
"""Links a page offers for review, the most doubtful first; any other can be judged by `trama decide`."""

WEAK_STRENGTH = 0.6
"""Mean grade factor of a link's sources up to which it counts as weak: that of records nobody graded."""

SINGLE, WEAK, CIRCULAR = "s", "w", "c"
"""Marks of a doubtful link: one origin only, weak grades, in a circle of references."""

_KEY = ["source_id", "target_id", "kind"]


@dataclass(frozen=True)
class Reviewable:
    """What all clusters' reviews are made from.

    Attributes:
        links: By cluster, the fields of a `ReviewLink`, the most doubtful first; its records as numbers such
            as `3,17`, because a cell that is a list takes ten times as long to become a value.
        records: `AGENCY/RECORD@REVISION` and the raw grades of each record, in the order of their keys.
        number: The place of each record in `records`, by its key.
    """

    links: Mapping[str, list[tuple[Any, ...]]]
    records: Sequence[tuple[str, str]]
    number: Mapping[str, int]


def prepare_review(
    links: pl.DataFrame,
    evidence: pl.DataFrame,
    occurrences: pl.DataFrame,
    clusters: pl.DataFrame,
    cases: pl.DataFrame,
) -> Reviewable:
    """Gather what the reviews of all clusters need.

    Args:
        links: The network's links.
        evidence: Its `link_evidence`.
        occurrences: Where each entity is written down.
        clusters: Its clusters.
        cases: The recipient's `cases`.
    """
    keys, records = _records(cases)
    doubtful = _doubtful_links(links, clusters).with_row_index("link")
    ends = doubtful.select("link", *_KEY)
    rests_on = evidence.select(*_KEY, "record_key").join(ends, on=_KEY).drop("kind").unique()
    numbered = rests_on.join(
        pl.DataFrame({"record_key": keys}, schema={"record_key": pl.String}).with_row_index("number"),
        on="record_key",
    )
    numbers = pl.col("number").sort().cast(pl.String).str.join(",").alias("numbers")
    keyed = doubtful.join(numbered.group_by("link").agg(numbers), on="link")
    places = occurrences.select("entity_id", "record_key", occurrence_key())
    for end, name in (("source_id", "left_key"), ("target_id", "right_key")):
        first = rests_on.join(places, left_on=[end, "record_key"], right_on=["entity_id", "record_key"])
        keyed = keyed.join(first.group_by("link").agg(pl.col("occurrence_key").min().alias(name)), on="link")
    columns = [*_KEY, "left_key", "right_key", "numbers", "origin_count", "marks", "judgement"]
    grouped = group_tuples(keyed.with_columns(_marks()).sort("link"), "cluster_id", *columns)
    return Reviewable(grouped, records, {key: place for place, key in enumerate(keys)})


def _marks() -> pl.Expr:
    """What makes a link doubtful."""
    signs = {
        SINGLE: pl.col("origin_count") == 1,
        WEAK: pl.col("strength") <= WEAK_STRENGTH,
        CIRCULAR: pl.col("is_circular"),
    }
    said = (pl.when(holds).then(pl.lit(mark)).otherwise(pl.lit("")) for mark, holds in signs.items())
    return pl.concat_str(*said).alias("marks")


def _doubtful_links(links: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """The links within clusters that a page offers, and their `place` in it."""
    of_cluster = clusters.select("cluster_id", "entity_id")
    known = with_columns_present(links, grade_sum=pl.Float64, is_circular=pl.Boolean, judgement=pl.String)
    joined = known.join(of_cluster, left_on="source_id", right_on="entity_id").join(
        of_cluster.rename({"cluster_id": "other_id"}), left_on="target_id", right_on="entity_id"
    )
    strength = (pl.col("grade_sum") / pl.col("origin_count")).fill_null(WEAK_STRENGTH).round(3)
    within = joined.filter(pl.col("cluster_id") == pl.col("other_id")).with_columns(
        strength.alias("strength"), pl.col("is_circular").fill_null(value=False)
    )
    ordered = within.sort("cluster_id", "origin_count", "strength", "weight", *_KEY)
    return ordered.with_columns(pl.int_range(pl.len()).over("cluster_id").alias("place")).filter(
        pl.col("place") < MAX_LINKS
    )


def _records(cases: pl.DataFrame) -> tuple[list[str], list[tuple[str, str]]]:
    known = with_columns_present(cases, revision=pl.Int64, source_grade=pl.String, info_grade=pl.String)
    grades = pl.concat_str(pl.col("source_grade").fill_null(""), pl.col("info_grade").fill_null(""))
    record_key = pl.concat_str("agency", "record_id", separator="/").alias("key")
    revision = pl.col("revision").fill_null(1).cast(pl.String)
    at = pl.concat_str(record_key, revision, separator="@").alias("at")
    rows = known.select(record_key, at, grades.alias("grades")).sort("key", maintain_order=True)
    texts = [(name, clean_text(grade) or "") for name, grade in rows.select("at", "grades").iter_rows()]
    return rows["key"].to_list(), texts


def build_review(cluster_id: str, pairs: Iterable[DoubtfulPair], reviewable: Reviewable) -> Review:
    """What the page of a cluster offers for review."""
    rows = reviewable.links.get(cluster_id, [])
    of_links = [tuple(map(int, row[5].split(","))) for row in rows]
    of_pairs = [
        tuple(reviewable.number[end.rpartition("#")[0]] for end in (pair.left_id, pair.right_id))
        for pair in pairs
    ]
    used = sorted({place for places in (*of_pairs, *of_links) for place in places})
    number = {place: at for at, place in enumerate(used)}
    records = tuple(reviewable.records[place] for place in used)
    links = tuple(
        ReviewLink._make((*row[:5], tuple([number[place] for place in places]), *row[6:]))
        for row, places in zip(rows, of_links, strict=True)
    )
    pair_records = tuple(tuple(sorted({number[place] for place in pair})) for pair in of_pairs)
    return Review(_fingerprint(cluster_id, records, pair_records, links), records, pair_records, links)


def _fingerprint(cluster_id: str, *parts: object) -> str:
    """Which state of which cluster was looked at; made of nothing that the page does not say."""
    return f"{cluster_id}:{hashlib.sha256(repr((cluster_id, parts)).encode()).hexdigest()[:32]}"
