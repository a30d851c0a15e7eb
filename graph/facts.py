"""What holds for a whole record and is asked again and again: its date, grade, handling and origin."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from graph.grades import grade_factor
from graph.handling import strictness
from graph.origins import resolve_origins


def record_key() -> pl.Expr:
    """Return `AGENCY/RECORD_ID`, the key of a case record."""
    return pl.concat_str([pl.col("agency"), pl.lit("/"), pl.col("record_id")]).alias("record_key")


def record_facts(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Gather one row of facts per case record.

    Args:
        tables: The contract's case tables, current records only.

    Returns:
        `record_key, agency, country, event_date` (incident start), `event_end_date` (incident end, or start),
        `origin_ref, reported_at, strictness, grade_factor, origin_key, is_circular`, sorted by `record_key`.
    """
    cases = stated_facts(tables["cases"])
    return cases.join(resolve_origins(cases), on="record_key").sort("record_key")


def stated_facts(cases: pl.DataFrame) -> pl.DataFrame:
    """What each record says of itself: the columns of `record_facts` but its origin, and `origin_ref`."""
    return cases.select(
        record_key(),
        "agency",
        "country",
        "origin_ref",
        "reported_at",
        pl.col("incident_start_date").alias("event_date"),
        pl.coalesce("incident_end_date", "incident_start_date").alias("event_end_date"),
        strictness(),
        grade_factor(),
    )
