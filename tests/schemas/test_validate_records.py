"""Rows of one record: which go along with a bad one, whose they are, and their numbers."""

from __future__ import annotations

import pytest

from schemas.table_names import NUMBER_COLUMN
from schemas.tables import TABLES
from schemas.validate import validate_tables
from tests.schemas.deliveries import (
    AS_OF,
    CASE,
    KEY,
    PERSON,
    checks_of,
    table_of,
    validate_changed,
    validate_rows,
    warnings_of,
)


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
