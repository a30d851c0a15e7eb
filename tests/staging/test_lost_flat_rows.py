"""A row of a flat table that has no structure leaves its record incomplete, where it is known whose it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from staging.audit import audit_books
from staging.receipt import Receipt
from staging.records import load_records, load_versions
from staging.store import Store

Take = Callable[..., Receipt]

CASES = "agency,record_id,revision,reported_at,incident_start_date,handling\n"
PERSONS = "agency,record_id,person_no,status,given_names\n"
BLANK = "\n" * 4096
"""So far on, a NUL is one row's fault; further up it says that the file is no text."""

WELL = "MX-INM,R-1,1,facilitator,Ana\nMX-INM,R-2,1,facilitator,Eva\n"


def case(record_id: str = "R-1", revision: int = 1) -> str:
    return f"MX-INM,{record_id},{revision},2023-12-01T00:00:00Z,2023-11-28,GREEN\n"


def flat(persons: str, cases: str = case() + case("R-2")) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("cases.csv", CASES + cases)
        archive.writestr("persons.csv", persons)
    return buffer.getvalue()


def incomplete(store: Store) -> list[tuple[str, int]]:
    versions = load_versions(store).filter("incomplete").sort("record_id", "revision")
    return versions.select("record_id", "revision").rows()


@pytest.mark.parametrize(
    "line",
    [
        "MX-INM,R-1,2,witness",
        "MX-INM,R-1,2,witness,Eva, the second",
        'MX-INM,R-1,2,witness,"Eva"x',
        '"MX-INM","R-1",2,witness,"Eva',
        "MX-INM,R-1,2,witness,E\x00va",
    ],
)
def test_the_record_whose_row_could_not_be_read_is_incomplete(take: Take, store: Store, line: str) -> None:
    receipt = take("a.zip", flat(PERSONS + WELL + BLANK + line + "\n"))
    assert receipt.quarantined["persons"] == 1
    assert incomplete(store) == [("R-1", 1)]


@pytest.mark.parametrize("line", ["MX-INM", "MX-INM,R-9,2,witness", "Eva,MX-INM,R-1,2,witness,"])
def test_a_row_of_nobody_leaves_all_records_whole(take: Take, store: Store, line: str) -> None:
    assert take("a.zip", flat(PERSONS + WELL + line + "\n")).quarantined["persons"] == 1
    assert incomplete(store) == []


def test_a_key_that_may_have_slipped_marks_no_record(take: Take, store: Store) -> None:
    header, rows = "agency,given_names,record_id,person_no,status\n", "MX-INM,Ana,2,1,facilitator\n"
    slipped = "MX-INM,R-1,2,witness\n"  # no name: its number stands where the record's should
    take("a.zip", flat(header + rows + slipped, case("2") + case("R-1")))
    assert incomplete(store) == []


def test_of_a_row_whose_cells_all_stand_in_their_columns_the_key_is_sure_wherever_it_is(
    take: Take, store: Store
) -> None:
    header, rows = "agency,given_names,record_id,person_no,status\n", "MX-INM,E\x00va,R-1,1,witness\n"
    take("a.zip", flat(header + BLANK + rows))
    assert incomplete(store) == [("R-1", 1)]


@pytest.mark.parametrize("other", [case("R-1", 2), case("R-1", 2).replace("GREEN", "PURPLE")])
def test_a_row_of_which_revision_is_unknown_marks_none(take: Take, store: Store, other: str) -> None:
    take("a.zip", flat(PERSONS + "MX-INM,R-1,2,witness\n", case() + other))
    assert incomplete(store) == []


def test_the_row_mended_completes_the_record_under_its_number(take: Take, store: Store) -> None:
    take("a.zip", flat(PERSONS + WELL + "MX-INM,R-1,2,witness\n"))
    receipt = take("b.zip", flat(PERSONS + WELL + "MX-INM,R-1,2,witness,Eva\n"))
    assert (receipt.accepted, receipt.duplicates) == ({"persons": 1}, {"cases": 2, "persons": 2})
    assert not any(receipt.quarantined.values())
    assert incomplete(store) == []
    assert load_records(store)["persons"].select("record_id", "person_no").rows() == (
        [("R-1", 1), ("R-1", 2), ("R-2", 1)]
    )
    assert [check for check in audit_books(store) if not check.is_passed] == []
