"""What a reviewer may judge of a cluster, named so that the decisions mean the same wherever they arrive.

Ends are mentions and places in records, never ids of entities: those differ from one recipient's view to
another's. Each judgement knows the records, with their revisions, that it is made on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.decided import occurrence_key
from reports.model import DoubtfulPair, Review, ReviewLink
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
        links: By cluster, `source_id, target_id, kind, left_key, right_key, record_keys, origin_count,
            strength, is_circular, judgement`, the most doubtful first.
        records: `AGENCY/RECORD@REVISION` and the raw grades of each record, by its key.
    """

    links: Mapping[str, list[tuple[Any, ...]]]
    records: Mapping[str, tuple[str, str]]


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
    doubtful = _doubtful_links(links, clusters)
    rests_on = evidence.select(*_KEY, "record_key").join(doubtful, on=_KEY, how="semi").unique()
    places = occurrences.select("entity_id", "record_key", occurrence_key())
    keyed = doubtful.join(
        rests_on.group_by(_KEY).agg(pl.col("record_key").sort().alias("record_keys")), on=_KEY
    )
    for end, name in (("source_id", "left_key"), ("target_id", "right_key")):
        first = rests_on.join(places, left_on=[end, "record_key"], right_on=["entity_id", "record_key"])
        keyed = keyed.join(first.group_by(_KEY).agg(pl.col("occurrence_key").min().alias(name)), on=_KEY)
    columns = [*_KEY, "left_key", "right_key", "record_keys"]
    grouped = group_tuples(
        keyed.sort("cluster_id", "place"),
        "cluster_id",
        *columns,
        "origin_count",
        "strength",
        "is_circular",
        "judgement",
    )
    return Reviewable(grouped, _records(cases))


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


def _records(cases: pl.DataFrame) -> dict[str, tuple[str, str]]:
    known = with_columns_present(cases, revision=pl.Int64, source_grade=pl.String, info_grade=pl.String)
    grades = pl.concat_str(pl.col("source_grade").fill_null(""), pl.col("info_grade").fill_null(""))
    record_key = pl.concat_str("agency", "record_id", separator="/")
    revision = pl.col("revision").fill_null(1).cast(pl.String)
    rows = known.select(record_key, pl.concat_str(record_key, revision, separator="@").alias("at"), grades)
    return {key: (at, clean_text(grade) or "") for key, at, grade in rows.iter_rows()}


def build_review(cluster_id: str, pairs: Iterable[DoubtfulPair], reviewable: Reviewable) -> Review:
    """What the page of a cluster offers for review."""
    rows = reviewable.links.get(cluster_id, [])
    of_pairs = [tuple(end.rpartition("#")[0] for end in (pair.left_id, pair.right_id)) for pair in pairs]
    keys = sorted({key for keys in [*of_pairs, *(row[5] for row in rows)] for key in keys})
    number = {key: place for place, key in enumerate(keys)}
    records = tuple(reviewable.records[key] for key in keys)
    links = tuple(_to_link(row, number) for row in rows)
    pair_records = tuple(tuple(sorted({number[key] for key in pair})) for pair in of_pairs)
    return Review(_fingerprint(cluster_id, records, pair_records, links), records, pair_records, links)


def _to_link(row: tuple[Any, ...], number: Mapping[str, int]) -> ReviewLink:
    source_id, target_id, kind, left, right, keys, origins, strength, is_circular, judgement = row
    signs = ((SINGLE, origins == 1), (WEAK, strength <= WEAK_STRENGTH), (CIRCULAR, is_circular))
    return ReviewLink(
        source_id=source_id,
        target_id=target_id,
        kind=kind,
        left=left,
        right=right,
        records=tuple(number[key] for key in keys),
        origin_count=origins,
        marks="".join(mark for mark, holds in signs if holds),
        judgement=judgement,
    )


def _fingerprint(cluster_id: str, *parts: object) -> str:
    """Which state of which cluster was looked at; made of nothing that the page does not say."""
    return f"{cluster_id}:{hashlib.sha256(repr((cluster_id, parts)).encode()).hexdigest()[:32]}"
