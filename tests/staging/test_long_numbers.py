"""Long account and card numbers that came as numbers: plain digits where whole, told where they are not."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from staging.accounts import load_quarantine, load_warnings
from staging.readers.numbers import find_rounded, number_text
from staging.readers.xlsx import cell_text
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store

Take = Callable[..., Receipt]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]

CASE = {
    "agency": "MX-INM",
    "record_id": "R-1",
    "reported_at": "2023-12-01T20:38:00Z",
    "incident_start_date": "2023-11-28",
    "handling": "GREEN",
}
KEY = {"agency": "MX-INM", "record_id": "R-1", "kind": "bank_account"}
LONG = 712935627915824000
IN_EXCEL = "Excel keeps 15 digits of a number; format the column as text and send again"


def _workbook(tables: Mapping[str, Sequence[Mapping[str, object]]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(rows[0]))
            for at, row in enumerate(rows, start=1):
                sheet.write_row(at, 0, list(row.values()))
    return buffer.getvalue()


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _parquet(rows: Sequence[Mapping[str, object]]) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame(rows).write_parquet(buffer)
    return buffer.getvalue()


def _values(store: Store) -> list[str]:
    return load_records(store)["identifiers"].sort("identifier_no")["value"].to_list()


def _warned(store: Store) -> list[str]:
    return load_warnings(store).filter(pl.col("check") == "lost_digits")["message"].to_list()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7.12935627915824e17, str(LONG)),
        (4111111111111111.0, "4111111111111111"),
        (LONG, str(LONG)),
        (1e23, "1" + 23 * "0"),
        (525512345678.0, "525512345678"),
        (0.255, "0.255"),
        (True, "true"),
    ],
)
def test_a_whole_number_in_a_cell_is_plain_digits(cell: float, text: str) -> None:
    assert cell_text(cell) == text


def test_a_number_that_no_float_prints_as_is_whole() -> None:
    numbers: list[object] = [LONG, LONG - 27, float(LONG), 2**53, 2**53 + 1, 2**53 + 2, 12.5, "7", None]
    assert find_rounded(numbers) == [0, 2, 5]
    assert number_text(float(LONG)) == str(LONG)


def test_a_long_number_in_a_workbook_is_marked_and_told(take: Take, store: Store) -> None:
    numbers = [LONG, 4111111111111111, 411111111111111, "712935627915823973"]
    rows = [{**KEY, "value": number} for number in numbers]
    take("book.xlsx", _workbook({"cases": [CASE], "identifiers": rows}))
    whole = ["411111111111111", "712935627915823973"]
    assert _values(store) == ["712935627915824???", "411111111111111?", *whole]
    first, second = _warned(store)
    assert first.startswith(f"book.xlsx/identifiers, row 1, column value: found '{LONG}', expected all its")
    assert IN_EXCEL in first
    assert "row 2" in second


def test_a_long_record_number_in_a_workbook_is_quarantined(take: Take, store: Store) -> None:
    take("book.xlsx", _workbook({"cases": [{**CASE, "record_id": 20231112000000012}]}))
    row = load_quarantine(store).row(0, named=True)
    assert (row["table"], row["row"], row["column"], row["check"]) == ("cases", 1, "record_id", "lost_digits")
    assert IN_EXCEL in row["message"]


def test_long_numbers_of_json_are_told_unless_no_float_prints_them(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    written = [float(LONG), LONG, LONG - 27, 525512345678.0]
    identifiers = [{"kind": "bank_account", "value": number} for number in written]
    lines = ndjson(record("R-1", identifiers=identifiers)).replace(b"525512345678.0", b"5.25512e+11")
    take("a.ndjson", lines)
    marked = "712935627915824???"
    assert _values(store) == ["7.12935627915824e+17", marked, str(LONG - 27), "5.25512e+11"]
    places = [f"a.ndjson, row 1 (entry {entry} of identifiers), column value" for entry in (1, 2, 4)]
    assert [message.partition(":")[0] for message in _warned(store)] == places
    values = _values(store)
    take("a.json", b"[" + lines.replace(b'"R-1"', b'"R-2"') + b"]")
    assert _values(store)[::2] == values  # as in the lines, record for record
    assert sum(message.startswith("a.json, row 1 (entry ") for message in _warned(store)) == 3


def test_numbers_with_an_exponent_are_read_as_numbers_where_they_are_ones(
    take: Take, store: Store, record: Record
) -> None:
    text = json.dumps(record(lat=0, lon=0, fee_amount=0, migrants_count=0))
    text = text.replace('"fee_amount": 0', '"fee_amount": 1.2e+7').replace('_count": 0', '_count": 1e+3')
    text = text.replace('"lat": 0', '"lat": 2.55e+1').replace('"lon": 0', '"lon": -100.25')
    take("a.ndjson", text.encode())
    case = load_records(store)["cases"].row(0, named=True)
    assert (case["lat"], case["fee_amount"], case["migrants_count"]) == (25.5, 12e6, 1000)


def test_a_float_column_of_parquet_is_told_where_floats_are_too_short(take: Take, store: Store) -> None:
    values = [float(LONG), 4111111111111111.0, None, 0.5]
    identifiers = _parquet([{**KEY, "value": value} for value in values])
    take("flat.zip", _zip(**{"cases.parquet": _parquet([CASE]), "identifiers.parquet": identifiers}))
    assert _values(store) == ["712935627915824???", "4111111111111111", "0.5"]
    assert [message.partition(":")[0] for message in _warned(store)] == [
        "flat.zip/identifiers.parquet, row 1, column value"
    ]


def test_a_cell_that_a_spreadsheet_wrote_in_exponent_form_is_told(take: Take, store: Store) -> None:
    cases = ",".join(CASE) + "\n" + ",".join(CASE.values()) + "\n"
    identifiers = "agency,record_id,kind,value\nMX-INM,R-1,phone,5.25512E+11\nMX-INM,R-1,other,1E10\n"
    take("flat.zip", _zip(**{"cases.csv": cases.encode(), "identifiers.csv": identifiers.encode()}))
    assert _values(store) == ["5.25512E+11", "1E10"]
    (message,) = _warned(store)
    assert "identifiers.csv, row 1, column value: found '5.25512E+11'" in message
    assert "in exponent form the last ones are lost" in message


def test_a_telephone_in_a_column_of_short_floats_is_told(take: Take, store: Store) -> None:
    values = pl.Series("value", [5512345678.0, 1234567.0, 2.5], dtype=pl.Float32)
    buffer = io.BytesIO()
    pl.DataFrame([KEY | {"kind": "phone"}] * 3).with_columns(values).write_parquet(buffer)
    take("flat.zip", _zip(**{"cases.parquet": _parquet([CASE]), "identifiers.parquet": buffer.getvalue()}))
    assert _values(store) == ["5.512346e+09", "1234567", "2.5"]
    assert [message.partition(":")[0] for message in _warned(store)] == [
        "flat.zip/identifiers.parquet, row 1, column value"
    ]
