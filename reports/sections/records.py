"""The case records that a cluster rests on: evidence, months, grades, repeated reports, gaps.

Narratives are never read here: they may hold the names of those whom Article 5 protects.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from graph.origins import resolve_origins
from reports.model import Evidence, Gap, GradeCount, RepeatedReport
from reports.sections.grouping import Row, clean_text, with_columns_present
from reports.sections.numbers import MAX_EVIDENCE_ROWS, list_numbers

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
    "is_incomplete": pl.Boolean,
    "has_warning": pl.Boolean,
}
"""All that a page may take from a case record."""


MARKS = {"incomplete": "is_incomplete", "warning": "has_warning"}
"""What is said beside a record of how it was taken in, and the column that has it."""


def key_cases(cases: pl.DataFrame) -> pl.DataFrame:
    """The cases with `record_key` and the columns a page may use, typed."""
    keyed = cases.with_columns(record_key=pl.concat_str("agency", "record_id", separator="/"))
    return with_columns_present(keyed, **CASE_COLUMNS).select("record_key", *CASE_COLUMNS)


def ranked_in_records(key_players: pl.DataFrame, occurrences: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id, record_key, ranks`: which ranked persons of a cluster each record mentions, by rank."""
    found = key_players.select("cluster_id", "entity_id", "rank").join(
        occurrences.select("entity_id", "record_key").unique(), on="entity_id"
    )
    ranks = found.group_by("cluster_id", "record_key").agg(pl.col("rank").unique().sort().alias("ranks"))
    return ranks.sort("cluster_id", "record_key")


def follow_origins(cases: pl.DataFrame) -> dict[str, tuple[str, bool]]:
    """For each record key: the key its information goes back to, and whether the chain runs in a circle.

    As the links have it (`graph.origins`): a record that names itself was taken from no other.
    """
    found = resolve_origins(cases.select("record_key", "origin_ref"))
    return {key: (origin, is_circular) for key, origin, is_circular in found.iter_rows()}


def list_evidence(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    """The records of one cluster as evidence rows, in the order given: those numbered to the last shown."""
    return tuple(_to_evidence(row) for row in rows if row["number"] <= MAX_EVIDENCE_ROWS)


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
        marks=tuple(mark for mark, column in MARKS.items() if row[column]),
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
        if row["origin_ref"] not in (None, row["record_key"])
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
    return tuple(_to_gap(item, columns, rows) for item, columns in GAP_ITEMS.items())


def _to_gap(item: str, columns: Sequence[str], rows: Sequence[Row]) -> Gap:
    stated = {row["number"] for row in rows if all(_is_stated(row[name]) for name in columns)}
    missing = (row["number"] for row in rows if row["number"] not in stated)
    return Gap(item, len(stated), len(rows), list_numbers(sorted(stated)), list_numbers(missing))


def _is_stated(value: object) -> bool:
    return value is not None and value not in ([], "unknown", "")
