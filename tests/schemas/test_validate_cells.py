"""Every failing check of every cell and of the cells of one row, one pathology a test."""

from __future__ import annotations

import pytest

from tests.schemas.deliveries import checks_of, validate_changed


@pytest.mark.parametrize(
    ("table", "column", "value", "check"),
    [
        ("cases", "agency", "mx-inm", "pattern"),
        ("cases", "agency", "US-CBP", "deliverer"),
        ("cases", "agency", None, "required"),
        ("cases", "record_id", "R" * 81, "pattern"),
        ("cases", "record_id", None, "required"),
        ("cases", "revision", "0", "range"),
        ("cases", "revision", "1.5", "int64"),
        ("cases", "retracted", "perhaps", "boolean"),
        ("cases", "reported_at", "2025-03-02T10:00:00", "datetime"),
        ("cases", "reported_at", "2027-03-02T10:00:00Z", "future"),
        ("cases", "incident_start_date", "31/02/2024", "date"),
        ("cases", "incident_start_date", "2025-02-30", "date"),
        ("cases", "incident_start_date", "2026-01-17", "future"),
        ("cases", "incident_start_date", "0202-01-17", "date_too_old"),
        ("cases", "incident_end_date", "2025-02-28", "date_order"),
        ("cases", "country", "XX", "code_list"),
        ("cases", "country", "mx", "code_list"),
        ("cases", "offence", "smuggling", "code_list"),
        ("cases", "fee_currency", "PESOS", "code_list"),
        ("cases", "benefit", "maybe", "code_list"),
        ("cases", "migrants_count", "-1", "range"),
        ("cases", "migrants_count", "1_000", "int64"),
        ("cases", "fee_amount", "nan", "float64"),
        ("cases", "fee_amount", "1,5", "float64"),
        ("cases", "grading_scheme", "nato", "code_list"),
        ("cases", "handling", None, "required"),
        ("cases", "handling", "PURPLE", "code_list"),
        ("cases", "releasable_to", "UNODC|x", "pattern"),
        ("cases", "releasable_to", '["UNODC"', "list"),
        ("cases", "origin_ref", "no reference", "pattern"),
        ("cases", "narrative", "x" * 200_001, "length"),
        ("persons", "status", "suspect", "code_list"),
        ("persons", "status", None, "required"),
        ("persons", "sex", "Z", "code_list"),
        ("persons", "nationality", "MEX", "code_list"),
        ("persons", "birth_date", "1989-13-01", "date"),
        ("persons", "birth_date", "2031-01-01", "future"),
        ("persons", "birth_date", "1750-01-01", "date_too_old"),
        ("persons", "birth_year", "89", "range"),
        ("persons", "person_no", "one", "int64"),
        ("identifiers", "value", None, "required"),
        ("identifiers", "person_no", "7", "person_reference"),
        ("identifiers", "country", "ZZ", "code_list"),
        ("vehicles", "person_no", "7", "person_reference"),
        ("places", "person_no", "7", "person_reference"),
        ("payments", "payer_person_no", "7", "person_reference"),
        ("payments", "payee_person_no", "7", "person_reference"),
        ("payments", "amount", "-5", "range"),
        ("payments", "currency", "XXZ", "code_list"),
        ("calls", "duration_s", "-5", "range"),
        ("calls", "started_at", "2027-01-01T00:00:00Z", "future"),
        ("legs", "guide_person_no", "7", "person_reference"),
        ("legs", "record_id", "R-2", "record"),
    ],
)
def test_a_broken_cell_is_found_where_it_is(table: str, column: str, value: str | None, check: str) -> None:
    verdict = validate_changed(table, **{column: value})
    assert (column, check) in checks_of(verdict, table)
    assert verdict.quarantined[table] == 1


def test_an_unreadable_required_cell_is_not_reported_as_missing_too() -> None:
    assert checks_of(validate_changed("cases", incident_start_date="31/02/2024"), "cases") == {
        ("incident_start_date", "date")
    }


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("0", "0", {("lat", "null_island")}),
        ("0", "-78.5", set()),
        ("19.4", None, {("lon", "coordinate_pair")}),
        (None, "-99.1", {("lat", "coordinate_pair")}),
        ("91", "0", {("lat", "range")}),
        ("19.4", "-181", {("lon", "range")}),
        ("north", "-99.1", {("lat", "float64")}),
    ],
)
def test_coordinates_are_on_earth_both_or_neither(
    lat: str | None, lon: str | None, expected: set[tuple[str, str]]
) -> None:
    assert checks_of(validate_changed("places", lat=lat, lon=lon), "places") == expected


def test_legs_may_not_end_before_they_begin() -> None:
    verdict = validate_changed("legs", departed_at="2025-03-01T10:00:00Z", arrived_at="2025-03-01T09:00:00Z")
    assert checks_of(verdict, "legs") == {("arrived_at", "date_order")}


def test_a_leg_that_arrives_on_a_day_without_time_is_in_order() -> None:
    verdict = validate_changed("legs", departed_at="2025-03-01T10:00:00Z", arrived_at="2025-03-01")
    assert verdict.failures.is_empty()


def test_more_minors_than_migrants_fail() -> None:
    verdict = validate_changed("cases", migrants_count="3", minors_count="4")
    assert checks_of(verdict, "cases") == {("minors_count", "count_order")}


@pytest.mark.parametrize(
    ("scheme", "source", "info", "expected"),
    [
        ("admiralty", "B", "2", set()),
        ("admiralty", "X", "7", {("source_grade", "grading"), ("info_grade", "grading")}),
        ("4x4", "X", "4", set()),
        ("4x4", "D", "1", {("source_grade", "grading")}),
        ("3x5x2", "1", "E", set()),
        ("3x5x2", "A", "1", {("source_grade", "grading"), ("info_grade", "grading")}),
    ],
)
def test_grades_are_codes_of_their_own_scheme(
    scheme: str, source: str, info: str, expected: set[tuple[str, str]]
) -> None:
    verdict = validate_changed("cases", grading_scheme=scheme, source_grade=source, info_grade=info)
    assert checks_of(verdict, "cases") == expected


def test_all_failures_of_a_row_are_found_at_once() -> None:
    verdict = validate_changed("cases", handling="PURPLE", country="XX", lat="0", lon="0", minors_count="-2")
    assert checks_of(verdict, "cases") == {
        ("handling", "code_list"),
        ("country", "code_list"),
        ("lat", "null_island"),
        ("minors_count", "range"),
    }
    assert verdict.quarantined["cases"] == 1
