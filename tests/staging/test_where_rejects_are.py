"""A clerk finds a quarantined row: its record where that can be read, and its place in the record's list."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from staging.accounts import load_ledger, load_quarantine, load_warnings
from staging.receipt import Receipt
from staging.records import load_records
from staging.statements import list_migrations
from staging.store import Store

Take = Callable[..., Receipt]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]

HEAD = "agency,record_id,reported_at,incident_start_date,handling,narrative\n"
GOOD = "MX-INM,R-1,2023-12-01T00:00:00Z,2023-11-28,GREEN,\n"


def _zip(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("line", "check", "key"),
    [
        ("MX-INM,R-2,2023", "ragged_row", ("MX-INM", "R-2")),
        ("MX-INM,R-2,2023-12-01,,,GREEN,,x", "ragged_row", ("MX-INM", "R-2")),
        ("MX-INM", "ragged_row", (None, None)),
        ('a,"b"', "ragged_row", (None, None)),
        ("lost,MX-INM,R-2,2023-12-01,2023-11-28,GREEN,x", "ragged_row", (None, None)),
        ('"MX-INM","R-2",2023,2023,GREEN,"never', "unclosed_quote", ("MX-INM", "R-2")),
        ('MX-INM,"R-2,2023,2023,GREEN,never', "unclosed_quote", (None, None)),
        ('MX-INM,R-2,2023,2023,GREEN,"x"y', "broken_quotes", ("MX-INM", "R-2")),
        ("MX-INM,R-2,2023,2023,GREEN,\x00", "nul_byte", ("MX-INM", "R-2")),
    ],
)
def test_a_row_without_structure_has_its_record_where_that_can_be_read(
    take: Take, store: Store, line: str, check: str, key: tuple[str | None, str | None]
) -> None:
    take("flat.zip", _zip(**{"cases.csv": HEAD + GOOD * 200 + line + "\n"}))
    row = load_quarantine(store).filter(pl.col("check") == check).row(0, named=True)
    assert (row["agency"], row["record_id"]) == key


def test_the_record_is_read_under_the_partners_own_headers(take: Take, store: Store) -> None:
    header = "folio;dependencia;fecha_hora_reporte;fecha_hechos;tlp\n"
    take("flat.zip", _zip(**{"expedientes.csv": header + "F-7;MX-INM\n"}))
    row = load_quarantine(store).row(0, named=True)
    assert (row["check"], row["agency"], row["record_id"]) == ("ragged_row", "MX-INM", "F-7")


def test_what_is_no_row_in_a_record_has_the_records_key(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    take("a.ndjson", ndjson(record("R-5", vehicles={"plate": "A"}, places=[{"name": "x"}, 7])))
    keys = load_quarantine(store).select("check", "agency", "record_id").rows()
    assert set(keys) == {
        ("child_list_not_a_list", "MX-INM", "R-5"),
        ("child_not_an_object", "MX-INM", "R-5"),
    }


def test_a_row_in_a_record_is_named_by_its_place_in_the_list(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    persons = [None, {"person_no": 7, "status": "facilitator"}, {"person_no": 8, "status": "suspect"}]
    take("a.ndjson", ndjson(record(persons=persons, identifiers=[])))
    messages = load_quarantine(store).filter(pl.col("check") == "code_list")["message"].to_list()
    assert [each.partition(":")[0] for each in messages] == [
        "a.ndjson, row 1 (entry 3 of persons), column status"
    ]


def test_a_repeated_number_names_both_rows(take: Take, store: Store, record: Record, ndjson: Ndjson) -> None:
    persons = [{"person_no": number, "status": "facilitator"} for number in (1, 2, 3, 2)]
    take("a.ndjson", ndjson(record(persons=persons)))
    row = load_quarantine(store).row(0, named=True)
    assert row["message"] == (
        "a.ndjson, row 1 (entry 4 of persons), column person_no: found '2', expected a number of its own: "
        "entry 2 of persons is number 2 already."
    )


def test_a_missing_number_is_the_place_in_the_list_whatever_stands_before(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    persons = [7, {"status": "facilitator"}]
    identifiers = [{"person_no": 2, "kind": "phone", "value": "+528112345678"}]
    take("a.ndjson", ndjson(record(persons=persons, identifiers=identifiers)))
    tables = load_records(store)
    assert tables["persons"]["person_no"].to_list() == [2]
    assert tables["identifiers"]["person_no"].to_list() == [2]


def test_a_delivery_as_a_whole_is_called_the_same_in_all_books(take: Take, store: Store) -> None:
    take("broken.zip", b"PK nothing")
    take("flat.zip", _zip(**{"cases.csv": HEAD + GOOD, "notes.docx": "x", "more/cases.csv": "x"}))
    assert load_quarantine(store).select("table", "row").rows() == [("delivery", 0)]
    assert load_ledger(store).filter(pl.col("quarantined") > 0)["table"].to_list() == ["delivery"]
    told = load_warnings(store).select("table", "row", "check", "message").rows()
    assert told == [
        ("delivery", 0, "ignored_file", f"flat.zip/{name} is no table of the contract; it was not read")
        for name in ("more", "notes.docx")
    ]


def test_books_of_an_older_store_call_a_delivery_the_same(store: Store) -> None:
    values = "('D-1', '', 0, 'broken_zip', 'x')"
    for table in ("quarantine", "row_warnings"):
        columns = "(delivery_id, table_name, row_no, check_name, message)"
        store.connection.execute(f"insert into {table} {columns} values {values}")
    for number, statement in list_migrations():
        if number in (26, 27):
            store.connection.execute(statement)
    assert [load(store)["table"].to_list() for load in (load_quarantine, load_warnings)] == [["delivery"]] * 2
