"""Every failing check of every row, one pathology a test."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.errors import DeliveryError
from schemas.table_names import NUMBER_COLUMN
from schemas.tables import TABLES
from schemas.tables.spec import table_columns
from schemas.validate import validate_tables
from tests.schemas.deliveries import (
    AS_OF,
    CASE,
    GOOD,
    KEY,
    PERSON,
    checks_of,
    table_of,
    validate_changed,
    validate_rows,
    warnings_of,
)


def test_a_good_record_is_accepted_without_remark() -> None:
    verdict = validate_rows({name: [row] for name, row in GOOD.items()})
    assert verdict.failures.is_empty()
    assert verdict.warnings.is_empty()
    assert all(rows.height == 1 for rows in verdict.accepted.values())


def test_accepted_tables_are_typed_as_their_models_say() -> None:
    verdict = validate_rows({"cases": [CASE]})
    for table in TABLES:
        schema = dict(verdict.accepted[table].schema)
        assert schema.pop("row_no") == pl.Int64
        assert schema == {name: spec.dtype for name, spec in table_columns(table).items()}


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


@pytest.mark.parametrize(
    ("table", "cells", "warning"),
    [
        ("cases", {"incident_start_date": "2025-03-04"}, ("incident_start_date", "reported_before")),
        ("cases", {"country": "MX", "lat": "51.0", "lon": "-99.0"}, ("lat", "outside_country")),
        ("cases", {"source_grade": "B"}, ("grading_scheme", "grading")),
        ("cases", {"transport_modes": "road|horse"}, ("transport_modes", "unknown_word")),
        ("persons", {"role": "cook"}, ("role", "unknown_word")),
        ("persons", {"birth_date": "1989-06-01", "birth_year": "1990"}, ("birth_year", "birth_year")),
        ("identifiers", {"kind": "telex"}, ("kind", "unknown_word")),
        ("places", {"kind": "cave"}, ("kind", "unknown_word")),
        ("payments", {"method": "barter"}, ("method", "unknown_word")),
        ("calls", {"started_at": "2025-03-01 08:00"}, ("started_at", "no_zone")),
        ("legs", {"mode": "mule"}, ("mode", "unknown_word")),
        ("identifiers", {"kind": "curp", "value": "CARM650526HOCHSN00"}, ("value", "curp_check_digit")),
    ],
)
def test_what_is_odd_but_possible_is_accepted_with_a_warning(
    table: str, cells: dict[str, str], warning: tuple[str, str]
) -> None:
    verdict = validate_changed(table, **cells)
    assert verdict.failures.is_empty()
    assert warning in warnings_of(verdict, table)


def test_a_curp_is_compared_with_the_person_it_is_written_beside() -> None:
    person = {
        **PERSON,
        "given_names": "MANUEL ALEJANDRO",
        "surname_1": "RÍOS",
        "surname_2": "CHÁVEZ",
        "sex": "F",
    }
    curp = {**KEY, "person_no": "1", "kind": "curp", "value": "CARM650526HOCHSN05"}
    verdict = validate_rows({"cases": [CASE], "persons": [person], "identifiers": [curp]})
    assert warnings_of(verdict, "identifiers") == {("value", "curp_sex")}


def test_an_unknown_role_is_kept_raw() -> None:
    accepted = validate_changed("persons", role="cocinero").accepted["persons"]
    assert accepted.select("role", "role_raw").rows() == [(None, "cocinero")]


def test_an_unknown_kind_becomes_other_and_the_message_keeps_the_word() -> None:
    verdict = validate_changed("places", kind="cave")
    assert verdict.accepted["places"]["kind"].to_list() == ["other"]
    assert "'cave'" in verdict.warnings["message"][0]


def test_the_message_says_where_what_and_what_else() -> None:
    verdict = validate_changed("cases", incident_start_date="31/02/2024")
    place = "cases.csv, row 1, column incident_start_date"
    expected = f"{place}: found '31/02/2024', expected a real date written YYYY-MM-DD."
    assert verdict.failures.filter(pl.col("table") == "cases")["message"].to_list() == [expected]


def test_the_raw_row_is_kept_with_every_failure() -> None:
    verdict = validate_changed("persons", status="suspect")
    assert '"status": "suspect"' in verdict.failures.filter(pl.col("table") == "persons")["raw"][0]


def test_a_bad_case_takes_its_whole_record_along() -> None:
    verdict = validate_changed("cases", handling=None)
    assert all(verdict.quarantined[table] == 1 for table in TABLES)
    assert all(("record_id", "record") in checks_of(verdict, table) for table in NUMBER_COLUMN)
    assert verdict.incomplete.is_empty()


def test_a_bad_child_goes_alone_and_marks_its_record() -> None:
    verdict = validate_changed("calls", duration_s="-1")
    assert verdict.quarantined == {table: int(table == "calls") for table in TABLES}
    assert verdict.incomplete.rows() == [("MX-INM", "R-1", 1)]


def test_rows_of_a_quarantined_facilitator_stay_as_the_cases_own() -> None:
    verdict = validate_changed("persons", sex="Z")
    assert verdict.quarantined["identifiers"] == 0
    assert verdict.accepted["identifiers"]["person_no"].to_list() == [None]
    assert ("person_no", "person_reference") in warnings_of(verdict, "identifiers")


@pytest.mark.parametrize("status", ["smuggled_migrant", "victim", "witness", "both", "migrante"])
def test_rows_of_a_quarantined_person_who_may_be_protected_wait_with_them(status: str) -> None:
    verdict = validate_changed("persons", sex="Z", status=status)
    assert ("person_no", "person_reference") in checks_of(verdict, "identifiers")


def test_a_delivery_without_cases_is_refused_whole() -> None:
    with pytest.raises(DeliveryError) as refused:
        validate_rows({"persons": [PERSON]})
    assert refused.value.check == "missing_table"


def test_an_agency_may_deliver_for_another_that_its_dialect_names() -> None:
    case = {**CASE, "agency": "MX-GN"}
    assert validate_rows({"cases": [case]}).quarantined["cases"] == 1
    assert validate_rows({"cases": [case]}, delivers_for=frozenset({"MX-GN"})).quarantined["cases"] == 0


def test_a_missing_number_is_the_rows_place_in_its_record() -> None:
    other = {**KEY, "record_id": "R-2"}
    calls = [{**KEY, "caller": "1"}, {**other, "caller": "2"}, {**KEY, "caller": "3"}]
    verdict = validate_rows({"cases": [CASE, {**CASE, **other}], "calls": calls})
    assert verdict.accepted["calls"].select("record_id", "call_no").rows() == [
        ("R-1", 1),
        ("R-2", 1),
        ("R-1", 2),
    ]


def test_a_repeated_number_keeps_the_first_row() -> None:
    persons = [{**PERSON, "given_names": "ANA"}, {**PERSON, "given_names": "EVA"}]
    verdict = validate_rows({"cases": [CASE], "persons": persons})
    assert verdict.accepted["persons"]["given_names"].to_list() == ["ANA"]
    assert checks_of(verdict, "persons") == {("person_no", "repeated_number")}
    assert verdict.failures["message"].to_list() == [
        "persons.csv, row 2, column person_no: found '1', "
        "expected a number of its own: row 1 is number 1 already."
    ]


def test_flat_rows_belong_to_the_highest_revision_unless_they_say_another() -> None:
    cases = [CASE, {**CASE, "revision": "3"}, {**CASE, "revision": "2"}]
    calls = [dict(KEY), {**KEY, "revision": "1"}, {**KEY, "revision": "4"}]
    verdict = validate_rows({"cases": cases, "calls": calls})
    assert verdict.accepted["calls"]["revision"].to_list() == [3, 1]
    assert checks_of(verdict, "calls") == {("record_id", "record")}


def test_nested_rows_belong_to_the_record_they_stand_in() -> None:
    raw = {
        "cases": table_of("cases", [{**CASE, "row_no": 10}, {**CASE, "row_no": 20}]),
        "persons": table_of(
            "persons",
            [{"status": "witness", "row_no": line, "parent_row": line} for line in (10, 10, 20)],
        ),
    }
    verdict = validate_tables(raw, deliverer="MX-INM", delivers_for=frozenset(), as_of=AS_OF)
    assert verdict.failures.is_empty()
    assert verdict.accepted["persons"].select("record_id", "person_no", "row_no").rows() == [
        ("R-1", 1, 10),
        ("R-1", 2, 10),
        ("R-1", 1, 20),
    ]


def test_defaults_are_filled_in() -> None:
    accepted = validate_rows({"cases": [CASE]}).accepted["cases"]
    columns = ("revision", "retracted", "transport_modes", "releasable_to")
    assert accepted.select(columns).rows() == [(1, False, [], [])]
