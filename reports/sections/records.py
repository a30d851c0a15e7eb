"""The case records that a cluster rests on: evidence, months, grades, repeated reports, gaps.

Narratives are never read here: they may hold the names of those whom Article 5 protects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from reports.model import Evidence, Gap, GradeCount, RepeatedReport
from reports.sections.grouping import Row, clean_text, with_columns_present

MAX_EVIDENCE_ROWS = 5000
"""A page shows at most so many records (design: the rest goes to the tables for machines)."""

CASE_COLUMNS: dict[str, Any] = {
    "incident_start_date": pl.Date,
    "incident_end_date": pl.Date,
    "country": pl.String,
    "municipality": pl.String,
    "offence": pl.String,
    "transport_modes": pl.List(pl.String),
    "migrants_count": pl.Int64,
    "fee_amount": pl.Float64,
    "benefit": pl.String,
    "grading_scheme": pl.String,
    "source_grade": pl.String,
    "info_grade": pl.String,
    "handling": pl.String,
    "origin_ref": pl.String,
}
"""All that a page may take from a case record."""


def key_cases(cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with `record_key` and the columns a page may use, typed."""
    keyed = cases.with_columns(record_key=pl.concat_str("agency", "record_id", separator="/"))
    return with_columns_present(keyed, **CASE_COLUMNS).select("record_key", *CASE_COLUMNS)


def cluster_records(clusters: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id, record_key`, each once: the records that name a person of the cluster."""
    persons = occurrences.filter(pl.col("kind") == "person").select("entity_id", "record_key")
    named = persons.join(clusters.select("cluster_id", "entity_id"), on="entity_id")
    return named.select("cluster_id", "record_key").unique().sort("cluster_id", "record_key")


def ranked_in_records(key_players: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id, record_key, ranks`: which ranked persons of a cluster each record mentions, by rank."""
    found = key_players.select("cluster_id", "entity_id", "rank").join(
        occurrences.select("entity_id", "record_key").unique(), on="entity_id"
    )
    ranks = found.group_by("cluster_id", "record_key").agg(pl.col("rank").unique().sort().alias("ranks"))
    return ranks.sort("cluster_id", "record_key")


def follow_origins(cases: pl.DataFrame) -> dict[str, tuple[str, bool]]:
    """For each record key: the key its information goes back to, and whether the chain runs in a circle.

    A circle's origin is the smallest key in it, so that all its records count as one source.
    """
    taken_from = dict(cases.select("record_key", "origin_ref").iter_rows())
    return {key: _walk(key, taken_from) for key in taken_from}


def _walk(key: str, taken_from: Mapping[str, str | None]) -> tuple[str, bool]:
    path = [key]
    while (source := taken_from.get(path[-1])) is not None:
        if source in path:
            return min(path[path.index(source) :]), True
        path.append(source)
    return path[-1], False


def list_evidence(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    """The records of one cluster as evidence rows, in the order given, at most `MAX_EVIDENCE_ROWS`."""
    return tuple(_to_evidence(row) for row, _ in zip(rows, range(MAX_EVIDENCE_ROWS), strict=False))


def _to_evidence(row: Row) -> Evidence:
    texts = (
        "offence",
        "country",
        "municipality",
        "grading_scheme",
        "source_grade",
        "info_grade",
        "origin_ref",
    )
    return Evidence(
        record_key=clean_text(row["record_key"]) or "",
        start=row["incident_start_date"],
        end=row["incident_end_date"],
        handling=clean_text(row["handling"]) or "RED",
        ranks=tuple(row.get("ranks") or ()),
        **{name: clean_text(row[name]) for name in texts},
    )


def count_months(rows: Iterable[Row]) -> tuple[tuple[str, str, int], ...]:
    """`(YYYY-MM, offence, records)` for every month of incident and offence, sorted."""
    counts = Counter(
        (row["incident_start_date"].strftime("%Y-%m"), clean_text(row["offence"]) or "unknown")
        for row in rows
        if row["incident_start_date"] is not None
    )
    return tuple((month, offence, number) for (month, offence), number in sorted(counts.items()))


def count_grades(rows: Iterable[Row]) -> tuple[GradeCount, ...]:
    """How many records carry each pair of raw grades, the most frequent first."""
    names = ("grading_scheme", "source_grade", "info_grade")
    counts = Counter(tuple(clean_text(row[name]) for name in names) for row in rows)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], [part or "" for part in item[0]]))
    return tuple(GradeCount(grade[0], grade[1], grade[2], number) for grade, number in ordered)


def list_repeated(rows: Iterable[Row], origins: Mapping[str, tuple[str, bool]]) -> tuple[RepeatedReport, ...]:
    """The records that were taken from another, circular ones first."""
    repeated = [
        RepeatedReport(row["record_key"], clean_text(row["origin_ref"]) or "", origins[row["record_key"]][1])
        for row in rows
        if row["origin_ref"] is not None
    ]
    return tuple(sorted(repeated, key=lambda item: (not item.is_circular, item.record_key)))


GAP_ITEMS: dict[str, tuple[str, ...]] = {
    "place": ("municipality", "country"),
    "carrier": ("transport_modes",),
    "migrants": ("migrants_count",),
    "fee": ("fee_amount",),
    "benefit": ("benefit",),
    "grades": ("source_grade", "info_grade"),
}
"""What the exchange of Article 10(1) of the Protocol would need (routes, carriers and means, the benefit of
Article 3) and the columns that state it; an item is stated when all its columns are."""


def list_gaps(rows: Sequence[Row]) -> tuple[Gap, ...]:
    """How many of a cluster's records state each item, in the table's order."""
    return tuple(
        Gap(item, sum(all(_is_stated(row[name]) for name in columns) for row in rows), len(rows))
        for item, columns in GAP_ITEMS.items()
    )


def _is_stated(value: object) -> bool:
    return value is not None and value not in ([], "unknown", "")
