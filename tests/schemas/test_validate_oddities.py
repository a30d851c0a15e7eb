"""What is odd but possible is accepted, with a warning on the row."""

from __future__ import annotations

import pytest

from tests.schemas.deliveries import CASE, KEY, PERSON, validate_changed, validate_rows, warnings_of


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
