"""Protected persons as counts, with small cells withheld.

Counts below five could point at a person (the usual threshold of statistical disclosure control). A single
withheld cell could be worked out from the total, so the next smallest one is withheld with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import polars as pl

from reports.model import SMALL_CELL, Cell, ProtectedCounts
from reports.release import AWAITING_STATUS, UNNAMED_STATUSES
from reports.sections.grouping import Row, clean_text, with_columns_present
from schemas.codes import PROTECTED_STATUSES

AGE_GROUPS = ((0, 11), (12, 17), (18, 29), (30, 59), (60, 130))
"""Whole years at the time of the incident: children, adolescents, young adults, adults, older people."""


def protected_mentions(
    records: pl.DataFrame, mentions: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """One row a cluster and person not to be named: `cluster_id, entity_id, status, sex, nationality, age`.

    Args:
        records: `cluster_id, record_key`.
        mentions: The network's mentions with `entity_status` of the person they resolve to.
        tables: The case tables; `persons` and `cases` are used.
    """
    keys = ["agency", "record_id", "person_no"]
    persons = with_columns_present(
        tables["persons"], sex=pl.String, nationality=pl.String, birth_date=pl.Date, birth_year=pl.Int64
    ).select(*keys, "sex", "nationality", "birth_date", "birth_year")
    incident = with_columns_present(tables["cases"], incident_start_date=pl.Date)
    unnamed = mentions.filter(pl.col("entity_status").is_in(UNNAMED_STATUSES)).select(
        *keys, "entity_id", "entity_status"
    )
    found = (
        unnamed.join(persons, on=keys, how="left")
        .join(
            incident.select("agency", "record_id", "incident_start_date"),
            on=["agency", "record_id"],
            how="left",
        )
        .with_columns(record_key=pl.concat_str("agency", "record_id", separator="/"))
        .join(records, on="record_key")
    )
    born = pl.coalesce(pl.col("birth_date").dt.year().cast(pl.Int64), "birth_year")
    age = (pl.col("incident_start_date").dt.year().cast(pl.Int64) - born).alias("age")
    per_person = (
        found.with_columns(age)
        .sort("cluster_id", "entity_id", "record_key")
        .group_by("cluster_id", "entity_id")
    )
    return per_person.agg(
        pl.col("entity_status").first().alias("status"),
        *(pl.col(name).drop_nulls().first() for name in ("sex", "nationality", "age")),
    ).sort("cluster_id", "entity_id")


def count_protected(rows: Sequence[Row]) -> ProtectedCounts:
    """Counts by sex, age group and nationality of one cluster's protected persons, small cells withheld."""
    protected = [row for row in rows if row["status"] in PROTECTED_STATUSES]
    total = len(protected)
    if total < SMALL_CELL:
        return ProtectedCounts(Cell(None, 0 if total == 0 else None, total > 0))
    return ProtectedCounts(
        Cell(None, total),
        suppress_small(clean_text(row["sex"]) for row in protected),
        suppress_small(age_group(row["age"]) for row in protected),
        suppress_small(clean_text(row["nationality"]) for row in protected),
    )


def age_group(age: int | None) -> str | None:
    """The group of an age in whole years, such as `12-17`; None when unknown or impossible."""
    fitting = [f"{low}-{high}" for low, high in AGE_GROUPS if age is not None and low <= age <= high]
    return fitting[0] if fitting else None


def suppress_small(values: Iterable[str | None]) -> tuple[Cell, ...]:
    """Counted values, sorted; cells below five are withheld and cannot be worked out from the rest."""
    counts = Counter(values)
    ordered = sorted(counts.items(), key=lambda item: (item[1], item[0] or ""))
    withheld: set[str | None] = {value for value, count in ordered if count < SMALL_CELL}
    if withheld and (len(withheld) < 2 or sum(counts[value] for value in withheld) < SMALL_CELL):
        rest = [value for value, _ in ordered if value not in withheld]
        withheld.update(rest[:1])
    by_value = sorted(counts.items(), key=lambda item: (item[0] is None, item[0] or ""))
    return tuple(
        Cell(value, None if value in withheld else count, count < SMALL_CELL) for value, count in by_value
    )


def count_awaiting(rows: Sequence[Row]) -> int:
    """Persons who are facilitator in one record and protected in another, and wait for a decision."""
    return sum(row["status"] == AWAITING_STATUS for row in rows)
