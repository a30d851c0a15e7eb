"""What a program may write instead of one record a line, and what a folder or a workbook may hold besides."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from staging.accounts import load_quarantine, load_warnings
from staging.intake import ingest_delivery
from staging.landing import DeliveryPath
from staging.readers.nested import as_text
from staging.receipt import Receipt
from staging.records import load_records
from staging.store import Store

Take = Callable[..., Receipt]
Record = Callable[..., dict[str, Any]]
Ndjson = Callable[..., bytes]


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_telephone_that_became_a_number_with_a_decimal_point_is_the_telephone() -> None:
    given = [525512345678.0, 7, -3.0, 2.5, 2.0**53 + 2, True, None, "02.0"]
    assert [as_text(each) for each in given] == [
        *("525512345678", "7", "-3", "2.5", "9007199254740994", "true", None, "02.0")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["one.json", "one.ndjson"])
def test_one_record_over_many_lines(
    take: Take, store: Store, record: Record, name: str, encoding: str
) -> None:
    receipt = take(name, json.dumps(record(), indent=2, ensure_ascii=False).encode(encoding))
    assert receipt.accepted == {"cases": 1, "persons": 2, "identifiers": 1}
    assert load_records(store)["persons"]["aliases"].to_list() == [["La Güera"], []]


def test_lines_and_arrays_in_utf_16(take: Take, store: Store, record: Record, ndjson: Ndjson) -> None:
    lines = take("a.ndjson", ndjson(record("R-1"), record("R-2")).decode().encode("utf-16"))
    array = take("b.json.gz", gzip.compress(json.dumps([record("R-3")]).encode("utf-16")))
    assert (lines.accepted["cases"], array.accepted["cases"]) == (2, 1)
    assert load_quarantine(store).is_empty()


def test_zip_of_json_files_keeps_each_files_row_numbers(
    take: Take, store: Store, record: Record, ndjson: Ndjson
) -> None:
    first = ndjson(record("R-1"), record("R-2"))
    second = gzip.compress(ndjson(record("R-1", municipality="Other"), record("R-3"), record("R-2")))
    receipt = take("both.zip", _zip(**{"a.ndjson": first, "b.ndjson.gz": second}))
    assert (receipt.received["cases"], receipt.accepted["cases"]) == (5, 3)
    assert (receipt.duplicates["cases"], receipt.quarantined["cases"]) == (1, 1)
    conflict = load_quarantine(store).filter(pl.col("table") == "cases").row(0, named=True)
    assert conflict["message"].startswith("both.zip/b.ndjson.gz, row 1: revision 1 of MX-INM/R-1")


def test_sheet_that_is_no_table_is_reported(take: Take, store: Store) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name in ("cases", "Notas"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["agency", "record_id"])
    take("book.xlsx", buffer.getvalue())
    told = load_warnings(store).filter(pl.col("check") == "ignored_sheet")["message"].to_list()
    assert told == ["book.xlsx/Notas is no table of the contract; it was not read"]


def test_rows_without_any_key_are_quarantined_and_stop_nothing(
    take: Take, record: Record, ndjson: Ndjson
) -> None:
    receipt = take("a.ndjson", ndjson(record(persons=[{}]), record("R-2", persons=[])))
    assert (receipt.accepted["cases"], receipt.quarantined["persons"]) == (2, 1)


def test_link_out_of_the_landing_folder_is_quarantined_unread(
    store: Store, put: Callable[..., DeliveryPath], take: Take, record: Record, ndjson: Ndjson
) -> None:
    secret = put("x.ndjson", ndjson(record())).path.parents[2] / "secret.ndjson"
    secret.write_bytes(ndjson(record("R-9")))
    link = secret.parent / "landing" / "MX-INM" / "link.ndjson"
    link.symlink_to(secret)
    receipt = _ingest(store, link)
    assert (receipt.status, receipt.check) == ("unreadable", "link_leads_out")
    assert _ingest(store, link).status == "seen"
    assert load_records(store)["cases"].is_empty()
    assert not Path(f"{store.path}.archive").exists()


def _ingest(store: Store, path: Path) -> Receipt:
    delivery = DeliveryPath("MX-INM", f"MX-INM/{path.name}", path)
    return ingest_delivery(store, delivery, received_at=datetime(2026, 1, 1, tzinfo=UTC))
