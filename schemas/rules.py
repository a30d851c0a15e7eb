"""Checks across the columns of one row, and against the clock: what no model of a single column can say.

Failures send the row to quarantine; oddities are possible and only warn.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

import polars as pl

from schemas.codes import GRADES
from schemas.country_boxes import outside_country
from schemas.findings import Rule
from schemas.tables.spec import table_columns

# No clock on Earth is more than 14 hours ahead of UTC; a day also forgives a clock that is set wrong.
FUTURE_TOLERANCE: Final = timedelta(days=1)
# The oldest person whose age was ever proven lived 122 years.
OLDEST_BIRTH: Final = date(1900, 1, 1)
# No incident that these partners report on is older than the States' present registers.
OLDEST_EVENT: Final = date(1950, 1, 1)
REPORT_TOLERANCE: Final = timedelta(days=1)

COORDINATES: Final = {
    "cases": (("lat", "lon", "country"),),
    "places": (("lat", "lon", "country"),),
    "legs": (("from_lat", "from_lon", "from_country"), ("to_lat", "to_lon", "to_country")),
}


def failure_rules(table: str, as_of: datetime) -> list[Rule]:
    """Rules whose breach sends a row of the table to quarantine.

    Args:
        table: Contract table name.
        as_of: When the delivery was received (with zone); nothing may lie after it.
    """
    return [*_future_rules(table, as_of), *_timeless_rules(table)]


@cache
def _timeless_rules(table: str) -> tuple[Rule, ...]:
    own = {"cases": _case_rules, "persons": _person_rules, "legs": _leg_rules}.get(table, list)()
    return (*_place_rules(table), *own)


@cache
def warning_rules(table: str) -> tuple[Rule, ...]:
    """Rules whose breach is odd but possible: the row is accepted and carries a warning."""
    rules = [
        Rule(
            lat,
            "outside_country",
            outside_country(lat, lon, country),
            f"coordinates inside the stated {country}",
        )
        for lat, lon, country in COORDINATES.get(table, ())
    ]
    return (*rules, *{"cases": _case_oddities, "persons": _person_oddities}.get(table, list)())


def _future_rules(table: str, as_of: datetime) -> list[Rule]:
    limit = as_of + FUTURE_TOLERANCE
    rules = []
    for spec in table_columns(table).values():
        if spec.metadata.get("no_future"):
            bound = pl.lit(limit.date() if spec.type_name == "Date" else limit)
            expected = "a time not after the delivery was received"
            rules.append(Rule(spec.name, "future", pl.col(spec.name) > bound, expected))
    return rules


def _place_rules(table: str) -> list[Rule]:
    rules = []
    for lat, lon, _ in COORDINATES.get(table, ()):
        at_origin = (pl.col(lat) == 0) & (pl.col(lon) == 0)
        missing_lat = pl.col(lat).is_null() & pl.col(f"text:{lat}").is_null() & pl.col(lon).is_not_null()
        missing_lon = pl.col(lon).is_null() & pl.col(f"text:{lon}").is_null() & pl.col(lat).is_not_null()
        rules += [
            Rule(
                lat,
                "null_island",
                at_origin,
                "a real position, or both coordinates empty: (0, 0) lies in the sea",
            ),
            Rule(lat, "coordinate_pair", missing_lat, f"a latitude to go with {lon}, or both empty"),
            Rule(lon, "coordinate_pair", missing_lon, f"a longitude to go with {lat}, or both empty"),
        ]
    return rules


def _case_rules() -> list[Rule]:
    start, end = pl.col("incident_start_date"), pl.col("incident_end_date")
    grades = [
        Rule(column, "grading", _not_in_scheme(column, place), "a code that the stated grading_scheme has")
        for place, column in enumerate(("source_grade", "info_grade"))
    ]
    return [
        Rule("incident_end_date", "date_order", end < start, "a day not before incident_start_date"),
        Rule("incident_start_date", "date_too_old", start < OLDEST_EVENT, f"a day from {OLDEST_EVENT} on"),
        Rule("minors_count", "count_order", pl.col("minors_count") > pl.col("migrants_count"),
             "not more minors than migrants_count"),
        *grades,
    ]  # fmt: skip


def _not_in_scheme(column: str, place: int) -> pl.Expr:
    known = {scheme: list(grades[place]) for scheme, grades in GRADES.items()}
    scheme = pl.col("grading_scheme")
    return pl.any_horizontal((scheme == name) & ~pl.col(column).is_in(codes) for name, codes in known.items())


def _person_rules() -> list[Rule]:
    too_old = pl.col("birth_date") < OLDEST_BIRTH
    return [Rule("birth_date", "date_too_old", too_old, f"a day from {OLDEST_BIRTH} on")]


def _leg_rules() -> list[Rule]:
    departed, arrived = pl.col("departed_at"), pl.col("arrived_at")
    is_day_only = arrived.dt.time() == pl.time(0)
    is_before = (arrived < departed) & ~(is_day_only & (arrived.dt.date() >= departed.dt.date()))
    return [Rule("arrived_at", "date_order", is_before, "a time not before departed_at")]


def _case_oddities() -> list[Rule]:
    reported = pl.col("reported_at").dt.date()
    late = pl.col("incident_start_date") > reported + REPORT_TOLERANCE
    graded = pl.col("source_grade").is_not_null() | pl.col("info_grade").is_not_null()
    unknown_scheme = graded & pl.col("grading_scheme").is_null()
    more_women = pl.col("women_count") > pl.col("migrants_count")
    return [
        Rule("incident_start_date", "reported_before", late, "a day not after reported_at"),
        Rule("grading_scheme", "grading", unknown_scheme, "the scheme that the grades belong to"),
        Rule("women_count", "count_order", more_women, "not more women than migrants_count"),
    ]


def _person_oddities() -> list[Rule]:
    disagrees = pl.col("birth_date").dt.year() != pl.col("birth_year")
    return [Rule("birth_year", "birth_year", disagrees, "the year of birth_date")]
